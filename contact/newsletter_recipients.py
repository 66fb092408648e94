"""Who gets a newsletter, and putting a message for each of them in the outbox: in batches, in flat memory."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from contact.addresses import digest
from contact.messages import TO_SEND, Message
from contact.newsletters import Newsletter
from contact.subscribers import Subscriber

BATCH = 500
EACH, MONTHLY = "newsletter", "monthly"  # kinds of Message
HowOften = Subscriber.HowOften
_NOT_HAD = (*TO_SEND, Message.State.FAILED, Message.State.SKIPPED)


def reachable(today: datetime.date | None = None) -> Q:
    """Subscribers who confirmed and have no break. Its last day is still one of the break."""
    day = today or timezone.localdate()
    return Q(confirmed_at__isnull=False) & (Q(paused_until__isnull=True) | Q(paused_until__lt=day))


def of(newsletter: Newsletter) -> QuerySet[Subscriber]:
    """Who is to get ``newsletter``, as they wish it now; of a monthly one, who is to get some part of it."""
    if newsletter.monthly:
        wanted = Q(pk__in=[])  # without a part, nobody
        for part in parts(newsletter):
            wanted |= _to_get_with_the_monthly(part)
    else:
        wanted = _wants(newsletter) & ~_monthly_when(newsletter)
    return Subscriber.objects.filter(reachable() & wanted)


def parts(newsletter: Newsletter) -> list[Newsletter]:
    """The newsletters that a monthly one joins, the oldest first."""
    return list(Newsletter.objects.filter(joined_in=newsletter.month).order_by("started_at", "pk"))


def parts_for(newsletter: Newsletter, subscriber: Subscriber) -> list[Newsletter]:
    """What a monthly one has for ``subscriber``, the oldest first."""
    mine = Subscriber.objects.filter(pk=subscriber.pk)
    return [part for part in parts(newsletter) if mine.filter(_to_get_with_the_monthly(part)).exists()]


def _wants(newsletter: Newsletter) -> Q:
    return Q(**{f"wants_{Newsletter.Topic(newsletter.topic).value}": True})


def _monthly_when(newsletter: Newsletter) -> Q:
    """Who wishes one message a month, or did when ``newsletter`` began."""
    moved_since = Q(monthly_until__isnull=False, monthly_until__gt=newsletter.started_at or timezone.now())
    return Q(how_often=HowOften.MONTHLY) | moved_since


def _to_get_with_the_monthly(part: Newsletter) -> Q:
    """Who wants ``part`` once a month and did not get it by itself: nobody gets it twice."""
    had = Message.objects.filter(newsletter=part, subscriber=OuterRef("pk")).exclude(state__in=_NOT_HAD)
    return _wants(part) & _monthly_when(part) & Q(~Exists(had))


def queue(newsletter: Newsletter) -> int:
    """Put the next batch of messages in the outbox, and say how many subscribers were looked at.

    A second worker that does the same meanwhile adds nothing: there is one message of a newsletter
    for each address. Raises DatabaseError.
    """
    found = of(newsletter).filter(pk__gt=newsletter.queued_up_to, confirmed_at__lte=newsletter.started_at)
    batch = list(found.order_by("pk").only("pk", "email")[:BATCH])
    kind = MONTHLY if newsletter.monthly else EACH
    rows = [
        Message(kind=kind, subscriber=one, digest=digest(one.email), newsletter=newsletter) for one in batch
    ]
    reached: dict[str, Any] = (
        {"queued_up_to": batch[-1].pk} if len(batch) == BATCH else {"queued_at": timezone.now()}
    )
    with transaction.atomic():
        still = Newsletter.objects.filter(
            pk=newsletter.pk, queued_up_to=newsletter.queued_up_to, state=Newsletter.State.SENDING
        )
        if not still.update(**reached):
            return 0
        Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(batch)
