"""Choosing a password, in our words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import ResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _

WORDS = {
    "oldpassword": _("Your password now"),
    "password1": _("New password"),
    "password2": _("New password, again"),
}


class _InOurWords:
    """Labels alone: words in the box as well would say everything twice."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = WORDS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class ChangePasswordForm(_InOurWords, AllauthChangePasswordForm):  # type: ignore[misc]
    """For who knows the one before."""


class FirstPasswordForm(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]
    """For who was sent a link."""
