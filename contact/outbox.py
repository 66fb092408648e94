"""The steps of a message through the outbox. Each is one conditional UPDATE: of two workers, one wins.

A claim is a loan: while a message only waits, it goes back when the time of the claim is over. From
``begin`` on it is on its way, and nobody begins it again: if its worker does not come back to say what
became of it, it is unknown, which only a person can change (R193).
"""

import datetime
import re
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from contact.messages import TO_SEND, Message
from contact.newsletters import Newsletter
from contact.subscribers import Subscriber

State = Message.State
BATCH: Final = 50
LEASE: Final = datetime.timedelta(minutes=5)
MOST_TRIES: Final = 12  # with their pauses, more than a day
_FIRST_PAUSE, _LONGEST_PAUSE = datetime.timedelta(minutes=2), datetime.timedelta(hours=6)
_ADDRESS = re.compile(r"\S*(?:@|%40)\S*")
_LONGEST_SAID = 300
_BEING_SENT = Newsletter.objects.filter(state=Newsletter.State.SENDING)


def claim(worker: str, newsletter: Newsletter | None, lease: datetime.timedelta = LEASE) -> list[Message]:
    """Borrow a few messages that are due: of a newsletter, or those that belong to none."""
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    due = Message.objects.filter(free, newsletter=newsletter, not_before__lte=now)
    for state in TO_SEND:
        # Another worker may have been quicker: look again, until there is nothing to be had.
        while pks := list(due.filter(state=state).values_list("pk", flat=True)[:BATCH]):
            chosen = Message.objects.filter(free, pk__in=pks, state=state)
            if chosen.update(claimed_by=worker, claimed_until=now + lease):
                mine = Message.objects.filter(pk__in=pks, state=state, claimed_by=worker)
                return list(mine.select_related("subscriber", "newsletter"))
    return []


def begin(message: Message, wanted: QuerySet[Subscriber], lease: datetime.timedelta = LEASE) -> bool:
    """Write down that the server gets ``message`` next. False if that must not be.

    It must not if somebody else has it, if its newsletter is paused, or if its subscriber is gone, wants
    it no longer (``wanted``) or has new links.
    """
    known = message.subscriber
    if known is None:
        return False
    conditions: dict[str, Any] = {
        "pk": message.pk,
        "claimed_by": message.claimed_by,
        "state__in": TO_SEND,
        "subscriber__in": wanted.filter(pk=known.pk, email=known.email, key=known.key),
    }
    if message.newsletter:
        conditions["newsletter__in"] = _BEING_SENT
    rows = Message.objects.filter(**conditions)
    now = timezone.now()
    return bool(rows.update(state=State.SENDING, tries=F("tries") + 1, claimed_until=now + lease, at=now))


def drop_or_release(message: Message, wanted: QuerySet[Subscriber]) -> bool:
    """After ``begin`` said no: whether it is because nobody wants it. Otherwise it is free for others."""
    mine = _mine(message).filter(state__in=TO_SEND)
    if mine.exclude(subscriber__in=wanted).update(state=State.SKIPPED, at=timezone.now()):
        return True
    mine.update(claimed_by="", claimed_until=None)
    return False


def release(worker: str) -> None:
    """Give back what was claimed and not begun."""
    Message.objects.filter(claimed_by=worker, state__in=TO_SEND, claimed_until__isnull=False).update(
        claimed_by="", claimed_until=None
    )


def finish(message: Message, state: State, said: str = "") -> None:
    """Write down what became of a message that was begun. Whoever began it knows better than its lease."""
    begun = _mine(message).filter(state__in=(State.SENDING, State.UNKNOWN))
    begun.update(state=state, said=without_address(said, message), at=timezone.now(), claimed_until=None)


def later(message: Message, said: str, *, tries: int) -> State:
    """It was certainly not sent, this ``tries``-th time: it is tried again, or given up. Says which."""
    state = State.FAILED if tries >= MOST_TRIES else State.LATER
    _mine(message).exclude(state__in=(State.SENT, State.FAILED)).update(
        state=state,
        said=without_address(said, message),
        tries=tries,
        not_before=timezone.now() + _pause(tries),
        at=timezone.now(),
        claimed_until=None,
    )
    return state


def not_now(message: Message, said: str) -> None:
    """There was no server to take it, which is no fault of the message: it waits, and no try is counted."""
    _mine(message).filter(state__in=(State.SENDING, State.UNKNOWN)).update(
        state=State.LATER,
        said=without_address(said, message),
        tries=message.tries,
        at=timezone.now(),
        claimed_until=None,
    )


def run_out() -> int:
    """What is on its way longer than its worker had time for is unknown from now on. Says how many."""
    lost = Message.objects.filter(state=State.SENDING, claimed_until__lt=timezone.now())
    return lost.update(state=State.UNKNOWN, said="the worker stopped", at=timezone.now(), claimed_until=None)


def send_again(newsletter: Newsletter | None, pks: list[int]) -> int:
    """A person decided that unknown or failed ones, of a newsletter or of none, are sent once more. Says how many."""
    rows = Message.objects.filter(
        newsletter=newsletter, pk__in=pks, state__in=(State.UNKNOWN, State.LEFT, State.FAILED)
    )
    now = timezone.now()
    count = rows.update(
        state=State.WAITING, tries=0, not_before=now, at=now, claimed_by="", claimed_until=None, said=""
    )
    if count and newsletter:
        Newsletter.objects.filter(pk=newsletter.pk, state=Newsletter.State.DONE).update(
            state=Newsletter.State.SENDING
        )
    return count


def leave(newsletter: Newsletter | None, pks: list[int]) -> int:
    """A person decided that unknown ones are left as they are. Says how many."""
    rows = Message.objects.filter(newsletter=newsletter, pk__in=pks, state=State.UNKNOWN)
    return rows.update(state=State.LEFT, at=timezone.now(), claimed_by="")


def _mine(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, claimed_by=message.claimed_by)


def _pause(tries: int) -> datetime.timedelta:
    return min(_FIRST_PAUSE * (1 << max(tries - 1, 0)), _LONGEST_PAUSE)


def without_address(said: str, message: Message) -> str:
    """A server's words on one line, without an address or the name before the @ of whom ``message`` is for."""
    email: Any = message.subscriber.email if message.subscriber else ""
    name = email.rpartition("@")[0]
    line = "".join(c if c.isprintable() else " " for c in said)
    for each in filter(None, (email, name, name.partition("+")[0])):
        line = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "…", line, flags=re.IGNORECASE)
    return " ".join(_ADDRESS.sub("…", line).split())[:_LONGEST_SAID]
