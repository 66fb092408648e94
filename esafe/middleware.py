"""What happens to every request, in the order of settings.MIDDLEWARE."""

from collections.abc import Callable

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    UnreadablePostError,
)
from whitenoise.middleware import WhiteNoiseFileResponse  # type: ignore[import-untyped]

from esafe import live
from esafe.api.problem_details import asks_for_data
from esafe.edition_store import NoEdition
from esafe.error_views import error_page
from esafe.headers import MAY_DIFFER, AnswerClass, row
from esafe.kept_pages import EDITION_KEY

Answer = Callable[[HttpRequest], HttpResponseBase]

LONGEST_ADDRESS = 4096
LARGEST_PUBLIC_BODY = 64 * 1024
# A school pastes a whole page, in any script: 40,000 characters in the box are up to nine bytes each on their way.
LARGER_BODIES = {"/schools/check/": 384 * 1024}
# R49 says 50, but a parent who ticks everything in "Concerned about a child?" sends about 70.
MOST_PUBLIC_FIELDS = 100
READING = frozenset({"GET", "HEAD"})
METHODS = READING | {"POST"}
WITHOUT_EDITION = frozenset({"/healthz", "/readyz"})
# Links in mail end in a token, and whoever has it may do what the page does (contact/mail_links.py, contact/held.py).
KEYED_ADDRESSES = ("/updates/confirm/", "/updates/manage/", "/updates/stop/", "/privacy/what-we-hold/")

# What other sites show or read, and pages of ours that show it as those sites would.
CARDS, CARD_FILES = "/embed/", "/static/embed/"
SHOW_CARDS = ("/schools/share/", "/schools/it/test/")


def is_staff_address(request: HttpRequest) -> bool:
    return settings.ROLE != "public" and request.path.startswith(settings.STAFF_PREFIX)


def has_keyed_address(request: HttpRequest) -> bool:
    return request.path.startswith(KEYED_ADDRESSES)


def answer_class(request: HttpRequest, response: HttpResponseBase) -> AnswerClass:
    """Which row of the header matrix an answer carries."""
    if has_keyed_address(request):
        return AnswerClass.KEYED
    if asks_for_data(request):
        return AnswerClass.DATA if response.status_code < 400 else AnswerClass.DATA_ERROR
    if getattr(response, "is_error_page", False):
        return AnswerClass.ERROR
    if isinstance(response, WhiteNoiseFileResponse):
        return AnswerClass.OTHERS_MAY_SHOW if request.path.startswith(CARD_FILES) else AnswerClass.STATIC
    if request.path.startswith(CARDS) and response.status_code < 400:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return AnswerClass.CARD if is_page else AnswerClass.OTHERS_MAY_SHOW
    if is_staff_address(request):
        return AnswerClass.PREVIEW if getattr(request, "is_preview", False) else AnswerClass.STAFF
    if request.path.startswith(SHOW_CARDS) and request.method in READING and response.status_code < 400:
        return AnswerClass.SHOWS_CARDS
    asks_nothing = request.method in READING and not request.META.get("QUERY_STRING")
    return AnswerClass.READING if asks_nothing and response.status_code < 400 else AnswerClass.RESULT


def body_unless_head(get_response: Answer) -> Answer:
    """Answer HEAD without a body; gunicorn would drop one, and write a line about each to the log."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return middleware


def headers(get_response: Answer) -> Answer:
    """Give every answer the whole row of its class, whoever made it below."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kind = answer_class(request, response)
        for name, value in row(kind, https=settings.PRODUCTION and request.is_secure()).items():
            if (kind, name) not in MAY_DIFFER or name not in response.headers:
                response.headers[name] = value
        return response

    return middleware


def whole_requests(get_response: Answer) -> Answer:
    """Refuse what no page can answer, before anything reads it.

    PostgreSQL fails on a NUL where SQLite does not (M6), so none is let in.
    """

    def refusal(request: HttpRequest) -> int | None:
        query = request.META.get("QUERY_STRING", "")
        if request.method not in (READING if asks_for_data(request) else METHODS):
            return 405
        if len(request.path) + len(query) > LONGEST_ADDRESS:
            return 414
        if "\0" in request.path or "\0" in query or "%00" in query:
            return 400
        if is_staff_address(request) and any("\0" in value for value in request.COOKIES.values()):
            return 400
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return 411
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()):
            return 400
        if len(length) > len("123456789") or int(length) > _largest_body(request):
            return 413
        return 400 if request.method == "POST" and not _is_whole_form(request) else None

    def middleware(request: HttpRequest) -> HttpResponseBase:
        status = refusal(request)
        return error_page(request, status) if status else get_response(request)

    return middleware


def _largest_body(request: HttpRequest) -> int:
    staff_limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if is_staff_address(request):
        return staff_limit
    return LARGER_BODIES.get(request.path, LARGEST_PUBLIC_BODY)


def _is_whole_form(request: HttpRequest) -> bool:
    """Whether the body arrived, holds no NUL and, from a reader, no more fields than a form of ours.

    It only counts: reading the fields, and what to say about them, is for the view.
    """
    try:
        body = request.body
    except UnreadablePostError:
        return False
    if request.content_type == "multipart/form-data":
        fields = body.count(b"Content-Disposition")
    else:
        fields = body.count(b"&") + 1
        body = body.replace(b"%00", b"\0")
    if b"\0" in body and not _names_the_field(request):
        return False
    return fields <= MOST_PUBLIC_FIELDS or is_staff_address(request)


def _names_the_field(request: HttpRequest) -> bool:
    """Whether a form of staff says itself what is wrong, beside the field, and keeps what was typed."""
    return is_staff_address(request) and request.path.endswith(("/add/", "/change/"))


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
        if settings.ROLE == "staff" and not is_staff_address(request) and request.path not in WITHOUT_EDITION:
            return error_page(request, 404)
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
