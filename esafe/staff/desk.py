"""The first page of staff: what waits for whoever is signed in."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone

from contact.complaints import open_ones
from contact.feedback import Feedback
from contact.newsletter_progress import to_decide_of_sign_ups
from contact.newsletters import Newsletter
from esafe import live, publishing
from esafe.content import Content
from esafe.item_models import ItemModel
from esafe.models import EditionRecord
from esafe.staff import approvals

MOST_SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An item that somebody is working on."""

    title: str
    edit: str
    changed_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class Unread:
    """How much readers wrote that nobody has dealt with. ``pressing`` complaints must be answered now.

    ``urgent`` messages and ``urgent_complaints`` may be about a child at risk.
    """

    feedback: int
    urgent: int
    complaints: int
    urgent_complaints: int
    pressing: int


@dataclass(frozen=True, kw_only=True)
class Desk:
    """``drafts`` are the newest of ``drafts_total``; ``to_approve`` and ``newsletters`` are what this person may approve.

    ``sign_ups`` are messages to people who signed up that failed or are unknown.
    ``problems`` and ``not_approved`` stop the next edition, whoever may do something about it.
    """

    drafts: tuple[Draft, ...]
    drafts_total: int
    changes: int
    problems: int
    not_approved: int
    to_approve: int
    timed: tuple[Draft, ...]
    live: EditionRecord | None
    unread: Unread | None
    newsletters: int
    sign_ups: int


def desk(user: Any) -> Desk:
    """What waits for ``user``. The number of queries does not grow with the number of items."""
    content, problems = publishing.next_content()
    before = publishing.previous_content(live.store)
    drafts = sorted(_in_state(user, state=ItemModel.State.DRAFT), key=lambda d: d.changed_at, reverse=True)
    return Desk(
        drafts=tuple(drafts[:MOST_SHOWN]),
        drafts_total=len(drafts),
        changes=len(publishing.changes(before, content)),
        problems=len(problems),
        not_approved=sum(1 for _ in approvals.missing(before, content)),
        to_approve=_to_approve(user, before) if user.has_perm("esafe.approve_editionrecord") else 0,
        timed=tuple(_in_state(user, state=ItemModel.State.READY, publish_at__gt=timezone.now())),
        live=EditionRecord.objects.defer("file").filter(pk=live.store.current().number).first()
        if before
        else None,
        newsletters=_newsletters_to_approve(user),
        sign_ups=to_decide_of_sign_ups().count() if user.has_perm("contact.send_newsletter") else 0,
        unread=_unread() if user.has_perm("contact.view_feedback") else None,
    )


def _unread() -> Unread:
    messages = Feedback.objects.filter(done=False).exclude(words="")
    complaints = list(open_ones())
    return Unread(
        feedback=messages.count(),
        urgent=messages.filter(looks_urgent=True).count(),
        complaints=len(complaints),
        urgent_complaints=sum(complaint.looks_urgent for complaint in complaints),
        pressing=sum(complaint.is_pressing for complaint in complaints),
    )


def _newsletters_to_approve(user: Any) -> int:
    if not user.has_perm("contact.send_newsletter"):
        return 0
    return Newsletter.objects.filter(state=Newsletter.State.DRAFT).exclude(changed_by=user).count()


def _to_approve(user: Any, before: Content | None) -> int:
    """How many changes wait for ``user`` as the second person."""
    waiting = approvals.waiting(before, publishing.content_to_approve())
    return sum(not change.by and user.get_username() not in change.changers for change in waiting)


def _in_state(user: AbstractBaseUser, **wanted: Any) -> Iterator[Draft]:
    for model in publishing.models_of_items().values():
        name = f"{model._meta.app_label}.change_{model._meta.model_name}"
        if not user.has_perm(name):  # type: ignore[attr-defined]
            continue
        for row in model._default_manager.filter(**wanted):
            edit = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
            yield Draft(title=str(row), edit=edit, changed_at=row.changed_at)
