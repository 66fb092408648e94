"""Readers' forms are checked by where they were sent from: no token, and no cookie for it (D6, R25)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from esafe.error_views import error_page
from esafe.middleware import READING, Answer, has_keyed_address, is_staff_address

View = Callable[..., HttpResponse]


def came_from_us(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this, or the reader by hand."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from in ("same-origin", "none")
    # A page that tells nobody its address tells no origin either: then browsers without Sec-Fetch-Site
    # say "null". Whoever knows such an address needs no form of ours to misuse it.
    if has_keyed_address(request) and request.headers.get("Origin") == "null":
        return True
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


class SameOrigin:
    """Refuse what other sites send to a reader's address. Staff addresses have Django's token.

    A view that programs without a browser may post to says so with ``open_to_other_sites``.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *args: Any) -> HttpResponse | None:
        # Tests that are about something else turn this off together with Django's own token.
        not_checked = getattr(request, "_dont_enforce_csrf_checks", False)
        if not_checked or request.method in READING or is_staff_address(request):
            return None
        if getattr(view, "is_open_to_other_sites", False) or came_from_us(request):
            return None
        return error_page(request, 403)


def open_to_other_sites(view: View) -> View:
    """Let anybody post to a view. It must ask for a secret of its own, such as a token in the address."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    opened.is_open_to_other_sites = True  # type: ignore[attr-defined]
    return opened
