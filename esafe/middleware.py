"""What happens to every request, in the order of settings.MIDDLEWARE."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect

from esafe import live
from esafe.edition_store import NoEdition
from esafe.error_views import error_page
from esafe.headers import EVERY_ANSWER, NOT_KEPT, PAGE
from esafe.kept_pages import EDITION_KEY

Answer = Callable[[HttpRequest], HttpResponseBase]

LONGEST_ADDRESS = 4096
LARGEST_PUBLIC_BODY = 64 * 1024
READING = frozenset({"GET", "HEAD"})
METHODS = READING | {"POST"}
WITHOUT_EDITION = frozenset({"/healthz", "/readyz"})


def is_staff_address(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STAFF_PREFIX)


def headers(get_response: Answer) -> Answer:
    """Add what every answer carries, whoever made it below."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in {**EVERY_ANSWER, **PAGE}.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", NOT_KEPT)
        return response

    return middleware


def whole_requests(get_response: Answer) -> Answer:
    """Refuse what no page can answer, before anything reads it.

    PostgreSQL fails on a NUL where SQLite does not (M6), so none is let in.
    """

    def refusal(request: HttpRequest) -> int | None:
        query = request.META.get("QUERY_STRING", "")
        if request.method not in METHODS:
            return 405
        if len(request.path) + len(query) > LONGEST_ADDRESS:
            return 414
        if "\0" in request.path or "\0" in query or "%00" in query:
            return 400
        if is_staff_address(request) and any("\0" in value for value in request.COOKIES.values()):
            return 400
        if not is_staff_address(request) and _length(request) > LARGEST_PUBLIC_BODY:
            return 413
        return None

    def middleware(request: HttpRequest) -> HttpResponseBase:
        status = refusal(request)
        return error_page(request, status) if status else get_response(request)

    return middleware


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdecimal() else 0


def own_error_pages(get_response: Answer) -> Answer:
    """Put our words, the numbers and the way out on errors that others made (405 and the like)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        in_our_words = getattr(response, "is_error_page", False) or (
            isinstance(response, HttpResponse) and response.content
        )
        if response.status_code < 400 or in_our_words:
            return response
        page = error_page(request, response.status_code)
        if "Allow" in response.headers:
            page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


def edition(get_response: Answer) -> Answer:
    """Give the request one edition, whole, for all of its life."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        try:
            given = request.META.get(EDITION_KEY)
            request.edition = given or live.store.current()  # type: ignore[attr-defined]
        except NoEdition:
            if not is_staff_address(request) and request.path not in WITHOUT_EDITION:
                return error_page(request, 503)
            return get_response(request)
        if is_staff_address(request):
            return get_response(request)
        moved = request.edition.content.redirect.get(request.path)  # type: ignore[attr-defined]
        return HttpResponsePermanentRedirect(moved.to) if moved else get_response(request)

    return middleware
