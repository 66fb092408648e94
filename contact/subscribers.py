"""Who gets the mailing list, and what they wish. An address and its wishes; no name, no network address (R90)."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The words beside the button of the sign-up form. A change of them is a new version.
WORDS_VERSION = 1


def new_key() -> str:
    """The secret part of a subscriber's links: 192 bits."""
    return secrets.token_urlsafe(24)


class Subscriber(models.Model):
    """``confirmed_at`` is empty until the button of the mail's page was pressed.

    ``monthly_until`` is when somebody moved from once a month to each: what began before comes once more
    with the monthly one.
    """

    class HowOften(models.TextChoices):
        EACH = "each", _("as it happens")
        MONTHLY = "monthly", _("once a month")

    email = models.EmailField(_("email address"), unique=True)
    wants_advice = models.BooleanField(_("new advice"), default=True)
    wants_news = models.BooleanField(_("news"), default=True)
    wants_schools = models.BooleanField(_("for schools"), default=False)
    how_often = models.CharField(
        _("how often"), max_length=10, choices=HowOften.choices, default=HowOften.EACH
    )
    monthly_until = models.DateTimeField(_("once a month until"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    plain_subject = models.BooleanField(_("plainer subject"), default=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_from = models.CharField(_("asked from"), max_length=20, blank=True)  # the kind of page, never which
    words_version = models.PositiveSmallIntegerField(_("wording"), default=WORDS_VERSION)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, db_index=True)
    key = models.CharField(max_length=40, default=new_key, editable=False)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        default_permissions = ("view",)
        permissions: ClassVar = [("remove_subscriber", "Can take somebody off the mailing list")]

    def __str__(self) -> str:
        return self.email

    @property
    def mail_language(self) -> str:
        """The language that was asked for if this site has it, else the site's own."""
        return self.language if self.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class Forgotten(models.Model):
    """An address that we never write to again: its keyed hash alone."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:8]
