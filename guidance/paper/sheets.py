"""What can be printed, and at which address: a poster, a leaflet, a plan or cards. Pure: no Django.

A sheet is named by the short code of the page that it leads to, so that its address says nothing
and outlives the page's name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from esafe import short_codes
from esafe.addresses import address, item_addresses
from esafe.content import Content
from guidance.content import Page
from reporting_links.content import Situation

Kind = Literal["poster-a4", "leaflet-a5", "plan-a4", "cards-a4"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CONCERNED, WHOM_TO_CALL = "/concerned/", "/services/"
TOPIC_GROUPS = ("happened", "talk", "protect")


@dataclass(frozen=True)
class Sheet:
    """One PDF. ``path`` is the page that it leads to, and of which it says the same."""

    kind: Kind
    path: str

    @property
    def code(self) -> str:
        return short_codes.code(self.path)

    @property
    def address(self) -> str:
        return f"/print/{self.code}/{self.kind}.pdf"


def topics(content: Content) -> list[Page]:
    """The pages of advice of which there is a poster, in the order of the list of advice."""
    found = [p for p in content.page.values() if p.group in TOPIC_GROUPS and p.three_things]
    return sorted(found, key=lambda page: (TOPIC_GROUPS.index(page.group), page.order))


def situations(content: Content) -> list[Situation]:
    """The situations, each of which has a plan to print."""
    return sorted(content.situation.values(), key=lambda situation: situation.order)


def sheets(content: Content) -> Iterator[Sheet]:
    """Every sheet of an edition."""
    for path in (CONCERNED, WHOM_TO_CALL, *map(address, topics(content))):
        yield Sheet("poster-a4", path)
        yield Sheet("leaflet-a5", path)
    yield Sheet("cards-a4", WHOM_TO_CALL)
    for situation in situations(content):
        yield Sheet("plan-a4", address(situation))


def find(content: Content, code: str, kind: str) -> Sheet | None:
    """The sheet at an address, also of a page that was renamed since; or None."""
    path = short_codes.target(content, code)
    return next((sheet for sheet in sheets(content) if (sheet.kind, sheet.path) == (kind, path)), None)


def page_of(sheet: Sheet, content: Content) -> Page:
    """The page of advice that a poster or leaflet is of. Raises KeyError where it is of a list."""
    found = item_addresses(content)[sheet.path]
    if not isinstance(found, Page):
        raise KeyError(sheet.path)
    return found


def situation_of(sheet: Sheet, content: Content) -> Situation:
    """The situation that a plan is for."""
    found = item_addresses(content)[sheet.path]
    if not isinstance(found, Situation):
        raise KeyError(sheet.path)
    return found
