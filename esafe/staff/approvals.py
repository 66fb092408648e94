"""Two people stand behind what could hurt a reader: whoever changed it cannot approve it (R40).

Taking something away needs one person alone.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from esafe.content import KINDS, Content
from esafe.item import Item
from esafe.problem import Problem
from esafe.staff.approval_models import Approval
from esafe.staff.changers import changed_by
from esafe.staff.guarded import guarded, hosts_of_services, only_takes_away

APPROVES = "esafe.approve_editionrecord"


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
        _one(change)
        for change in _guarded_changes(before, after)
        if not (change.was and only_takes_away(change.was, change.now))
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
    for change in _guarded_changes(before, after) if before else ():
        Approval.objects.filter(kind=change.kind, key=change.key, used_at=None).update(used_at=timezone.now())


@dataclass(frozen=True, kw_only=True)
class _Change:
    """An item whose guarded parts were ``was`` and are ``now``; ``live`` is the whole of it as readers have it."""

    kind: str
    key: str
    live: Item | None
    item: Item | None
    was: dict[str, Any]
    now: dict[str, Any]


def _guarded_changes(before: Content, after: Content) -> Iterator[_Change]:
    known = hosts_of_services(before)
    for kind in KINDS:
        old, new = before.of(kind), after.of(kind)
        for key in {**old, **new}:
            live, item = old.get(key), new.get(key)
            if live == item:
                continue  # most are, and to look at their links takes time
            was, now = guarded(live, kind, known), guarded(item, kind, known)
            if was != now:
                yield _Change(kind=kind, key=key, live=live, item=item, was=was, now=now)


def _one(change: _Change) -> Waiting:
    kind, key, digest = change.kind, change.key, _digest(change.now)
    changers = frozenset(changed_by(kind, key, change.live, change.item))
    given = Approval.objects.filter(kind=kind, key=key, digest=digest, used_at=None, by__in=_may_approve())
    found = given.exclude(by__in=changers).values_list("by", flat=True).first()
    return Waiting(kind=kind, key=key, digest=digest, changers=changers, by=found or "")


def _digest(part: dict[str, Any]) -> str:
    return hashlib.sha256(msgspec.json.encode(part, order="sorted")).hexdigest()


def _may_approve() -> QuerySet[User, str]:
    """Who can approve today: the yes of somebody whose account was closed no longer counts."""
    return User.objects.with_perm(APPROVES).values_list("username", flat=True)
