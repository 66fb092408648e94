"""A complaint about how we use information. The law gives 30 days to say that we have it (R102).

Source: Data Protection Act 2018, section 164A, put in by the Data (Use and Access) Act 2025.
"""

import datetime
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact import retention
from contact.blacking_out import BlackedOut

ACKNOWLEDGED_WITHIN: Final = datetime.timedelta(days=30)
ALARM_AFTER: Final = datetime.timedelta(days=25)


class Complaint(BlackedOut, models.Model):
    """``acknowledged_at``: when staff told the person that we have it; ``decided_at``: with ``outcome``."""

    at = models.DateTimeField(_("came"), default=timezone.now)
    words = models.TextField(_("words"))
    reply_to = models.EmailField(_("where to reply"), blank=True)
    looks_urgent = models.BooleanField(_("may be about a child at risk"), default=False)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    outcome = models.TextField(
        _("outcome"),
        blank=True,
        help_text=_("What you found and did, without names. It closes the complaint."),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["decided_at", "at"]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints about how we use information")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return str(_("Complaint %s") % self.pk)

    @property
    def due(self) -> datetime.datetime:
        """Until when the person must have heard that we have it."""
        return self.at + ACKNOWLEDGED_WITHIN

    @property
    def is_pressing(self) -> bool:
        """Whether nobody has answered, and few days are left or none."""
        return not self.acknowledged_at and timezone.now() >= self.at + ALARM_AFTER


def open_ones() -> Any:
    """The complaints that wait for an answer or for their outcome."""
    return Complaint.objects.filter(Q(acknowledged_at=None) | Q(decided_at=None))


def forget_old(now: datetime.datetime | None = None) -> str:
    """Delete what was decided longer ago than we keep it, and say how much."""
    before = (now or timezone.now()) - retention.COMPLAINT
    gone, _rows = Complaint.objects.filter(decided_at__lte=before).delete()
    return f"complaints deleted: {gone}."
