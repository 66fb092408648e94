"""Cards, and how other programs ask for one (https://oembed.com). Nothing here touches the database."""

from collections.abc import Mapping
from typing import cast

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from esafe.content import Content
from esafe.error_views import error_page
from esafe.reading import ReadersRequest
from guidance.paper.typesetting import Busy
from guidance.schools import buttons, cards, shareable
from guidance.schools.cards import LOOKS, SIZES
from guidance.schools.shareable import Shareable
from guidance.schools.words import words_of

A_DAY = 24 * 60 * 60


@require_safe
@xframe_options_exempt
def card(request: ReadersRequest, code: str, size: str = "medium", look: str = "auto") -> HttpResponse:
    shown = shareable.find(request.edition.content, code)
    if shown is None or size not in SIZES or look not in LOOKS:
        raise Http404
    context = {
        "shown": shown,
        "words": words_of(shown, request.edition.content),
        "size": size,
        "look": look,
        "target": get_script_prefix().rstrip("/") + shown.path,
        "short_address": settings.SITE_URL.partition("://")[2] + shown.short_link,
    }
    return render(request, "guidance/schools/card.html", context)


@require_safe
def button(request: ReadersRequest, code: str, form: str) -> HttpResponse:
    content = request.edition.content
    shown = shareable.find(content, code)
    if shown is None or form not in buttons.TYPES:
        raise Http404
    try:
        title = words_of(shown, content).title
        made = buttons.picture(title, request.edition.site.name, cast("buttons.Form", form))
    except Busy:
        return error_page(request, 503)
    return HttpResponse(made, content_type=buttons.TYPES[form])


@require_safe
def oembed(request: ReadersRequest) -> HttpResponse:
    """The card of the page at ``url`` in the room that ``maxwidth`` and ``maxheight`` give; without room, a link."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": gettext("Only JSON is here: format=json.")}, status=501)
    content = request.edition.content
    shown = _shown(content, request.GET.get("url", ""))
    if shown is None:
        return JsonResponse({"error": gettext("No card is at this address.")}, status=404)
    title = words_of(shown, content).title
    told = {
        "version": "1.0",
        "title": title,
        "provider_name": request.edition.site.name,
        "provider_url": settings.SITE_URL + "/",
        "cache_age": A_DAY,
    }
    return JsonResponse(told | _fitting(shown, title, request.GET))


def _fitting(shown: Shareable, title: str, room: Mapping[str, str]) -> dict[str, object]:
    """What oEmbed says of the largest card that is no wider and no higher than ``room``."""
    width = min(_number(room.get("maxwidth", ""), cards.WIDEST), cards.WIDEST)
    most = _number(room.get("maxheight", ""), cards.HEIGHTS["medium"])
    sizes = [size for size in SIZES if cards.height(shown, size) <= most]
    if not sizes or width < cards.NARROWEST:
        return {"type": "link"}
    html = cards.frame(shown, sizes[-1], "auto", title)
    return {"type": "rich", "html": html, "width": width, "height": cards.height(shown, sizes[-1])}


def _shown(content: Content, url: str) -> Shareable | None:
    """What stands at a whole address of ours, short or long."""
    if not url.startswith(settings.SITE_URL + "/"):
        return None
    path = url.removeprefix(settings.SITE_URL).partition("#")[0].partition("?")[0]
    if path.startswith("/go/"):
        return shareable.find(content, path.removeprefix("/go/").strip("/"))
    return shareable.at(content, path)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise
