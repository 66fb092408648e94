"""The news as an Atom feed (RFC 4287), with the whole text of each item. Nothing here touches the database.

An item's id is the address of its page. Staff cannot change the key that it is made of: news under another key
is a new item, and one that others were redirected to keeps its own id. It was updated when an edition last changed it.
"""

import datetime
import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from esafe import change_log, live
from esafe.addresses import FEED, address
from esafe.reading import ReadersRequest
from guidance.content import NewsItem

MOST = 50
TO_CALL = ("police_999", "nspcc_helpline", "childline")
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class FullText(Atom1Feed):
    """Atom with the whole text of each item. ``moved`` is when anything in it last changed."""

    def latest_post_date(self) -> datetime.datetime:
        moved: datetime.datetime = self.feed["moved"]
        return moved

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@require_safe
def feed(request: ReadersRequest) -> HttpResponse:
    """The newest items; 304 for a reader program that has them already."""
    body = _written(request)
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response.headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer: HttpResponse = get_conditional_response(request, response.headers["ETag"], None, response)  # type: ignore[assignment]
    return answer


def _written(request: ReadersRequest) -> bytes:
    items = sorted(request.edition.content.news.values(), key=lambda item: item.date, reverse=True)[:MOST]
    changed = _last_changes(request.edition.number)
    moments = {item.key: max(_began(item), changed.get(item.key, _began(item))) for item in items}
    site = request.edition.site
    made = FullText(
        title=f"{site.name}: {gettext('News and figures')}",
        link=settings.SITE_URL + "/news/",
        description=None,
        subtitle=site.strapline,
        language=get_language(),
        author_name=site.operator,
        feed_url=settings.SITE_URL + FEED,
        feed_guid=settings.SITE_URL + FEED,
        moved=max(moments.values(), default=request.edition.published_at),
    )
    for item in items:
        _add(made, item, moments[item.key], request)
    return made.writeString("utf-8").encode()


def _add(made: FullText, item: NewsItem, updated: datetime.datetime, request: ReadersRequest) -> None:
    place = settings.SITE_URL + address(item)
    calls = [request.edition.content.service[key] for key in TO_CALL]
    html = render_to_string("guidance/news_feed_item.html", {"item": item, "calls": calls}, request)
    made.add_item(
        title=item.title,
        link=place,
        unique_id=place,
        description=None,  # type: ignore[arg-type]
        pubdate=_began(item),
        updateddate=updated,
        content=html.replace('href="/', f'href="{settings.SITE_URL}/'),
    )


def _began(item: NewsItem) -> datetime.datetime:
    """The beginning of the item's day in London."""
    return timezone.make_aware(datetime.datetime.combine(item.date, datetime.time()))


def _last_changes(number: int) -> dict[str, datetime.datetime]:
    """When an edition last changed each item of news, as far as that is known."""
    events = change_log.until(change_log.read(live.store), number)
    return {
        changed.key: event.at
        for event in events
        for changed in event.items
        if changed.kind == "news" and changed.what != "checked"
    }
