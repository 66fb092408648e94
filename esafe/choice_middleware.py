"""Lets pages know what a reader chose about cookies. Not even loaded where nothing is optional."""

from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from esafe import cookie_choice, on_device, remembered
from esafe.addresses import public_addresses
from esafe.middleware import READING, Answer, is_staff_address

# Where the question would stand in the way: in the middle of an answer, or beside its own form.
NOT_ASKED_AT = frozenset({"/concerned/", "/search/", "/cookies/"})


def readers_choice(get_response: Answer) -> Answer:
    """Set ``request.cookie_choice``, ``.remembered`` and ``.asked_about`` (what to ask for here)."""
    if not on_device.to_choose():
        raise MiddlewareNotUsed

    def middleware(request: Any) -> HttpResponseBase:
        if is_staff_address(request):
            return get_response(request)
        choice = cookie_choice.read(request.COOKIES)
        request.cookie_choice = choice
        request.remembered = remembered.read(request.COOKIES, choice)
        request.asked_about = on_device.to_choose() if choice is None and _may_ask_at(request) else ()
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def _may_ask_at(request: HttpRequest) -> bool:
    """On a page that somebody opened to read, and not on an error or the answer to a form."""
    edition = getattr(request, "edition", None)
    return (
        edition is not None
        and request.method in READING
        and request.path not in NOT_ASKED_AT
        and request.path in public_addresses(edition.content)
    )
