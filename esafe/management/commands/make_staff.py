"""``manage.py make_staff``: an account for the first person, or for one who is locked out (``make staff``)."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from esafe.staff import invitations
from esafe.staff.roles import ROLES

BY = "the server’s terminal"


class Command(BaseCommand):
    help = "Make an account with every role, and say where its password is chosen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="asked for when left out")
        parser.add_argument("--name", help="asked for when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        email = (options["email"] or input("E-mail address: ")).strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address. Please try again.") from None
        person = User.objects.filter(username=email).first() or self._made(email, options["name"])
        self.stdout.write(
            f"Open this in a browser to choose a password. It works once, for three days:\n{invitations.link(person)}"
        )

    @staticmethod
    def _made(email: str, name: str | None) -> User:
        return invitations.make_account(email, (name or input("Name: ")).strip(), list(ROLES), BY)
