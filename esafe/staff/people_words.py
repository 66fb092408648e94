"""Django's accounts, in the words that staff use for each other."""

from typing import Final

from django.apps import apps
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

FIELDS: Final = {
    "first_name": _("name"),
    "email": _("email"),
    "is_active": _("may sign in"),
    "groups": _("roles"),
    "last_login": _("last signed in"),
}


def use() -> None:
    """Call them people wherever the admin names them. Migrations do not look at these words."""
    apps.get_app_config("auth").verbose_name = _("People")
    options = User._meta
    options.verbose_name, options.verbose_name_plural = _("person"), _("people")
    for name, words in FIELDS.items():
        options.get_field(name).verbose_name = words  # type: ignore[union-attr]
