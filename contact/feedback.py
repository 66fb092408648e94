"""What readers say of a page. It is kept for 90 days at most, and names nobody (R99 to R101)."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.blacking_out import BlackedOut
from contact.retention import FEEDBACK
from esafe.staff import audit

LONGEST = 2000  # characters


class Feedback(BlackedOut, models.Model):
    """One message, or one press of yes or no. ``page`` is an address of ours without a query."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    page = models.CharField(_("page"), max_length=200, blank=True)
    useful = models.BooleanField(_("was it useful"), null=True)
    words = models.TextField(_("words"), max_length=LONGEST, blank=True)
    reply_to = models.EmailField(_("where to reply"), blank=True)
    looks_urgent = models.BooleanField(_("may be about a child at risk"), default=False)
    done = models.BooleanField(_("done"), default=False)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("feedback")
        default_permissions = ("view", "change", "delete")

    def __str__(self) -> str:
        """Never its words: they would stay in Django's log when the message is gone."""
        return str(_("Message %(number)s about %(page)s") % {"number": self.pk, "page": self.page or "–"})


def forget_old(now: Any = None) -> str:
    """Delete what is older than ``FEEDBACK``, and say how much."""
    gone, _rows = Feedback.objects.filter(at__lte=(now or timezone.now()) - FEEDBACK).delete()
    if gone:
        audit.note("nightly", audit.Act.DELETED, f"feedback, kept for {FEEDBACK.days} days at most: {gone}")
    return f"messages deleted, kept for {FEEDBACK.days} days at most: {gone}."
