"""A newsletter's way: approved by a second person, sent, paused, gone on with. Each step is taken once."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from contact import outbox
from contact.newsletters import Newsletter
from esafe.staff import audit

State = Newsletter.State
Act = audit.Act
_NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def about(newsletter: Newsletter | None) -> str:
    """How the audit names it; None stands for messages of no newsletter."""
    return f"newsletter: {newsletter.pk}" if newsletter else "mail to people who signed up"


def snapshot(newsletter: Newsletter) -> dict[str, Any]:
    """What staff write, by field."""
    return {name: getattr(newsletter, name) for name in ("topic", "subject", "words", "items")}


def may_approve(newsletter: Newsletter, user: Any) -> bool:
    """Never who changed it last, whatever their rights."""
    return newsletter.state == State.DRAFT and newsletter.changed_by_id != user.pk


def approve(newsletter: Newsletter, user: Any, shown: str) -> bool:
    """``user`` has looked at what was last changed at ``shown``. False if it has changed meanwhile.

    Raises PermissionError for who changed it last.
    """
    if newsletter.changed_by_id == user.pk:
        raise PermissionError(user.pk)
    seen = _moment(shown)
    here = Newsletter.objects.filter(pk=newsletter.pk, state=State.DRAFT, changed_at=seen or _NEVER)
    if not here.exclude(changed_by=user).update(state=State.APPROVED, approved_by=user):
        return False
    audit.note(user.get_username(), Act.APPROVED, about(newsletter), after=snapshot(newsletter))
    return True


def send(newsletter: Newsletter, user: Any) -> bool:
    """Begin; the worker does the rest. False if it is not approved, or begun already: two presses are one."""
    return _step(newsletter, user, State.APPROVED, State.SENDING, Act.MAIL_SENT, started_at=timezone.now())


def pause(newsletter: Newsletter, user: Any) -> bool:
    """Hand no more of it to the mail server."""
    return _step(newsletter, user, State.SENDING, State.PAUSED, Act.MAIL_PAUSED)


def resume(newsletter: Newsletter, user: Any) -> bool:
    return _step(newsletter, user, State.PAUSED, State.SENDING, Act.MAIL_RESUMED)


def send_again(newsletter: Newsletter | None, user: Any, pks: list[int]) -> int:
    """Send unknown or failed ones once more, knowing that an unknown one may arrive twice. Says how many."""
    count = outbox.send_again(newsletter, pks)
    if count:
        audit.note(user.get_username(), Act.MAIL_AGAIN, about(newsletter), after={"messages": sorted(pks)})
    return count


def leave(newsletter: Newsletter | None, user: Any, pks: list[int]) -> int:
    """Leave unknown ones as they are. Says how many."""
    count = outbox.leave(newsletter, pks)
    if count:
        audit.note(user.get_username(), Act.MAIL_LEFT, about(newsletter), after={"messages": sorted(pks)})
    return count


def _step(
    newsletter: Newsletter, user: Any, before: State, after: State, act: audit.Act, **values: Any
) -> bool:
    if not Newsletter.objects.filter(pk=newsletter.pk, state=before).update(state=after, **values):
        return False
    audit.note(user.get_username(), act, about(newsletter))
    return True


def _moment(text: str) -> datetime.datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
