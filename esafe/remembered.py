"""What a reader let us remember on the device: a text size and a nation. Off in what we ship.

``of(request).nation`` is empty unless the operator turned this on, the reader said yes, and chose one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from django.http import HttpRequest, HttpResponseBase

from esafe.cookie_choice import YEAR, Choice, set_cookie
from esafe.on_device import REMEMBERED
from reporting_links.content import Nation

TextSize = Literal["normal", "large", "larger"]
NationOrNone = Nation | Literal[""]
NATIONS: Final[tuple[Nation, ...]] = get_args(Nation)


@dataclass(frozen=True)
class Remembered:
    """``nation`` is empty when none is remembered."""

    text_size: TextSize = "normal"
    nation: NationOrNone = ""

    def __str__(self) -> str:
        """As the cookie holds it, such as ``larger.scotland``."""
        return f"{self.text_size}.{self.nation}"

    @property
    def html_class(self) -> str:
        """The class of ``<html>`` that sets the size of all text; empty for the usual size."""
        return "" if self.text_size == "normal" else f"text-{self.text_size}"


NOTHING: Final = Remembered()
_NATIONS_OR_NONE: tuple[NationOrNone, ...] = ("", *NATIONS)
_EVERY = [Remembered(size, nation) for size in get_args(TextSize) for nation in _NATIONS_OR_NONE]
_BY_COOKIE: Final = {str(remembered): remembered for remembered in _EVERY}


def of(request: HttpRequest) -> Remembered:
    """What this reader let us remember, for any request."""
    return getattr(request, "remembered", NOTHING)


def preselected(request: HttpRequest, question: str) -> tuple[str, ...]:
    """The answer to mark as chosen when a question is asked for the first time; mostly none."""
    nation = of(request).nation
    return (nation,) if nation and question == "nation" else ()


def read(cookies: Mapping[str, str], choice: Choice | None) -> Remembered:
    """What the cookie holds, as far as the reader's choice allows it to be looked at."""
    if choice is None or REMEMBERED.item_class not in choice.yes:
        return NOTHING
    return _BY_COOKIE.get(cookies.get(REMEMBERED.name, ""), NOTHING)


def keep(response: HttpResponseBase, remembered: Remembered) -> None:
    """Ask the browser to hold it; there is nothing to hold when it is what everybody has."""
    if remembered == NOTHING:
        forget(response)
    else:
        set_cookie(response, REMEMBERED.name, str(remembered), YEAR)


def forget(response: HttpResponseBase) -> None:
    """Remove what was held."""
    response.delete_cookie(REMEMBERED.name, samesite="Lax")
