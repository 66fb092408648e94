"""A second person's yes to one change that could hurt a reader."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Approval(models.Model):
    """``digest`` names exactly what was approved: another change asks again. Once it is live, it is used."""

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    by = models.CharField(_("by"), max_length=254)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "key", "digest", "by"],
                condition=models.Q(used_at__isnull=True),
                name="approved_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key} ({self.by})"
