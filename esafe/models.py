"""The site's own texts, redirects, and the record of editions."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from esafe import item
from esafe.fields import WebField
from esafe.item_models import ItemModel
from esafe.staff.approval_models import Approval
from esafe.staff.audit_models import AuditEntry

__all__ = ["Approval", "AuditEntry", "EditionRecord", "LiveChange", "Redirect", "Site"]

# Django looks for an app's models here.
from esafe.staff.links.link import Link as Link
from esafe.staff.owner_role import OwnerRole as OwnerRole
from esafe.staff.review_reminder import ReviewReminder as ReviewReminder

PATH = RegexValidator(
    r"^/(?:[a-z0-9-]+/)*$", _("An address starts and ends with a slash, such as /advice/the-law/.")
)


class Site(ItemModel):
    content_kind = "site"
    item_type = item.Site

    name = models.CharField(_("name of the site"), max_length=60)
    strapline = models.CharField(_("what it is, in a few words"), max_length=120)
    operator = models.CharField(_("who runs it"), max_length=200)
    contact_email = models.EmailField(_("e-mail for readers"), blank=True)
    exit_url = WebField(
        _("where “Leave this site” goes"), help_text=_("An https address that says nothing about us.")
    )
    exit_name = models.CharField(_("what that site is called"), max_length=60)
    is_new = models.BooleanField(
        _("say on every page that this site is new"),
        default=False,
        help_text=_("With the way to tell you what could be better."),
    )
    notice = models.CharField(_("notice on every page"), max_length=300, blank=True)
    notice_until = models.DateTimeField(_("the notice ends"), null=True, blank=True)

    class Meta(ItemModel.Meta):
        verbose_name = _("site text")
        verbose_name_plural = _("site texts")


class Redirect(ItemModel):
    content_kind = "redirect"
    item_type = item.Redirect

    key = models.CharField(_("old address"), max_length=200, unique=True, validators=[PATH])
    to = models.CharField(_("new address"), max_length=200, validators=[PATH])

    class Meta(ItemModel.Meta):
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")


class EditionRecord(models.Model):
    """An edition that was written: who published it, when and why, and the whole file."""

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published"))
    published_by = models.CharField(_("by"), max_length=150)
    note = models.CharField(_("note"), max_length=500, blank=True)
    file = models.TextField()

    class Meta:
        ordering: ClassVar = ["-number"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        permissions: ClassVar = [("approve_editionrecord", _("Can approve what could hurt a reader"))]

    def __str__(self) -> str:
        return str(_("Edition %(number)s") % {"number": self.number})


class LiveChange(models.Model):
    """Every time that another edition went live: by publishing or by going back."""

    number = models.PositiveIntegerField(_("edition"))
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("who"), max_length=150)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("change of the live edition")
        verbose_name_plural = _("changes of the live edition")

    def __str__(self) -> str:
        return str(_("Edition %(number)s went live") % {"number": self.number})
