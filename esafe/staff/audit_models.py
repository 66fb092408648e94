"""What staff did, for good: rows are added and never changed. The database itself refuses (R39)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act. Names are kept as text: the entry outlives the account and the item."""

    class Act(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGNED_OUT = "signed_out", _("signed out")
        SIGN_IN_FAILED = "sign_in_failed", _("could not sign in")
        PASSWORD_CHANGED = "password_changed", _("changed their password")
        FACTOR_ADDED = "factor_added", _("added a second factor")
        FACTOR_REMOVED = "factor_removed", _("removed a second factor")
        INVITED = "invited", _("invited somebody")
        PERSON_CHANGED = "person_changed", _("changed an account")
        SIGNED_OTHER_OUT = "signed_other_out", _("signed somebody out")
        ADDED = "added", _("added an item")
        CHANGED = "changed", _("changed an item")
        TIMED = "timed", _("set or took away a time to go live")
        APPROVED = "approved", _("approved a change")
        PUBLISHED = "published", _("published")
        WENT_BACK = "went_back", _("went back to an edition")
        SHARED = "shared", _("made a link to a preview")
        DELETED = "deleted", _("deleted")
        EXPORTED = "exported", _("exported a list")
        MAIL_SENT = "mail_sent", _("sent a newsletter")
        MAIL_PAUSED = "mail_paused", _("paused a newsletter")
        MAIL_RESUMED = "mail_resumed", _("went on with a newsletter")
        MAIL_AGAIN = "mail_again", _("sent messages again that were unknown or failed")
        MAIL_LEFT = "mail_left", _("left messages unknown")
        TAKEN_OFF = "taken_off", _("took somebody off the mailing list")

    at = models.DateTimeField(_("when"), auto_now_add=True)
    who = models.CharField(_("who"), max_length=254)
    act = models.CharField(_("what"), max_length=20, choices=Act)
    about = models.CharField(_("about"), max_length=254, blank=True)
    before: Any = models.JSONField(_("before"), null=True, blank=True)
    after: Any = models.JSONField(_("after"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("entry of the audit")
        verbose_name_plural = _("audit: who did what")
        default_permissions = ("view",)
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="audit_newest_first")]

    def __str__(self) -> str:
        return f"{self.who} {self.get_act_display()} {self.about}".strip()
