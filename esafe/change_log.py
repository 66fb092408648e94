"""What changed on this site, for readers: one event each time that another edition went live. Pure: no Django.

It is a file beside the editions, written before the swap, so that reading needs no database. It
holds titles and addresses that readers had anyway; no note of staff, and no name.
"""

import dataclasses
import datetime
import logging
from collections.abc import Sequence
from typing import Literal

import msgspec

from esafe import addresses
from esafe.content import KINDS, Content
from esafe.edition_store import EditionStore
from esafe.item import Item, ReviewedItem

FILE = "changes.json"
MOST = 500  # events
What = Literal["new", "changed", "checked", "withdrawn"]
log = logging.getLogger(__name__)


class ChangedItem(msgspec.Struct, frozen=True):
    """One item. ``title`` and ``path`` are empty for what has no page; "checked": only its dates changed."""

    kind: str
    key: str
    what: What
    title: str = ""
    path: str = ""


class Event(msgspec.Struct, frozen=True):
    """Edition ``number`` went live at ``at``; ``back`` when it had been live before. The first has no items."""

    number: int
    at: datetime.datetime
    back: bool = False
    items: tuple[ChangedItem, ...] = ()


def event(number: int, at: datetime.datetime, before: Content | None, after: Content, *, back: bool) -> Event:
    """What readers could notice when ``after`` took the place of ``before``."""
    items = tuple(_changed(before, after)) if before else ()
    return Event(number=number, at=at, back=back, items=items)


def read(store: EditionStore) -> list[Event]:
    """Every event that is kept, oldest first; none when the file is missing or broken."""
    data = store.read_beside(FILE)
    try:
        return list(msgspec.json.decode(data, type=tuple[Event, ...])) if data else []
    except (msgspec.MsgspecError, UnicodeDecodeError):
        log.error("The log of changes cannot be read; the next edition begins a new one")
        return []


def write(store: EditionStore, events: Sequence[Event]) -> None:
    """Keep the newest events. Raises OSError."""
    store.write_beside(FILE, msgspec.json.encode(tuple(events[-MOST:])))


def until(events: Sequence[Event], number: int) -> list[Event]:
    """The events up to the last time that edition ``number`` went live: what comes after is not live yet."""
    places = [place for place, found in enumerate(events) if found.number == number]
    return list(events[: places[-1] + 1]) if places else []


def _changed(before: Content, after: Content) -> list[ChangedItem]:
    found = []
    for kind in KINDS:
        old, new = before.of(kind), after.of(kind)
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                found.append(_item(kind, key, old.get(key), new.get(key)))
    return found


def _item(kind: str, key: str, old: Item | None, new: Item | None) -> ChangedItem:
    title, path = _title_and_path(new or old)
    return ChangedItem(kind=kind, key=key, what=_what(old, new), title=title, path=path if new else "")


def _what(old: Item | None, new: Item | None) -> What:
    if old is None or new is None:
        return "new" if old is None else "withdrawn"
    if isinstance(old, ReviewedItem) and isinstance(new, ReviewedItem):
        same = ("owner", "deputy", "reviewed_on", "review_by")
        as_new = dataclasses.replace(old, **{name: getattr(new, name) for name in same})
        return "checked" if as_new == new else "changed"
    return "changed"


def _title_and_path(item: Item | None) -> tuple[str, str]:
    """Both empty for what has no page of its own."""
    try:
        path = addresses.address(item)  # type: ignore[arg-type]
    except TypeError:
        return "", ""
    return str(getattr(item, "title", "") or getattr(item, "name", "")), path
