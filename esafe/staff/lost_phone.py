"""A phone and its codes that are gone: whoever vouches for the person lets them begin again."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User

from esafe.staff import audit, sessions


def forget_factors(person: User, by: str) -> None:
    """Take away every second factor of ``person``, end their sessions, and write down who did it (``by``).

    At the next sign-in they set up a new one, before they see anything else.
    """
    Authenticator.objects.filter(user=person).delete()
    sessions.end_all(person)
    audit.note(by, audit.Act.FACTOR_REMOVED, person.email)
