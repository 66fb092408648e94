"""Who gets a newsletter, and putting a message for each of them in the outbox: in batches, in flat memory."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from contact.addresses import digest
from contact.messages import Message
from contact.newsletters import Newsletter
from contact.subscribers import Subscriber

BATCH = 500
EACH, MONTHLY = "newsletter", "monthly"  # kinds of Message
HowOften = Subscriber.HowOften


def reachable(today: datetime.date | None = None) -> Q:
    """Subscribers who confirmed and have no break. Its last day is still one of the break."""
    day = today or timezone.localdate()
    return Q(confirmed_at__isnull=False) & (Q(paused_until__isnull=True) | Q(paused_until__lt=day))


def wanting(topics: Iterable[str], how_often: str) -> Q:
    """Subscribers who want one of ``topics``, and so often. None of them wants no topic."""
    wanted = Q(pk__in=[])
    for topic in topics:
        wanted |= Q(**{f"wants_{Newsletter.Topic(topic).value}": True})
    return reachable() & wanted & Q(how_often=how_often)


def of(newsletter: Newsletter) -> QuerySet[Subscriber]:
    """Who is to get ``newsletter``, as they wish it now."""
    if newsletter.monthly:
        wanted = wanting((part.topic for part in parts(newsletter)), HowOften.MONTHLY)
    else:
        wanted = wanting([newsletter.topic], HowOften.EACH)
    return Subscriber.objects.filter(wanted)


def parts(newsletter: Newsletter) -> list[Newsletter]:
    """The newsletters that a monthly one joins, the oldest first."""
    return list(Newsletter.objects.filter(joined_in=newsletter.month).order_by("started_at", "pk"))


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
