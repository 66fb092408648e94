"""Keeps the log of changes up with what goes live. The log never stops an edition."""

import logging
from collections.abc import Iterator, Mapping

from django.db import DatabaseError

from esafe import change_log
from esafe.change_log import Event
from esafe.content import Content
from esafe.edition import BadEdition, loads
from esafe.edition_store import Change, EditionStore, NoEdition
from esafe.models import EditionRecord, LiveChange

log = logging.getLogger(__name__)
# A host without a log looks so far back.
LOOKS_BACK = 50


def catch_up(store: EditionStore, known: Mapping[int, Content] | None = None) -> None:
    """Add what the database knows and the log does not. ``known`` are editions already at hand."""
    try:
        events = _so_far(store)
        added = list(_missing(events, {**_live(store), **(known or {})}))
        if added:
            change_log.write(store, [*events, *added])
    except (OSError, BadEdition, DatabaseError):
        log.exception("The log of changes could not be kept up")


def going_back(store: EditionStore, change: Change) -> None:
    """Add a going back that is about to happen. Needs no database."""
    try:
        events, before = _so_far(store), next(iter(_live(store).values()), None)
        after = store.get(change.number).content
        back = change_log.event(change.number, change.at, before, after, back=True)
        change_log.write(store, [*events, back])
    except (OSError, BadEdition):
        log.exception("The log of changes could not be kept up")


def _so_far(store: EditionStore) -> list[Event]:
    """The events up to what is live: a swap that failed leaves one too many."""
    try:
        return change_log.until(change_log.read(store), store.current().number)
    except NoEdition:
        return []


def _live(store: EditionStore) -> dict[int, Content]:
    """What is live, by its number; empty before the first edition."""
    try:
        current = store.current()
    except NoEdition:
        return {}
    return {current.number: current.content}


def _missing(events: list[Event], known: dict[int, Content]) -> Iterator[Event]:
    """The events of each change that is newer than the last one of the log, oldest first."""
    changes = list(LiveChange.objects.all()[: LOOKS_BACK + 1])[::-1]
    for place, change in enumerate(changes):
        if events and change.at <= events[-1].at:
            continue
        if not place and len(changes) > LOOKS_BACK:
            continue  # only there to compare the next one with
        before = _content(changes[place - 1].number, known) if place else None
        after = _content(change.number, known)
        if after is not None:
            back = LiveChange.objects.filter(number=change.number, at__lt=change.at).exists()
            yield change_log.event(change.number, change.at, before, after, back=back)


def _content(number: int, known: dict[int, Content]) -> Content | None:
    if number not in known:
        record = EditionRecord.objects.filter(number=number).first()
        if record is None:
            return None
        known[number] = loads(record.file.encode()).content
    return known[number]
