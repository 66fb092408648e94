"""``manage.py make_staff``: an account for the first person, or for one who is locked out (``make staff``)."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from esafe.staff import audit, invitations, lost_phone, role_news, sessions
from esafe.staff.rights import rights_of
from esafe.staff.roles import ROLES

BY = "the server’s terminal"


class Command(BaseCommand):
    help = "Make an account with every role, or open one again, and say where its password is chosen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="asked for when left out")
        parser.add_argument("--name", help="asked for when left out")
        parser.add_argument(
            "--lost-phone",
            action="store_true",
            help="forget the second factors of an account: its phone, keys and recovery codes",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = (options["email"] or input("E-mail address: ")).strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address. Please try again.") from None
        person = User.objects.filter(username=email).first()
        before = rights_of(person) if person else None
        if person:
            self._open_again(person)
            if options["lost_phone"]:
                lost_phone.forget_factors(person, BY)
                self.stdout.write(
                    "The second factors are forgotten. A new one is set up at the next sign-in."
                )
        else:
            person = self._made(email, options["name"])
        missed = role_news.tell(person, before, rights_of(person), BY)
        if missed:
            self.stderr.write(f"These administrators could not be told by mail; please tell them: {missed}")
        self.stdout.write(
            f"Open this in a browser to choose a password. It works once, for three days:\n{invitations.link(person)}"
        )

    @staticmethod
    def _made(email: str, name: str | None) -> User:
        return invitations.make_account(email, (name or input("Name: ")).strip(), list(ROLES), BY)

    @transaction.atomic
    def _open_again(self, person: User) -> None:
        """Whoever is locked out gets what a new account has: the right to sign in, and every role."""
        before = rights_of(person)
        person.is_active = person.is_staff = True
        person.save(update_fields=["is_active", "is_staff"])
        person.groups.add(*Group.objects.filter(name__in=ROLES))
        after = rights_of(person)
        if before != after:
            audit.note(BY, audit.Act.PERSON_CHANGED, person.email, before, after)
            sessions.end_all(person)
            self.stdout.write("The account is open, and has every role.")
