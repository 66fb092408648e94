"""What was mailed to whom about which check, so that nobody gets the same twice."""

from typing import ClassVar

from django.db import models


class ReviewReminder(models.Model):
    """One item in one message. ``number`` is that of ``review.reminder``."""

    class State(models.TextChoices):
        SENDING = "sending"
        SENT = "sent"
        UNKNOWN = "unknown"

    to = models.EmailField()
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    review_by = models.DateField()
    number = models.SmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.SENDING)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["to", "kind", "key", "review_by", "number"], name="remind_nobody_twice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
