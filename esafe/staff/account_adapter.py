"""How staff sign in: nobody signs up, and guessing passwords grows slow (R33, R34)."""

import ipaddress
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from esafe.staff import guesses


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This email address and password do not fit together. Please try again."
        ),
        "incorrect_password": _("This is not your password. Please try again."),
        "enter_current_password": _("This is not your password now. Please try again."),
    }
    _tried: tuple[guesses.Count, ...] = ()

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: colleagues are invited."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_client_ip(self, request: HttpRequest) -> str:
        """A stand-in for the network of the address: counted, shown and kept in place of it (R74)."""
        return stand_in(super().get_client_ip(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Check that a password may be tried now.

        Raises ValidationError, in words, while the one before must be waited for. It says the same
        whether or not there is such an account.
        """
        self._tried = guesses.of(self.get_client_ip(request), _name(credentials))
        guesses.begin(self._tried)

    def _rollback_login_failed_rl_usage(self) -> None:
        """The password was right."""
        guesses.forget(self._tried)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say that a passkey was refused. After anything else the page itself says enough."""
        if level == messages.ERROR:
            messages.error(request, _("That did not work. Please try again, or choose another way."))

    def format_email_subject(self, subject: str) -> str:
        return subject


def _name(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").strip().lower()


def stand_in(address: str) -> str:
    """A private address that is the same for one household or office, and says nothing of the real one."""
    found = ipaddress.ip_address(address)
    network = ipaddress.ip_network((found, 64 if found.version == 6 else 32), strict=False)
    digest = salted_hmac("esafe.staff.networks", str(network), algorithm="sha256").digest()
    return str(ipaddress.IPv6Address(b"\xfd" + digest[:7] + bytes(8)))
