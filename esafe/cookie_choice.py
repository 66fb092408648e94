"""A reader's yes or no to what is optional, as one small cookie: no id, only digits (R82)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponseBase

from esafe import on_device
from esafe.on_device import CHOICE, OPTIONAL, Class

YEAR = 365 * 24 * 60 * 60
_DIGITS = re.compile(r"([0-9]{1,3})" + r"-([01])" * len(OPTIONAL))


@dataclass(frozen=True)
class Choice:
    """What a reader said yes to. ``version`` says to which question."""

    version: int
    yes: frozenset[Class] = field(default_factory=frozenset)

    def __str__(self) -> str:
        """As the cookie holds it, such as ``2-0-1``: version, statistics, preferences."""
        return "-".join([str(self.version), *("1" if name in self.yes else "0" for name in OPTIONAL)])


def version(classes: Iterable[Class]) -> int:
    """Another number for other classes, so that nobody's yes to one thing is taken for another."""
    return sum(1 << OPTIONAL.index(name) for name in classes)


def make(yes: Iterable[Class]) -> Choice:
    """The choice that says yes to these, of the classes that this site asks about."""
    asked = on_device.classes_to_choose()
    return Choice(version(asked), frozenset(yes) & frozenset(asked))


def read(cookies: Mapping[str, str]) -> Choice | None:
    """The reader's choice; None when there is none, or one that answers another question."""
    found = _DIGITS.fullmatch(cookies.get(CHOICE.name, ""))
    if not found:
        return None
    choice = make(name for name, digit in zip(OPTIONAL, found.groups()[1:], strict=True) if digit == "1")
    return choice if str(choice) == found[0] else None


def keep(response: HttpResponseBase, choice: Choice) -> None:
    """Ask the browser to hold the choice: a yes for a year, a no until it is closed."""
    set_cookie(response, CHOICE.name, str(choice), YEAR if choice.yes else None)


def set_cookie(response: HttpResponseBase, name: str, value: str, max_age: int | None) -> None:
    """A cookie of this host alone, which no script reads."""
    response.set_cookie(
        name, value, max_age=max_age, secure=settings.PRODUCTION, httponly=True, samesite="Lax"
    )
