"""A form that arrives after its session has ended comes back whole, to be sent again (R43)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from esafe import same_origin
from esafe.error_views import error_page

_NOT_KEPT = ("csrfmiddlewaretoken", "password")


def can_keep(request: HttpRequest) -> bool:
    """Whether a form came from a page of ours. Another site's form must never be offered for sending."""
    return request.method == "POST" and same_origin.came_from_us(request)


def kept_form(request: HttpRequest) -> HttpResponse:
    """The page with all that was typed, a way to sign in, and a button that sends it again."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name for word in _NOT_KEPT)
        for value in values
    ]
    return render(request, "admin/kept_form.html", {"fields": fields, "title": ""}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in again makes an older page's token stale; what was typed in it is not."""
    return kept_form(request) if can_keep(request) else error_page(request, 403)
