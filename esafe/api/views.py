"""The read-only API. It reads the edition alone: no database, no cookie, nothing of who asks."""

import datetime
import hashlib
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from esafe import live
from esafe.addresses import FEED
from esafe.api import addresses
from esafe.api.items import item_data
from esafe.api.llms import llms_txt
from esafe.api.problem_details import problem
from esafe.api.since import edition_number, everything, since
from esafe.api.words import whole
from esafe.edition import Edition
from esafe.reading import ReadersRequest

JSON = "application/json"
OPENAPI_FILE = Path(__file__).with_name("openapi.json")


@require_safe
def index(request: ReadersRequest) -> HttpResponse:
    site = request.edition.site
    lists = {kinds: whole(f"{addresses.API}{kinds}/") for kinds in addresses.KINDS}
    data = {
        "name": site.name,
        "strapline": site.strapline,
        "operator": site.operator,
        "language": get_language(),
        "address": settings.SITE_URL + "/",
        "edition": _of(request.edition),
        "lists": lists,
        "openapi": whole(addresses.OPENAPI),
        "feed": whole(FEED),
        "llms": whole(addresses.LLMS),
    }
    return _answer(request, msgspec.json.encode(data))


@require_safe
def edition(request: ReadersRequest) -> HttpResponse:
    return _answer(request, msgspec.json.encode(_of(request.edition)))


@require_safe
def item_list(request: ReadersRequest, kinds: str) -> HttpResponse:
    """All items of a kind, or with ``changed_since`` what later editions changed."""
    kind, at = addresses.KINDS[kinds], _midnight()
    try:
        number = edition_number(request.GET.getlist("changed_since"))
    except ValueError:
        title = gettext("We could not read that request")
        return problem(400, title, gettext("“changed_since” must be the number of one edition."))
    found = (
        everything(kind, request.edition, at)
        if number is None
        else since(live.store, number, kind, request.edition, at)
    )
    data = {
        "edition": _of(request.edition),
        "changed_since": number,
        "complete": found.complete,
        "withdrawn": found.withdrawn,
        "items": found.items,
    }
    return _answer(request, msgspec.json.encode(data))


@require_safe
def item(request: ReadersRequest, kinds: str, slug: str) -> HttpResponse:
    """One item; the old name of a renamed one leads to the new."""
    content = request.edition.content
    found = addresses.by_slug(content, kinds).get(slug)
    if found is None:
        moved = addresses.moved(content, kinds, slug)
        if moved is None:
            raise Http404
        return HttpResponsePermanentRedirect(moved)
    return _answer(request, msgspec.json.encode(item_data(found, request.edition, _midnight())))


@require_safe
def openapi(request: ReadersRequest) -> HttpResponse:
    return _answer(request, OPENAPI_FILE.read_bytes())


@require_safe
def llms(request: ReadersRequest) -> HttpResponse:
    return _answer(request, llms_txt(request.edition).encode(), "text/plain; charset=utf-8")


def _of(edition: Edition) -> dict[str, Any]:
    return {"number": edition.number, "digest": edition.digest, "published_at": edition.published_at}


def _midnight() -> datetime.datetime:
    """The beginning of today in London: answers stay the same all day."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _answer(request: ReadersRequest, body: bytes, content_type: str = JSON) -> HttpResponse:
    """The body, or 304 for a program that has it already."""
    response = HttpResponse(body, content_type=content_type)
    response.headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer: HttpResponse = get_conditional_response(request, response.headers["ETag"], None, response)  # type: ignore[assignment]
    return answer
