"""How long content may go unchecked, and when somebody is reminded of it. Pure: no Django."""

import calendar
import datetime
from collections.abc import Mapping

from esafe.item import ReviewedItem

# Numbers and hours change sooner than advice does.
LONGEST_MONTHS: Mapping[str, int] = {"service": 6}
USUAL_MONTHS = 12
DAYS_BEFORE = 30
BEFORE = -1


def latest(kind: str, checked_on: datetime.date) -> datetime.date:
    """The last day on which an item of this kind may be due again."""
    months = checked_on.month - 1 + LONGEST_MONTHS.get(kind, USUAL_MONTHS)
    year, month = checked_on.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(checked_on.day, calendar.monthrange(year, month)[1]))


def is_overdue(item: ReviewedItem, today: datetime.date) -> bool:
    """Whether the day by which the item was to be checked is over."""
    return item.review_by < today


def reminder(item: ReviewedItem, today: datetime.date) -> int | None:
    """Which reminder is due: BEFORE, or the number of whole weeks since the day; None for none yet.

    It stays the same until the next one is due, so a night that was missed is made up for.
    """
    days = (today - item.review_by).days
    if days < -DAYS_BEFORE:
        return None
    return BEFORE if days < 0 else days // 7
