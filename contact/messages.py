"""The outbox: every message to readers waits here for `manage.py worker`, and what became of it stands here.

Nobody gets two: a message is claimed, then marked as on its way before the mail server gets it. A
worker that dies in between leaves it "unknown", which is shown and never sent again by itself (R193).
"""

import datetime
from typing import ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.addresses import digest
from contact.retention import MAIL_RECORD
from contact.subscribers import Subscriber

_AT_ONCE = 500


class Message(models.Model):
    """One message to one person. It knows its address through ``subscriber`` alone, and is empty without.

    ``kind`` names the template in templates/email/; ``newsletter`` is set for those of a newsletter.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("on its way")
        SENT = "sent", _("sent")
        LATER = "later", _("to be tried again")
        FAILED = "failed", _("failed")
        UNKNOWN = "unknown", _("unknown")
        LEFT = "left", _("unknown, and left so")
        SKIPPED = "skipped", _("not wanted any more")

    kind = models.CharField(max_length=20)
    subscriber = models.ForeignKey("contact.Subscriber", models.SET_NULL, null=True, related_name="messages")
    digest = models.CharField(max_length=64)
    newsletter = models.ForeignKey("contact.Newsletter", models.CASCADE, null=True, related_name="messages")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=60, blank=True)
    claimed_until = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)  # what the mail server said last, without the address
    at = models.DateTimeField(default=timezone.now)  # when it came to its state

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["newsletter", "digest"], name="one_message_of_a_newsletter_each")
        ]
        indexes: ClassVar = [
            models.Index(fields=["newsletter", "state", "not_before"], name="message_due"),
            models.Index(
                fields=["claimed_until"], condition=models.Q(state="sending"), name="message_on_its_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


TO_SEND: Final = (Message.State.WAITING, Message.State.LATER)
NOT_DONE: Final = (*TO_SEND, Message.State.SENDING)


def put(kind: str, subscriber: Subscriber) -> Message:
    """Leave a message of ``kind`` for one subscriber in the outbox. Raises DatabaseError."""
    return Message.objects.create(kind=kind, subscriber=subscriber, digest=digest(subscriber.email))


def forget_old(now: datetime.datetime | None = None) -> str:
    """Delete what is older than ``MAIL_RECORD``, and say how much. A few at a time: mail goes on meanwhile.

    What is still to be sent stays: a newsletter may be paused for long, and nobody is queued a second time.
    """
    over = Message.objects.exclude(state__in=NOT_DONE)
    old = over.filter(at__lte=(now or timezone.now()) - MAIL_RECORD)
    gone = 0
    while pks := list(old.values_list("pk", flat=True)[:_AT_ONCE]):
        gone += Message.objects.filter(pk__in=pks).delete()[0]
    return f"records of mail deleted after {MAIL_RECORD.days} days: {gone}."
