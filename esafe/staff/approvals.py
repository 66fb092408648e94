"""Two people stand behind what could hurt a reader: whoever changed it cannot approve it (R40).

Taking something away needs one person alone.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.utils import timezone

from esafe.content import Content
from esafe.item import Site
from esafe.problem import Problem
from esafe.staff.approval_models import Approval
from esafe.staff.changers import changed_by

# Kind to fields; None for the whole item. Numbers, addresses, hours, the flow, the way out, the notice.
GUARDED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "site": ("exit_url", "exit_name", "notice", "notice_until"),
    "service": (
        "phone",
        "phone_label",
        "phone_note",
        "cost",
        "report_url",
        "info_url",
        "contacts",
        "hours",
        "nations",
        "age_min",
        "age_max",
        "confirmed",
    ),
    "action": ("services", "kind", "confirmed"),
    "fact": None,
    "question": None,
    "every_plan": None,
    "situation": ("order", "first_line", "triggered_by", "interrupt", "modifier", "steps"),
}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A change that a second person must approve. ``changers`` may not; ``by`` did, or is empty."""

    kind: str
    key: str
    digest: str
    changers: frozenset[str]
    by: str


def waiting(before: Content | None, after: Content) -> list[Waiting]:
    """Every guarded change from ``before`` to ``after``, approved or not. None before the first edition."""
    if before is None:
        return []
    return [
        _one(kind, key, digest, before, after.of(kind)[key])
        for kind, key, digest in _guarded_changes(before, after)
    ]


def missing(before: Content | None, after: Content) -> Iterator[Problem]:
    """What stops publishing until a second person has looked."""
    for change in waiting(before, after):
        if not change.by:
            text = "This needs a second person, since it could hurt a reader if it is wrong."
            yield Problem(
                change.kind, change.key, f"{text} Ask somebody who did not change it to approve it."
            )


def approve(change: Waiting, by: str) -> None:
    """``by`` has looked. Raises PermissionError for somebody who changed it."""
    if by in change.changers:
        raise PermissionError(by)
    Approval.objects.get_or_create(
        kind=change.kind, key=change.key, digest=change.digest, by=by, used_at=None
    )


def used(before: Content | None, after: Content) -> None:
    """``after`` is live: the next change of the same things starts anew, whatever was approved before."""
    for kind, key, _digest_live in _guarded_changes(before, after):
        Approval.objects.filter(kind=kind, key=key, used_at=None).update(used_at=timezone.now())


def _guarded_changes(before: Content | None, after: Content) -> Iterator[tuple[str, str, str]]:
    if before is None:
        return
    for kind, fields in GUARDED.items():
        old = before.of(kind)
        for key, item in after.of(kind).items():
            compared = _without_notice(item, fields)
            if key not in old or _digest(item, compared) != _digest(old[key], compared):
                yield kind, key, _digest(item, fields)


def _digest(item: Any, fields: tuple[str, ...] | None) -> str:
    whole = msgspec.to_builtins(item)
    part = whole if fields is None else {name: whole.get(name) for name in fields}
    return hashlib.sha256(msgspec.json.encode(part, order="sorted")).hexdigest()


def _without_notice(item: Any, fields: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The guarded fields, but for the notice where there is none: one person takes it down."""
    if isinstance(item, Site) and not item.notice:
        return tuple(name for name in fields or () if not name.startswith("notice"))
    return fields


def _one(kind: str, key: str, digest: str, before: Content, item: Any) -> Waiting:
    changers = frozenset(changed_by(kind, key, before.of(kind).get(key), item))
    given = Approval.objects.filter(kind=kind, key=key, digest=digest, used_at=None).exclude(by__in=changers)
    found = given.values_list("by", flat=True).first()
    return Waiting(kind=kind, key=key, digest=digest, changers=changers, by=found or "")
