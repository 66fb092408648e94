"""What happens to somebody on the mailing list: asks, confirms, stops, is forgotten.

Each act is whole or not at all, and none waits for mail: what is to be sent goes to the outbox.
All of them raise DatabaseError.
"""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from contact import messages
from contact.addresses import digest, digests
from contact.messages import TO_SEND, Message
from contact.retention import MAIL_RECORD, UNCONFIRMED
from contact.subscribers import WORDS_VERSION, Forgotten, Subscriber, new_key

CONFIRM, ALREADY = "confirm", "already"  # kinds of message
BETWEEN: Final = {CONFIRM: datetime.timedelta(minutes=10), ALREADY: datetime.timedelta(days=1)}
A_DAY: Final = datetime.timedelta(days=1)
MOST_A_DAY = 5  # or anybody could fill the inbox of somebody else


def ask(email: str, wishes: Mapping[str, Any]) -> None:
    """Somebody gave an address, with ``wishes`` by field of a Subscriber. It tells nobody what was known of it.

    New: it is kept, and gets the link to confirm. Not confirmed yet: the wishes are the newest, and
    the link is sent again. On the list: a message says so, and nothing changes. Asked us never to
    write again: nothing.
    """
    with transaction.atomic():
        never = Forgotten.objects.filter(digest__in=digests(email)).exists()
        known = Subscriber.objects.select_for_update().filter(email=email).first()
        kind = ALREADY if known and known.confirmed_at else CONFIRM
        may_write = _may_write(kind, email) and not never
        if known is None and not never:
            _begin(email, wishes)
        elif known and may_write:
            _write_again(known, kind, wishes)
        else:
            _work_for_nobody(wishes)


def _begin(email: str, wishes: Mapping[str, Any]) -> None:
    """Keep a new address. Of two that come at once, the second finds it kept, and that is all."""
    try:
        with transaction.atomic():
            messages.put(CONFIRM, Subscriber.objects.create(email=email, **wishes))
    except IntegrityError:
        return


def _write_again(subscriber: Subscriber, kind: str, wishes: Mapping[str, Any]) -> None:
    """Who is on the list is saved unchanged: only their own link may change what they wish."""
    if kind == CONFIRM:
        subscriber.asked_at, subscriber.words_version = timezone.now(), WORDS_VERSION
        for name, value in wishes.items():
            setattr(subscriber, name, value)
    with transaction.atomic():
        subscriber.save()
        messages.put(kind, subscriber)


def _may_write(kind: str, email: str) -> bool:
    """Whether the last message of ``kind`` to an address is gone, and long enough ago."""
    now = timezone.now()
    lately = Q(state__in=TO_SEND) | Q(at__gt=now - BETWEEN[kind])
    found = Message.objects.filter(kind=kind, digest__in=digests(email))
    too_soon = found.filter(lately).exists()
    today = found.filter(at__gt=now - A_DAY).count()
    return not too_soon and today < MOST_A_DAY


def _work_for_nobody(wishes: Mapping[str, Any]) -> None:
    """The work for a new address, undone at once: the time it takes must not tell who is known (R92)."""
    with transaction.atomic():
        messages.put(CONFIRM, Subscriber.objects.create(email=f"{new_key()}@invalid", **wishes))
        transaction.set_rollback(True)


def confirm(subscriber: Subscriber) -> bool:
    """Put somebody on the list, once; False when the link was used up meanwhile."""
    waiting = Subscriber.objects.filter(pk=subscriber.pk, key=subscriber.key, confirmed_at=None)
    with transaction.atomic():
        if not waiting.update(confirmed_at=timezone.now()):
            return False
        Message.objects.filter(subscriber=subscriber, kind=CONFIRM, state__in=TO_SEND).delete()
    return True


def stop(subscriber: Subscriber, *, never: bool = False) -> None:
    """Take somebody off at once. With ``never``, a keyed hash stays, and we never write again."""
    with transaction.atomic():
        Message.objects.filter(subscriber=subscriber, state__in=TO_SEND).delete()
        subscriber.delete()
        if never:
            Forgotten.objects.get_or_create(digest=digest(subscriber.email))


def forget_moves(now: datetime.datetime | None = None) -> str:
    """Forget when somebody moved from once a month to each, as long after as we know what they got."""
    before = (now or timezone.now()) - MAIL_RECORD
    gone = Subscriber.objects.filter(monthly_until__lte=before).update(monthly_until=None)
    return f"moves from once a month forgotten after {MAIL_RECORD.days} days: {gone}."


def forget_unconfirmed(now: datetime.datetime | None = None) -> str:
    """Delete who did not confirm in time, with all that was to be sent to them, and say how many."""
    late = Subscriber.objects.filter(confirmed_at=None, asked_at__lte=(now or timezone.now()) - UNCONFIRMED)
    with transaction.atomic():
        Message.objects.filter(subscriber__in=late, newsletter=None).delete()
        gone, _rows = late.delete()
    return f"addresses deleted that were not confirmed in {UNCONFIRMED.days} days: {gone}."
