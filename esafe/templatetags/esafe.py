"""Template words of our own. Each turns an item or its text into what a page needs."""

import datetime
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext

from esafe import addresses, static_files
from esafe.content import Content
from esafe.item import Item
from esafe.labels import LABELS
from esafe.placeholders import Named, called, filled
from guidance import charts
from guidance.content import Figure
from guidance.schools import shareable
from reporting_links import plans
from reporting_links.content import Action, Service

register = template.Library()
NUMBER = re.compile(r"(\+?\d[\d \-]*)[\s,]*(.*)", re.DOTALL)


@register.filter
def address(item: Item) -> str:
    """The path of an item's page, under the preview's address when staff preview it."""
    return get_script_prefix().rstrip("/") + addresses.address(item)


@register.filter
def ref_in(ref: str, content: Content) -> Item | None:
    """The item that a reference such as ``page:the-law`` names."""
    return addresses.find(content, ref)


@register.simple_tag(takes_context=True)
def prose(context: template.Context, html: str) -> SafeString:
    """An item's limited HTML (cleaned when it was published), with its {names} filled in."""
    ours = html.replace('href="/', f'href="{get_script_prefix()}')
    whole = filled(ours, context["content"], name=_link, other=escape)
    return mark_safe(whole)  # noqa: S308 - cleaned by publishing, see esafe.prose


@register.simple_tag(takes_context=True)
def line(context: template.Context, text: str) -> SafeString:
    """Plain text of an item, escaped, with its {names} filled in."""
    return prose(context, escape(text))


@register.simple_tag(takes_context=True)
def paragraphs(context: template.Context, text: str) -> SafeString:
    """Plain text of several paragraphs, escaped, with its {names} filled in."""
    return prose(context, linebreaks(text, autoescape=True))


def _link(item: Named) -> str:
    return format_html('<a href="{}">{}</a>', address(item), called(item))


@register.filter
def is_past(day: datetime.date | None) -> bool:
    """Whether a day is over in London; no day at all counts as over."""
    return day is None or day < timezone.localdate()


@register.filter
def confirmed(rows: tuple[Any, ...]) -> list[Any]:
    """The rows that somebody has confirmed: readers see no others."""
    return [row for row in rows if row.confirmed]


@register.filter
def get(items: Mapping[str, Any], key: str) -> Any:
    """The item with a key that is itself a variable; None when there is none."""
    return items.get(key)


@register.filter
def in_group(items: list[Any], group: str) -> list[Any]:
    """The situations or pages of one group, in the order they came in."""
    return [item for item in items if item.group == group]


@register.filter
def label(code: str, kind: str) -> str:
    """A code of the content in words, such as ``"image_removal"|label:"need"``."""
    return str(LABELS[kind][code])


@register.filter
def in_words(codes: tuple[str, ...], kind: str) -> str:
    """Codes as "England, Wales and Scotland"; all four nations are "the whole UK"."""
    if kind == "nation" and set(codes) >= set(plans.UK):
        return gettext("the whole UK")
    return get_text_list([label(code, kind) for code in codes], gettext("and"))


@register.filter
def who(service: Service) -> str:
    """Who may use a service: "parents and carers and adults", or "everyone"."""
    codes = [code for code, may in vars(service.audience).items() if may]
    if len(codes) == len(LABELS["who"]):
        return gettext("everyone")
    return get_text_list([label(code, "who") for code in codes], gettext("and"))


@register.filter
def number(phone_label: str) -> str:
    """The number alone: "111" of "111, then the mental health option"."""
    found = NUMBER.match(phone_label)
    return found[1].strip() if found else ""


@register.filter
def beside_number(phone_label: str) -> str:
    """What stands beside the number, without its brackets."""
    found = NUMBER.match(phone_label)
    rest = found[2] if found else phone_label
    return rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest


@register.filter
def in_site(url: str) -> str:
    """An address as staff wrote it; one of ours stays in the preview when they preview it."""
    return get_script_prefix().rstrip("/") + url if url.startswith("/") else url


@register.filter
def is_history(day: datetime.date) -> bool:
    """Whether a day is more than two years ago in London (safety rule S23)."""
    today = timezone.localdate()
    return (day.year + 2, day.month, day.day) < (today.year, today.month, today.day)


@register.filter
def is_over(moment: datetime.datetime | None) -> bool:
    """Whether a moment has passed; no moment never passes."""
    return moment is not None and moment <= timezone.now()


@register.simple_tag(takes_context=True)
def services_beside(context: template.Context, action: Action) -> list[plans.ServiceRow]:
    """The services that an action names, for a list of names and numbers."""
    found = plans.services_of(action, context["content"])
    return [plans.ServiceRow(service, nations, first=False) for service, nations in found]


@register.filter
def all_steps(band: plans.PlanBand) -> list[plans.PlanStep]:
    """Every step of a time band, those of further worries last."""
    return [*band.steps, *(step for also in band.also for step in also.steps)]


@register.simple_tag
def integrity(name: str) -> str:
    """The digest of a static file, for the ``integrity`` of the tag that loads it."""
    return static_files.integrity(name)


@register.simple_tag
def chart_of(figure: Figure) -> charts.Chart | None:
    """The drawing of a figure's bars; None when it has none."""
    return charts.chart_of(figure)


@register.simple_tag(takes_context=True)
def oembed_address(context: template.Context) -> str:
    """Where other programs get the card of this page; empty when it has none."""
    request = context["request"]
    if not request.resolver_match or not shareable.at(context["content"], request.path):
        return ""
    return f"{settings.SITE_URL}/oembed/?{urlencode({'url': settings.SITE_URL + request.path})}"
