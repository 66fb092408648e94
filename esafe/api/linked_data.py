"""A page's data block in schema.org's words (JSON-LD), from the same data as the API."""

import datetime
import json
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from esafe import change_log, live
from esafe.api.items import item_data
from esafe.edition import Edition
from esafe.item import Item, ReviewedItem
from esafe.labels import LABELS
from guidance.content import NewsItem
from reporting_links.content import Service

Data = dict[str, Any]
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
# What could end a block of data in HTML, or a line in a script, as JSON's own escapes (R59).
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def page_data(path: str, title: str, item: Item | None, edition: Edition) -> Data:
    """What a page is, who answers for it, and the services that it is about."""
    site = edition.site
    operator = {"@type": "Organization", "@id": f"{settings.SITE_URL}/#operator", "name": site.operator}
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": settings.SITE_URL + path,
        "name": title,
        "inLanguage": get_language(),
        "isPartOf": {"@type": "WebSite", "name": site.name, "url": f"{settings.SITE_URL}/"},
        "publisher": operator,
    }
    if isinstance(item, ReviewedItem):
        data |= _reviewed(item, edition, operator)
    if isinstance(item, Service):
        data["mainEntity"] = _service(item, edition)
    elif path == "/services/":
        found = [_service(service, edition) for service in edition.content.service.values()]
        data["mainEntity"] = {"@type": "ItemList", "itemListElement": found}
    return data


def block_text(data: Data) -> str:
    """The data as JSON that no HTML parser can leave too early, whatever words are in it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _reviewed(item: ReviewedItem, edition: Edition, operator: Data) -> Data:
    role = {"@type": "OrganizationRole", "roleName": item.owner, "reviewedBy": {"@id": operator["@id"]}}
    data: Data = {"lastReviewed": item.reviewed_on.isoformat(), "reviewedBy": role}
    if isinstance(item, NewsItem):
        data["datePublished"] = item.date.isoformat()
    changed = _last_change(item, edition)
    return data | ({"dateModified": changed.isoformat()} if changed else {})


def _last_change(item: ReviewedItem, edition: Edition) -> datetime.datetime | None:
    """When an edition last changed its words; None when that is not known."""
    kind = type(item).__name__.removesuffix("Item").lower()
    events = change_log.until(change_log.read(live.store), edition.number)
    found = (
        event.at
        for event in reversed(events)
        for changed in event.items
        if (changed.kind, changed.key) == (kind, item.key) and changed.what != "checked"
    )
    return next(found, None)


def _service(service: Service, edition: Edition) -> Data:
    """A service; how to reach it only when that is confirmed (safety rule S22)."""
    data = item_data(service, edition, timezone.now())
    told: Data = {
        "@type": "Service",
        "name": data["title"],
        "url": data["address"],
        "provider": {"@type": "Organization", "name": data["run_by"]},
        "areaServed": [str(LABELS["nation"][nation]) for nation in data["nations"]],
    }
    if not data["confirmed"]:
        return told
    channel: Data = {"@type": "ServiceChannel"}
    if data["phone"]:
        channel["servicePhone"] = _phone(data)
    if data["report_url"]:
        channel["serviceUrl"] = data["report_url"]
    return told | ({"availableChannel": channel} if len(channel) > 1 else {})


def _phone(data: Data) -> Data:
    phone: Data = {
        "@type": "ContactPoint",
        "contactType": data["category_in_words"],
        "telephone": data["phone"],
    }
    rows = [_hours(row) for row in data["hours"] if row["channel"] == "phone"]
    return phone | ({"hoursAvailable": rows} if rows else {})


def _hours(row: Data) -> Data:
    days = [DAYS[day] for day in row["days"]] + (["PublicHolidays"] if row["bank_holidays"] else [])
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{day}" for day in days],
        "opens": row["opens"] or "00:00",
        "closes": row["closes"] or "23:59",
    }
