"""Makes the PDF of a sheet. Plain ones, with no school on them, are kept while their edition lasts."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping

from django.utils import timezone

from esafe.edition import Edition
from guidance.paper import typesetting
from guidance.paper.plan_sheets import plan_sheet
from guidance.paper.posters import cards, poster
from guidance.paper.sheets import Kind, Sheet
from guidance.paper.telling import Data, School

TELLING: Mapping[Kind, Callable[[Sheet, Edition, School], Data]] = {
    "poster-a4": poster,
    "leaflet-a5": poster,
    "plan-a4": plan_sheet,
    "cards-a4": cards,
}
# All of one edition, at about 50 KB each.
MOST_KEPT = 80


def data_of(sheet: Sheet, edition: Edition, school: School = School()) -> Data:  # noqa: B008 - frozen
    """What stands on a sheet, for its design."""
    return TELLING[sheet.kind](sheet, edition, school)


class Shelf:
    """Plain PDFs by edition, day and address: those that nobody asked for lately go first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most = most
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def plain(self, sheet: Sheet, edition: Edition) -> bytes:
        """The PDF without a school on it. Raises typesetting.Busy."""
        # The words about the next check change with the day. What staff preview has no digest.
        key = (edition.digest, timezone.localdate(), sheet.address)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = typesetting.made(data_of(sheet, edition))
        if edition.digest:
            self._keep(key, made)
        return made

    def _keep(self, key: tuple[object, ...], made: bytes) -> None:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


shelf = Shelf()


def with_school(sheet: Sheet, edition: Edition, school: School) -> bytes:
    """The PDF with what a school typed, which is kept nowhere. Raises Busy and NoSuchLetter."""
    return typesetting.made(data_of(sheet, edition, school))
