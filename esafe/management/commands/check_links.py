"""``manage.py check_links``: asks every address of other sites that readers are led to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from esafe.staff.jobs import JobFailed
from esafe.staff.links.checking import check


class Command(BaseCommand):
    help = "Ask every link of the live edition that was not asked today, and keep what is found for staff."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="ask also what was asked today")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        try:
            self.stdout.write(check(again=again))
        except JobFailed as error:
            raise CommandError(str(error)) from None
