"""What we know of an address that our pages lead to."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 1000


class Cause(models.TextChoices):
    """What happened when an address was asked."""

    ANSWERS = "answers", _("It answers.")
    NOT_FOUND = "not_found", _("The site says that there is no such page.")
    NO_HOST = "no_host", _("There is no site of this name.")
    REFUSED = "refused", _("The site does not let our checker in.")
    BUSY = "busy", _("The site asks us to come back later.")
    ERROR = "error", _("The site has a fault of its own.")
    STRANGE = "strange", _("The site gives an answer that says nothing about the page.")
    SLOW = "slow", _("The site did not answer in time.")
    DROPPED = "dropped", _("The connection broke.")
    CERTIFICATE = "certificate", _("Its certificate is not valid: browsers warn readers.")
    CIRCLE = "circle", _("It sends us round in circles.")
    INSIDE = "inside", _("Our checker does not ask this address.")


class Link(models.Model):
    """An address of another site, as it stands in our content."""

    class State(models.TextChoices):
        """The worst first."""

        GONE = "gone", _("gone")
        MOVED = "moved", _("moved")
        RENAMED = "renamed", _("renamed")
        UNSURE = "unsure", _("cannot tell")
        FINE = "fine", _("fine")

    address = models.CharField(_("address"), max_length=LONGEST, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNSURE)
    cause = models.CharField(max_length=20, choices=Cause)
    status = models.PositiveSmallIntegerField(default=0)
    moved_to = models.CharField(max_length=LONGEST, blank=True)
    title = models.CharField(max_length=300, blank=True)
    title_now = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField(_("last checked"))
    failures = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True, blank=True)
    fine_until = models.DateField(_("fine until"), null=True, blank=True)
    fine_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["address"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.address

    def is_called_fine(self, today: datetime.date) -> bool:
        """Whether staff looked themselves, and their word still counts."""
        return self.fine_until is not None and self.fine_until >= today

    def state_on(self, today: datetime.date) -> "Link.State":
        """The state as staff see it."""
        return Link.State.FINE if self.is_called_fine(today) else Link.State(self.state)

    def call_fine(self, until: datetime.date | None, by: models.Model) -> None:
        """Take the word of somebody who looked; what the page is called now is what it is called."""
        self.fine_until = until
        self.fine_by = by if until else None  # type: ignore[assignment]
        self.title = self.title_now or self.title
