"""Makes the PDF of a sheet. Plain ones, with no school on them, are kept while their edition lasts."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from esafe.edition import Edition
from guidance.paper import typesetting
from guidance.paper.plan_sheets import plan_sheet
from guidance.paper.posters import cards, poster
from guidance.paper.sheets import Kind, Sheet
from guidance.paper.shelf import Shelf
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


shelf = Shelf(MOST_KEPT)


def plain(sheet: Sheet, edition: Edition) -> bytes:
    """The PDF without a school on it. Raises typesetting.Busy."""
    if not edition.digest:  # what staff preview is kept nowhere
        return with_school(sheet, edition, School())
    # The words about the next check change with the day.
    key = (edition.digest, timezone.localdate(), sheet.address)
    return shelf.take(key, lambda: typesetting.made(data_of(sheet, edition)))


def with_school(sheet: Sheet, edition: Edition, school: School) -> bytes:
    """The PDF with what a school typed, which is kept nowhere. Raises Busy and NoSuchLetter."""
    with typesetting.turn():
        return typesetting.made(data_of(sheet, edition, school))
