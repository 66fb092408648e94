"""Adding a second factor, in our words, and typing a code of one."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from esafe.staff import guesses


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """One that signs in by itself, with no password."""

    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        help_text=_("You then need no password. Leave it ticked, unless it is an older security key."),
        initial=True,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name, such as “my phone”")


class ActivateAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")


class _HeardInTurn:
    """After a few wrong codes each further one waits."""

    user: Any

    def clean_code(self) -> str:
        tried = guesses.of_codes(self.user.get_username())
        guesses.begin(tried)
        code: str = super().clean_code()  # type: ignore[misc]
        guesses.forget(tried)
        return code


class CodeForm(_HeardInTurn, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(_HeardInTurn, ReauthenticateForm):  # type: ignore[misc]
    """Asked before something that matters."""
