"""Which member of staff stands behind the name of an owner."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

STAFF = {"is_staff": True, "is_active": True}


class OwnerRole(models.Model):
    """A name that items give as their owner or deputy, and the people who get its mail."""

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        help_text=_(
            "As it stands on pages, such as “Safeguarding lead”. Readers see this name, nobody else’s."
        ),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to=STAFF,
        related_name="+",
        verbose_name=_("who that is now"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to=STAFF,
        related_name="+",
        verbose_name=_("deputy"),
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("owner")
        verbose_name_plural = _("owners")

    def __str__(self) -> str:
        return self.name
