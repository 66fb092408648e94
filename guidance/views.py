"""Pages of advice, news and about the site. Reading only: nothing here touches the database."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from esafe.addresses import FEED
from esafe.content import Content
from esafe.reading import ReadersRequest
from guidance.content import Group, Page
from guidance.query import cleaned
from guidance.search import index_of

ADVICE_GROUPS: tuple[Group, ...] = ("happened", "talk", "after", "protect", "understand")


def _pages(content: Content, group: Group) -> list[Page]:
    found = [page for page in content.page.values() if page.group == group]
    return sorted(found, key=lambda page: page.order)


@require_safe
def home(request: ReadersRequest) -> HttpResponse:
    content = request.edition.content
    situations = sorted(content.situation.values(), key=lambda s: s.order)
    return render(
        request,
        "guidance/home.html",
        {
            "situations": [s for s in situations if not s.modifier],
            "happened": _pages(content, "happened"),
            "talk": _pages(content, "talk"),
            "after": _pages(content, "after"),
        },
    )


@require_safe
def advice(request: ReadersRequest) -> HttpResponse:
    content = request.edition.content
    groups = [(group, _pages(content, group)) for group in ADVICE_GROUPS]
    return render(request, "guidance/advice.html", {"groups": groups})


@require_safe
def page(request: ReadersRequest, key: str, area: str) -> HttpResponse:
    found = request.edition.content.page.get(key)
    if found is None or found.area != area:
        raise Http404
    return render(request, "guidance/page.html", {"page": found})


@require_safe
def news(request: ReadersRequest) -> HttpResponse:
    items = sorted(request.edition.content.news.values(), key=lambda item: item.date, reverse=True)
    feed_address = settings.SITE_URL + FEED
    return render(request, "guidance/news.html", {"items": items, "feed_address": feed_address})


@require_safe
def news_item(request: ReadersRequest, key: str) -> HttpResponse:
    content = request.edition.content
    if key not in content.news:
        raise Http404
    item = content.news[key]
    figures = [content.figure[figure] for figure in item.figures]
    return render(request, "guidance/news_item.html", {"item": item, "figures": figures})


@require_safe
def figures(request: ReadersRequest) -> HttpResponse:
    items = sorted(request.edition.content.figure.values(), key=lambda item: item.order)
    return render(request, "guidance/figures.html", {"figures": items})


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: ReadersRequest) -> HttpResponse:
    """What fits a reader's words. They come in the body of a form; staff may put theirs in a link."""
    sent = request.POST if request.method == "POST" else request.GET
    asked = cleaned(sent.get("q", ""))
    results = index_of(request.edition.content).find(asked) if asked else []
    return render(request, "guidance/search.html", {"asked": asked, "results": results})
