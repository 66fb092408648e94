"""``manage.py edition publish|rollback N|list|check|follow``: editions from the command line."""

import getpass
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils.timezone import localtime

from esafe import live, publishing
from esafe.edition import BadEdition
from esafe.edition_store import NoEdition

FOLLOW_EVERY_SECONDS = 10


class Command(BaseCommand):
    help = "Publish an edition, go back to one, list them, check them, or follow another host."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        publish = actions.add_parser("publish", help="make the next edition from what is ready")
        rollback = actions.add_parser("rollback", help="put an earlier edition live (needs no database)")
        rollback.add_argument("number", type=int)
        for action in (publish, rollback):
            action.add_argument("--note", default="")
            action.add_argument("--by", default=getpass.getuser())
        actions.add_parser("list", help="the editions in the folder")
        actions.add_parser("check", help="what stops publishing, and whether each file is whole")
        follow = actions.add_parser("follow", help="keep this host at the edition that the database says")
        follow.add_argument("--once", action="store_true")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        getattr(self, f"_{action}")(**options)

    def _publish(self, by: str, note: str, **options: Any) -> None:
        try:
            edition = publishing.publish(by, note)
        except publishing.Meanwhile:
            self.stdout.write("Nothing has changed since the last edition.")
            return
        except publishing.NotPublished as error:
            raise CommandError(self._sentences(error.problems)) from None
        except (OSError, BadEdition) as error:
            raise CommandError(f"Nothing was published: {error}. Readers keep what they have.") from None
        self.stdout.write(f"Edition {edition.number} is live.")

    def _rollback(self, number: int, by: str, note: str, **options: Any) -> None:
        try:
            publishing.go_back(number, by, note)
        except (OSError, BadEdition) as error:
            raise CommandError(f"Edition {number} cannot be put live: {error}") from None
        self.stdout.write(f"Edition {number} is live again.")

    def _list(self, **options: Any) -> None:
        live_number = self._live_number()
        for number in live.store.numbers():
            try:
                edition = live.store.get(number)
            except BadEdition as error:
                self.stdout.write(f"{number:>6}  {error}")
                continue
            mark = "live" if number == live_number else ""
            when = localtime(edition.published_at)
            self.stdout.write(f"{number:>6}  {when:%d %b %Y %H:%M}  {mark:4}  {edition.note}".rstrip())

    def _check(self, **options: Any) -> None:
        found: list[Any] = [
            f"edition {n} is not whole" for n in live.store.numbers() if not self._is_whole(n)
        ]
        if not live.store.live_file_is_whole():
            found.append("the file of the live edition is not whole; going back to a good one replaces it")
        try:
            found += publishing.next_content()[1]
        except DatabaseError as error:
            found.append(f"the database does not answer, so drafts were not checked: {error}")
        if found:
            raise CommandError(self._sentences(found))
        self.stdout.write(
            f"Edition {self._live_number()} is live; every file is whole; nothing stops publishing."
        )

    def _follow(self, once: bool, **options: Any) -> None:
        while True:
            self._follow_once(patient=not once)
            if once:
                return
            time.sleep(FOLLOW_EVERY_SECONDS)

    def _follow_once(self, patient: bool) -> None:
        """One look at the database; a patient follower outlives one that is away for a while."""
        try:
            if changed := publishing.follow():
                self.stdout.write(f"Edition {changed} is live here now.")
        except (DatabaseError, OSError, BadEdition) as error:
            if not patient:
                raise CommandError(f"Could not follow: {error}") from None
            self.stderr.write(f"Will try again: {error}")
        finally:
            connection.close()

    @staticmethod
    def _is_whole(number: int) -> bool:
        try:
            live.store.get(number)
        except BadEdition:
            return False
        return True

    @staticmethod
    def _live_number() -> int | None:
        try:
            return live.store.current().number
        except NoEdition:
            return None

    @staticmethod
    def _sentences(problems: Any) -> str:
        return "Please mend:\n" + "\n".join(f"- {problem}" for problem in problems)
