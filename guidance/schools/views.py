"""For schools: what to show of this site on their own. Reading only: nothing here touches the database."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from esafe.reading import ReadersRequest
from guidance.schools import buttons, cards, shareable
from guidance.schools.cards import Look, Size
from guidance.schools.words import words_of

FORMS: tuple[buttons.Form, ...] = ("svg", "png")


@require_safe
def schools(request: ReadersRequest) -> HttpResponse:
    content = request.edition.content
    choices = [(found, words_of(found, content)) for found in shareable.all_of(content)]
    return render(request, "guidance/schools/schools.html", {"choices": choices})


@require_safe
def share(request: ReadersRequest, code: str) -> HttpResponse:
    """Every way to show one thing. ``size`` and ``look`` of the card may be in the address: they tell nothing."""
    content = request.edition.content
    shown = shareable.find(content, code)
    if shown is None:
        raise Http404
    size = cast(Size, _one_of(cards.SIZES, request.GET.get("size", ""), "medium"))
    look = cast(Look, _one_of(cards.LOOKS, request.GET.get("look", ""), "auto"))
    words = words_of(shown, content)
    return render(
        request,
        "guidance/schools/share.html",
        {
            "shown": shown,
            "words": words,
            "address": settings.SITE_URL + shown.path,
            "short_address": settings.SITE_URL + shown.short_link,
            "sizes": cards.SIZES,
            "looks": cards.LOOKS,
            "size": size,
            "look": look,
            "card": cards.path(shown.code, size, look),
            "height": cards.height(shown, size),
            "button": buttons.path(shown.code, "svg"),
            "buttons": [(form, buttons.snippet(shown, words.link, form)) for form in FORMS],
            "snippet": cards.frame(shown, size, look, words.title),
        },
    )


def _one_of(known: tuple[str, ...], asked: str, otherwise: str) -> str:
    return asked if asked in known else otherwise
