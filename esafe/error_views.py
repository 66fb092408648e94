"""Pages for when something is wrong: our words, the numbers to call and the way out (R169)."""

import logging
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from esafe.api.problem_details import asks_for_data, problem
from esafe.headers import NOT_KEPT, AnswerClass, row

log = logging.getLogger(__name__)

WORDS = {
    400: (
        _("We could not read that request"),
        _("Something in it was not right. Please go back and try again, or start from the first page."),
    ),
    403: (
        _("This page cannot be opened this way"),
        _("Please go back and try again, or start from the first page."),
    ),
    404: (_("We cannot find that page"), _("The address may be mistyped, or the page may have moved.")),
    405: (_("This page cannot be used that way"), _("You can open it again from the start.")),
    408: (_("That took too long to arrive"), _("Please try again, when your connection is better.")),
    413: (_("That was too much to send at once"), _("Please send less, and try again.")),
    414: (_("That address is too long"), _("Please type a shorter one, or start from the first page.")),
    431: (
        _("Your browser sent too much with that"),
        _("Please clear the cookies of this site in your browser, or use a private window."),
    ),
    429: (_("Please wait a moment"), _("A lot has been sent just now. Reading is always open.")),
    500: (_("Something went wrong on our side"), _("It is not anything you did. Please try again soon.")),
    503: (_("This part is not working just now"), _("Please try again in a few minutes.")),
}
WORDS_FOR_STAFF = {
    403: (_("Your role does not open this page"), _("If you need it, please ask an administrator.")),
    404: (_("We cannot find that page"), _("The address may be mistyped, or what it showed may be gone.")),
    429: (
        _("Please wait a minute"),
        _("This was asked for many times in a short while. In a minute, go back and try again."),
    ),
}
LAST_RESORT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Help</title>"
    "<h1>Something went wrong on our side</h1>"
    "<p>If anyone is in danger, call <a href=tel:999>999</a>."
    " To talk, call Childline on <a href=tel:08001111>0800 1111</a>.</p>"
    '<p><a rel="noreferrer nofollow" href="https://www.bbc.co.uk/weather">Leave this site</a></p></html>'
)


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """A page of ours for ``status``, or data for a program. It never fails: the last resort needs no template."""
    title, text = WORDS.get(status, WORDS[400] if status < 500 else WORDS[500])
    if asks_for_data(request):
        return problem(status, str(title), str(text))
    return _page(request, status, {"title": title, "text": text})


def _page(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    try:
        body: str = render_to_string("error.html", {**context, "status": status}, request)
    except Exception:
        log.exception("The error page itself failed")
        body = LAST_RESORT
    response = HttpResponse(body, status=status, headers={"Cache-Control": NOT_KEPT})
    response.is_error_page = True  # type: ignore[attr-defined]
    return response


def for_the_server() -> dict[int, bytes]:
    """Whole HTTP answers by status, for requests that the server refuses before Django sees them."""
    return {status: _whole_answer(HTTPStatus(status)) for status in (400, 414, 431, 500)}


def _whole_answer(status: HTTPStatus) -> bytes:
    body = error_page(HttpRequest(), status).content
    headers = {
        **row(AnswerClass.ERROR, https=settings.PRODUCTION),
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {status} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _for_whoever_asks(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _for_whoever_asks(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody who signs in, or changes how they do, went too fast."""
    title, text = WORDS_FOR_STAFF[429]
    return _page(request, 429, {"title": title, "text": text})


def _for_whoever_asks(request: HttpRequest, status: int) -> HttpResponse:
    """Somebody signed in is told in other words, and shown the way to the desk."""
    user = getattr(request, "user", None) if request.path.startswith(settings.STAFF_PREFIX) else None
    if not user or not user.is_authenticated:
        return error_page(request, status)
    title, text = WORDS_FOR_STAFF[status]
    return _page(request, status, {"title": title, "text": text, "desk": reverse("admin:index")})


def failed(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)
