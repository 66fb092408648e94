"""A newsletter: a few words of staff, and news and pages of the live edition that it points to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Newsletter(models.Model):
    """Sent to who wants ``topic``, once somebody other than ``changed_by`` approved it."""

    class Topic(models.TextChoices):
        ADVICE = "advice", _("new advice")
        NEWS = "news", _("news")
        SCHOOLS = "schools", _("for schools")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        DONE = "done", _("sent")

    topic = models.CharField(_("for those who want"), max_length=10, choices=Topic.choices)
    subject = models.CharField(_("subject"), max_length=80)
    words = models.TextField(_("words"), blank=True)
    items = models.JSONField(_("news and pages"), default=list, blank=True)  # keys of items, in order
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    # The first day of a month, if this joins the newsletters of that month for those who want one message.
    month = models.DateField(null=True, unique=True, editable=False)
    # The month of the one that joined this: nothing is joined twice, and nothing that was late is left out.
    joined_in = models.DateField(null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    started_at = models.DateTimeField(null=True, editable=False)
    # The worker puts messages in the outbox in batches: up to which subscriber it has, and when it had all.
    queued_up_to = models.BigIntegerField(default=0, editable=False)
    queued_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        default_permissions = ("view", "add", "change")
        permissions: ClassVar = [("send_newsletter", "Can approve, send and pause newsletters")]

    def __str__(self) -> str:
        return self.subject

    @property
    def monthly(self) -> bool:
        return self.month is not None

    @property
    def open_to_change(self) -> bool:
        """Whether its words may still change: not once a single message of it went out."""
        return self.state in (self.State.DRAFT, self.State.APPROVED)
