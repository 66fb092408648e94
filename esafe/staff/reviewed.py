"""The items that somebody owns, as readers have them now."""

import datetime
from collections.abc import Iterator

from esafe import review
from esafe.content import KINDS, Content
from esafe.item import ReviewedItem

Owned = tuple[str, ReviewedItem]


def owned(content: Content) -> Iterator[Owned]:
    """Every reviewed item, with its kind."""
    for kind in KINDS:
        for item in content.of(kind).values():
            if isinstance(item, ReviewedItem):
                yield kind, item


def overdue(content: Content, today: datetime.date) -> list[Owned]:
    """The items that readers are told are being checked again, the longest overdue first."""
    late = [(kind, item) for kind, item in owned(content) if review.is_overdue(item, today)]
    return sorted(late, key=lambda pair: (pair[1].review_by, pair[0], pair[1].key))


def title(item: ReviewedItem) -> str:
    """What an item is called."""
    return str(getattr(item, "title", "") or getattr(item, "name", "") or item.key)
