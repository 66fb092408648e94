"""Signing in and its settings: django-allauth's pages, but for what only an administrator does."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def not_offered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Nobody signs up: colleagues are invited. An account keeps the address that it was invited by."""
    raise Http404


urlpatterns = [
    path("signup/", not_offered, name="account_signup"),
    path("email/", not_offered, name="account_email"),
    path("factors/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("", include("allauth.account.urls")),
]
