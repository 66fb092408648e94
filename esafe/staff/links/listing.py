"""The links of the live edition as staff read them, the worst first."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from esafe.content import Content
from esafe.item import Item
from esafe.staff.links.judging import DAYS_UNTIL_GONE
from esafe.staff.links.link import Link
from esafe.staff.links.uses import Use, uses
from reporting_links.flow_views import edit_addresses

WORST_FIRST = tuple(Link.State)


@dataclass(frozen=True)
class UsedIn:
    """An item that leads to a link, and where staff edit it."""

    kind: str
    title: str
    edit: str


@dataclass(frozen=True)
class Row:
    """A link with what staff see of it."""

    link: Link
    state: Link.State
    used_in: tuple[UsedIn, ...]

    @property
    def leads_home(self) -> bool:
        """Whether a page is said to have moved to the first page of a site: it is gone, most likely."""
        return _is_home(self.link.moved_to) and not _is_home(self.link.address)

    @property
    def days_until_gone(self) -> int:
        """On how many more days it must fail before we call it gone; 0 when it does not fail."""
        return max(0, DAYS_UNTIL_GONE - self.link.failures) if self.link.failures else 0


def _is_home(address: str) -> bool:
    return bool(address) and urlsplit(address).path in ("", "/")


def broken(content: Content, today: datetime.date) -> Mapping[Link.State, int]:
    """How many links of the live edition are gone or have moved, but for what staff call fine. One query."""
    used = uses(content)
    found = Link.objects.filter(state__in=(Link.State.GONE, Link.State.MOVED))
    return Counter(link.state_on(today) for link in found if link.address in used)


class Listing:
    """Every link in use. The number of queries does not depend on how many there are."""

    def __init__(self, content: Content, today: datetime.date) -> None:
        self.content = content
        self.uses = uses(content)
        found = Link.objects.select_related("fine_by")
        self.states = {link: link.state_on(today) for link in found if link.address in self.uses}
        self.counts = Counter(self.states.values())
        self.never_asked = sorted(self.uses.keys() - {link.address for link in self.states})

    def links(self, state: str = "") -> list[Link]:
        """The links in one state, or all of them: the worst first, then those of most items."""
        chosen = [link for link, is_now in self.states.items() if state in ("", is_now)]
        return sorted(chosen, key=self._rank)

    def _rank(self, link: Link) -> tuple[int, int, int, str]:
        worst = WORST_FIRST.index(self.states[link])
        return worst, -link.failures, -len(self.uses[link.address]), link.address

    def rows(self, links: list[Link]) -> list[Row]:
        """What staff see of ``links``."""
        edit = self._edit_addresses({use for link in links for use in self.uses[link.address]})
        return [
            Row(link, self.states[link], tuple(self._used_in(use, edit) for use in self.uses[link.address]))
            for link in links
        ]

    def _used_in(self, use: Use, edit: Mapping[Use, str]) -> UsedIn:
        kind, key = use
        return UsedIn(kind, _title(self.content.of(kind)[key]), edit[use])

    @staticmethod
    def _edit_addresses(found: set[Use]) -> dict[Use, str]:
        kinds = {kind for kind, _ in found}
        return {
            (kind, key): address
            for kind in kinds
            for key, address in edit_addresses(kind, [k for other, k in found if other == kind]).items()
        }


def _title(item: Item) -> str:
    named = (str(getattr(item, name, "")) for name in ("title", "name", "claim", "text"))
    return next((words for words in named if words), item.key)
