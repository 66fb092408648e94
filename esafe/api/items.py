"""Items as plain data: what readers of a page are told, and nothing else. Numbers are in services."""

import datetime
from typing import Any

from django.utils import timezone

from esafe.addresses import address, find
from esafe.api.addresses import item_address
from esafe.api.services import service_data
from esafe.api.situations import service_rows, situation_data
from esafe.api.words import html, whole
from esafe.content import Content
from esafe.edition import Edition
from esafe.item import Item, ReviewedItem
from esafe.labels import LABELS
from esafe.placeholders import filled
from esafe.short_codes import go
from esafe.templatetags.esafe import is_history, is_past
from guidance.content import Figure, NewsItem, Page, Section
from reporting_links.content import Action, Service, Situation
from reporting_links.plans import ServiceRow, services_of

Data = dict[str, Any]


def item_data(item: Item, edition: Edition, at: datetime.datetime) -> Data:
    """One item that has a page. ``at`` is the moment from which coming openings count."""
    content = edition.content
    match item:
        case Service():
            own = service_data(item, content, at)
        case Situation():
            own = situation_data(item, content) | _related(item.related, content)
            own["after"] = html(item.after, content)
        case Page():
            own = _page(item, content) | _related(item.related, content)
        case NewsItem():
            own = _news(item, content)
        case _:
            raise TypeError(f"{type(item).__name__} has no page of its own")
    return {**_of_every(item, edition), **own}


def _of_every(item: ReviewedItem, edition: Edition) -> Data:
    sources = [
        {"publisher": s.publisher, "title": s.title, "url": s.url, "date": s.date} for s in item.sources
    ]
    return {
        "key": item.key,
        "title": str(getattr(item, "title", "") or getattr(item, "name", "")),
        "address": whole(address(item)),
        "short_link": whole(go(address(item))),
        "data": whole(item_address(item)),
        "edition": edition.number,
        "owner": item.owner,
        "reviewed_on": item.reviewed_on,
        "review_by": item.review_by,
        "sources": sources,
    }


def _related(refs: tuple[str, ...], content: Content) -> Data:
    found = [item for ref in refs if (item := find(content, ref))]
    return {"related": [whole(item_address(item)) for item in found]}


def _page(page: Page, content: Content) -> Data:
    first = content.action.get(page.first_line)
    return {
        "summary": filled(page.summary, content),
        "group": page.group,
        "group_in_words": str(LABELS["advice"][page.group]),
        "first_line": filled(first.text, content) if first else "",
        "three_things": [filled(thing, content) for thing in page.three_things],
        "sections": [_section(section, content) for section in page.sections],
    }


def _section(section: Section, content: Content) -> Data:
    data: Data = {"kind": section.kind, "heading": section.heading, "html": html(section.html, content)}
    match section.kind:
        case "service":
            row = ServiceRow(content.service[section.service], (), first=False)
            data["services"] = service_rows((row,))
        case "action":
            data["action"] = _action(content.action[section.action], content)
        case "figure":
            data["figure"] = _figure(content.figure[section.figure], content)
    return data


def _action(action: Action, content: Content) -> Data:
    rows = tuple(ServiceRow(s, nations, first=False) for s, nations in services_of(action, content))
    return {
        "kind": action.kind,
        "text": filled(action.text, content),
        "why": filled(action.why, content),
        "either": action.either,
        "services": service_rows(rows),
    }


def _figure(figure: Figure, content: Content) -> Data:
    """A figure with its period and source, and whether it is history (safety rule S23)."""
    return {
        "claim": figure.claim,
        "value": figure.value,
        "period": figure.period,
        "publisher": figure.publisher,
        "url": figure.url,
        "published": figure.published,
        "note": filled(figure.note, content),
        "is_history": is_past(figure.current_until),
    }


def _news(item: NewsItem, content: Content) -> Data:
    return {
        "summary": filled(item.summary, content),
        "date": item.date,
        "is_history": is_history(item.date),
        "html": html(item.html, content),
        "figures": [_figure(content.figure[key], content) for key in item.figures],
        "next_step": item.next_step,
        "next_step_url": whole(item.next_step_url),
    }


def list_data(kinds: str, edition: Edition, at: datetime.datetime | None = None) -> dict[str, Data]:
    """Every item of one kind, such as ``"service"``, by key."""
    at = at or timezone.now()
    return {item.key: item_data(item, edition, at) for item in edition.content.of(kinds).values()}
