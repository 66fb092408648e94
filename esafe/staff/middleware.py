"""Nobody reaches a staff page without two factors, or after their time is over (R33, R36, R43)."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve

from esafe.middleware import Answer, is_staff_address
from esafe.staff import sessions
from esafe.staff.kept_form import can_keep, kept_form

# What somebody needs who has signed in and has no second factor yet.
SETTING_UP = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "account_logout",
    }
)
# For who has not signed in, or not wholly, or was sent a link to a preview.
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "admin:login",
        "admin:jsi18n",
        "admin:shared",
        "admin:shared-page",
    }
)


class TwoFactors:
    """Sends each request of staff where it may go."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_staff_address(request) and request.user.is_authenticated:
            sessions.keep_up(request)
        response = self.get_response(request)
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponseBase | None:
        if not is_staff_address(request):
            return None
        name = resolve(request.path_info).view_name
        if not request.user.is_authenticated:
            return kept_form(request) if name not in OPEN and can_keep(request) else None
        if name not in SETTING_UP and not is_mfa_enabled(request.user, ["totp", "webauthn"]):
            return redirect("mfa_index")
        return None
