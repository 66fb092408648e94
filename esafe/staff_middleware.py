"""Sessions, tokens, sign-in and messages, for staff addresses only.

A public address must not even look at a cookie: a session cookie would cost a query (M16) and
could change the answer (R24).
"""

from typing import Any

from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from esafe.middleware import is_staff_address


class _StaffOnly:
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_staff_address(request):
            return super().__call__(request)  # type: ignore[misc,no-any-return]
        return self.get_response(request)  # type: ignore[attr-defined,no-any-return]


class StaffSession(_StaffOnly, SessionMiddleware):
    """Django's sessions."""


class StaffAuthentication(_StaffOnly, AuthenticationMiddleware):
    """Django's ``request.user``."""


class StaffMessages(_StaffOnly, MessageMiddleware):
    """Django's messages."""


class StaffCsrf(_StaffOnly, CsrfViewMiddleware):
    """Django's token. Public forms are checked by where they come from instead (D6)."""

    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        return super().process_view(request, *args) if is_staff_address(request) else None


class StaffPolicy(_StaffOnly, CSPMiddleware):
    """django-csp's policy, for the editor's nonce. Readers' pages have one constant policy."""
