"""How far a newsletter is, in numbers that add up; and which messages wait for a person."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from contact import newsletter_recipients
from contact.messages import NOT_DONE, Message
from contact.newsletters import Newsletter
from contact.retention import UNCONFIRMED
from contact.updates import CONFIRM

FOR_A_PERSON = (Message.State.UNKNOWN, Message.State.FAILED)


@dataclass(frozen=True)
class Progress:
    """``states`` has each state that some message is in, in words, with how many. ``total`` is all there are to be."""

    states: list[tuple[str, str, int]]
    total: int
    done: int

    @property
    def is_over(self) -> bool:
        return self.done >= self.total


def progress(newsletter: Newsletter) -> Progress:
    """Counted now. While the messages are still being made, ``total`` is how many people want it."""
    rows = Message.objects.filter(newsletter=newsletter).order_by().values_list("state")
    counts: dict[str, int] = dict(rows.annotate(number=Count("pk")))
    made = sum(counts.values())
    total = made
    if newsletter.queued_at is None:
        total = max(made, newsletter_recipients.of(newsletter).count())
    waiting = sum(counts.get(state, 0) for state in NOT_DONE)
    states = [(str(s.value), str(s.label), counts[s]) for s in Message.State if counts.get(s)]
    return Progress(states, total, made - waiting)


def to_decide(messages: QuerySet[Message], most: int = 100) -> dict[str, Any]:
    """Those that wait for a person: unknown and failed ones, by number, with what the server said."""
    found = messages.only("pk", "state", "said", "at").order_by("pk")
    return {state: list(found.filter(state=state)[:most]) for state in FOR_A_PERSON}


def to_decide_of_sign_ups() -> QuerySet[Message]:
    """The same of no newsletter, while an address that is not confirmed is kept. Who has confirmed needs no link."""
    since = timezone.now() - UNCONFIRMED
    found = Message.objects.filter(newsletter=None, subscriber__isnull=False, state__in=FOR_A_PERSON)
    return found.filter(at__gt=since).exclude(kind=CONFIRM, subscriber__confirmed_at__isnull=False)
