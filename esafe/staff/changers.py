"""Who stands behind what readers do not have yet, as the audit tells it."""

import datetime
from typing import Any

import msgspec

from esafe.edition import BadEdition, loads
from esafe.item import Item
from esafe.models import EditionRecord
from esafe.staff.audit_models import AuditEntry

MADE_READY = frozenset({"draft", "ready"})
# Withdrawing at once is noted when it is done: the edition before that one had the item.
BEFORE_A_WITHDRAWAL = 2


def changed_by(kind: str, key: str, live: Item | None, item: Item | None) -> set[str]:
    """Everybody who changed the item since it was, word for word, as readers have it.

    Each change is taken back, the newest first, until nothing is left that readers do not have.
    An item that was withdrawn is compared with what readers had until then. What the audit cannot
    explain is put on everybody who ever changed the item.
    """
    now, goal, found = _plain(item), _plain(live), set()
    changes = AuditEntry.objects.filter(about=f"{kind}: {key}", act__in=["added", "changed"])
    for change in changes.iterator():
        was, became = change.before or {}, change.after or {}
        if live is None and became.get("state") == "withdrawn":
            goal = _had_until(change.at, kind, key) or goal
        if now == goal:
            break
        if not _only_made_ready(was, became):
            found.add(change.who)
        now = {name: was.get(name, value) for name, value in now.items()}
    return found


def _only_made_ready(was: dict[str, Any], became: dict[str, Any]) -> bool:
    """Whether a change made an item ready, or a draft again, and did nothing else."""
    return became.keys() == {"state"} and {was.get("state"), became["state"]} <= MADE_READY


def _had_until(at: datetime.datetime, kind: str, key: str) -> dict[str, Any]:
    """The item as readers had it when it was withdrawn; empty when they did not."""
    for record in EditionRecord.objects.filter(published_at__lte=at)[:BEFORE_A_WITHDRAWAL]:
        try:
            item = loads(record.file.encode()).content.of(kind).get(key)
        except BadEdition:
            continue
        if item:
            return _plain(item)
    return {}


def _plain(item: Item | None) -> dict[str, Any]:
    """An item as the audit keeps it."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(item)) if item else {}
    return plain
