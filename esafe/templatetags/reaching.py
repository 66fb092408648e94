"""Template words about how and when a service is reached: in print, and at this minute."""

import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext

from esafe.labels import LABELS
from esafe.templatetags.esafe import label
from reporting_links import hours
from reporting_links.content import Service
from reporting_links.helpers import Helpers

register = template.Library()
DAYS_AHEAD = 8
WITHOUT_VOICE = frozenset({"text", "chat", "email", "bsl", "relay"})


@register.simple_tag
def openings(service: Service) -> str:
    """When a person answers in the next days: "opens-closes" in Unix seconds, for the script."""
    found = hours.openings(service, timezone.now(), DAYS_AHEAD)
    return " ".join(f"{int(i.opens.timestamp())}-{int(i.closes.timestamp())}" for i in found)


@register.filter
def opening_hours(service: Service) -> Any:
    """The service's hours for printing in words."""
    return hours.in_words(service)


@register.filter
def by_hours(lines: tuple[hours.HoursLine, ...]) -> list[list[hours.HoursLine]]:
    """Lines in groups of the same hours, so that "phone and text" are said once."""
    found: dict[Any, list[hours.HoursLine]] = {}
    for line in lines:
        same = (line.days, line.opens, line.closes, line.bank_holidays)
        found.setdefault(same, []).append(line)
    return list(found.values())


@register.filter
def channels(lines: list[hours.HoursLine]) -> str:
    """The ways of reaching a service as "Phone, text and email"."""
    words = [label(line.channel, "channel") for line in lines]
    others = [word if word[1].isupper() else word[0].lower() + word[1:] for word in words[1:]]
    return get_text_list([words[0], *others], gettext("and"))


@register.filter
def clock(time: datetime.time) -> str:
    """A time of day as people say it: 9am, 9:30am, midday."""
    return hours.clock(time)


@register.filter
def is_always_open(service: Service) -> bool:
    return hours.always_open(service)


@register.filter
def day_name(day: str) -> str:
    return str(WEEKDAYS[hours.WEEK.index(day)])


@register.filter
def said_now(service: Service) -> str:
    """Whether a person answers at this minute, in words; "" when no hours are known."""
    now = timezone.now()
    found = hours.state(hours.openings(service, now, DAYS_AHEAD), now)
    said = "always" if hours.always_open(service) else _said(found, now)
    return label(said, "open").format(**_times(found)) if said else ""


def _said(found: hours.OpenState, now: datetime.datetime) -> str:
    if found.open:
        return "until" if found.until else "now"
    if found.opens_at is None:
        return ""
    today = timezone.localdate(now, hours.LONDON)
    days = (timezone.localdate(found.opens_at, hours.LONDON) - today).days
    return {0: "today", 1: "tomorrow"}.get(days, "day")


def _times(found: hours.OpenState) -> dict[str, str]:
    """What the words for ``found`` leave room for, in London time."""
    moment = found.until or found.opens_at
    if moment is None:
        return {}
    there = moment.astimezone(hours.LONDON)
    return {"time": hours.clock(there.time()), "day": str(WEEKDAYS[there.weekday()])}


@register.simple_tag
def words_for_script() -> dict[str, Any]:
    """The words that js/reading.js puts together, by name."""
    return LABELS["open"]


@register.filter
def answering(helpers: Helpers) -> tuple[Service, ...]:
    """Whom of a family's helpers a call reaches at this minute."""
    return helpers.answering(timezone.now())


@register.filter
def later(helpers: Helpers) -> tuple[Service, ...]:
    """The others."""
    return helpers.later(timezone.now())


@register.filter
def text_number(service: Service) -> str:
    """What to text, and where, for a service that takes text messages: "SHOUT to 85258"."""
    found = (c.value for c in service.contacts if c.confirmed and c.channel == "text" and c.value)
    return next(found, "")


@register.filter
def reached_without_voice(services: tuple[Service, ...]) -> list[Service]:
    """Those that can be reached by text, chat, e-mail or in sign language."""
    return [s for s in services if any(c.confirmed and c.channel in WITHOUT_VOICE for c in s.contacts)]


@register.filter
def in_other_languages(services: tuple[Service, ...]) -> list[Service]:
    """Those of which it is known that they help in a language other than English."""
    return [s for s in services if s.languages.welsh or s.languages.other]
