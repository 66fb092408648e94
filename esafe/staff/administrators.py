"""Those who look after accounts: there is always one."""

from typing import Final

from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet

ADMINISTRATOR: Final = "Administrator"


def active() -> QuerySet[User]:
    """Who has the role, or may do everything, and may sign in."""
    may = Q(groups__name=ADMINISTRATOR) | Q(is_superuser=True)
    return User.objects.filter(may, is_active=True).distinct()


def are(person: User) -> bool:
    """Whether ``person`` is one of them, as the database has it."""
    return active().filter(pk=person.pk).exists()


def remain_without(person: User) -> bool:
    """Whether one is left without ``person``. Asked inside a transaction.

    Two who take the role from each other at once are asked one after the other.
    """
    Group.objects.select_for_update().filter(name=ADMINISTRATOR).first()
    return active().exclude(pk=person.pk).exists()
