"""Cards, and how other programs ask for one (https://oembed.com). Nothing here touches the database."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from esafe.content import Content
from esafe.error_views import error_page
from esafe.reading import ReadersRequest
from guidance.paper.typesetting import Busy
from guidance.schools import buttons, cards, shareable
from guidance.schools.cards import LOOKS, SIZES, Size
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
    """The card of the page at ``url``; ``maxwidth`` and ``maxheight`` choose its size."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": "Only JSON is here: format=json."}, status=501)
    content = request.edition.content
    shown = _shown(content, request.GET.get("url", ""))
    if shown is None:
        return JsonResponse({"error": "No card is at this address."}, status=404)
    size = _largest(shown, request.GET.get("maxheight", ""))
    width = min(_number(request.GET.get("maxwidth", ""), cards.WIDEST), cards.WIDEST)
    title = words_of(shown, content).title
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": request.edition.site.name,
            "provider_url": settings.SITE_URL + "/",
            "cache_age": A_DAY,
            "html": cards.frame(shown, size, "auto", title),
            "width": max(width, cards.NARROWEST),
            "height": cards.height(shown, size),
        }
    )


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


def _largest(shown: Shareable, maxheight: str) -> Size:
    """The largest card that is no higher; the small one when none is."""
    most = _number(maxheight, cards.HEIGHTS["medium"])
    fitting = [size for size in SIZES if cards.height(shown, size) <= most]
    return fitting[-1] if fitting else "small"
