"""A service as plain data. What nobody has confirmed is left out, or said to be so (safety rule S22)."""

import datetime
from typing import Any

from django.utils.translation import gettext

from esafe.content import Content
from esafe.labels import LABELS
from esafe.placeholders import filled
from reporting_links import hours
from reporting_links.content import Service

Data = dict[str, Any]
DAYS_AHEAD = 8
TEXTS = ("what_for", "age_note", "phone_note", "cost", "anonymity", "after_you_contact", "how_long")


def service_data(service: Service, content: Content, at: datetime.datetime) -> Data:
    """What is particular to a service; ``at`` is when coming openings begin to count."""
    return {
        **{name: filled(getattr(service, name), content) for name in TEXTS},
        "short_name": service.short_name or service.name,
        "previous_names": service.previous_names,
        "run_by": service.run_by,
        "category": service.category,
        "category_in_words": str(LABELS["need"][service.category]),
        "who": [name for name, may in vars(service.audience).items() if may],
        "age_min": service.age_min,
        "age_max": service.age_max,
        "nations": service.nations,
        "confirmed": service.confirmed,
        "caution": "" if service.confirmed else _caution(),
        "phone": service.phone,
        "phone_label": service.phone_label,
        "report_url": service.report_url,
        "report_label": service.report_label,
        "info_url": service.info_url,
        "contacts": _contacts(service, content),
        **_when(service, at),
        "have_ready": [filled(text, content) for text in service.have_ready],
        "does_not_handle": [filled(text, content) for text in service.does_not_handle],
        "languages": _languages(service, content),
    }


def _caution() -> str:
    return gettext("We have not been able to check all of this. Look at their own site first.")


def _contacts(service: Service, content: Content) -> list[Data]:
    return [
        {
            "channel": contact.channel,
            "label": contact.label,
            "value": contact.value,
            "url": contact.url,
            "note": filled(contact.note, content),
        }
        for contact in service.contacts
        if contact.confirmed
    ]


def _when(service: Service, at: datetime.datetime) -> Data:
    """Confirmed hours as rows; ``openings`` is None when no hours of a person are confirmed."""
    lines = hours.in_words(service)
    unsure = dict.fromkeys(line.channel for line in lines if not line.confirmed)
    if service.phone and not any(line.channel == "phone" for line in lines):
        unsure["phone"] = None
    known = any(line.confirmed and line.channel in hours.LIVE_CHANNELS for line in lines)
    return {
        "hours": [_row(line) for line in lines if line.confirmed],
        "hours_not_confirmed": list(unsure),
        "always_open": hours.always_open(service),
        "openings": _openings(service, at) if known else None,
    }


def _row(line: hours.HoursLine) -> Data:
    return {
        "channel": line.channel,
        "days": days_of(line),
        "opens": f"{line.opens:%H:%M}" if line.opens is not None else None,
        "closes": f"{line.closes:%H:%M}" if line.closes is not None else None,
        "bank_holidays": line.bank_holidays,
    }


def days_of(line: hours.HoursLine) -> list[str]:
    """The days of a line, one by one, Monday first."""
    week = hours.WEEK
    ranges = (week[week.index(r.first) : week.index(r.last) + 1] for r in line.days)
    return [day for days in ranges for day in days]


def _openings(service: Service, at: datetime.datetime) -> list[Data]:
    return [
        {"opens": found.opens, "closes": found.closes, "goes_on": found.goes_on}
        for found in hours.openings(service, at, DAYS_AHEAD)
    ]


def _languages(service: Service, content: Content) -> Data:
    """None: nobody has confirmed it either way."""
    found = service.languages
    return {
        "bsl": found.bsl,
        "welsh": found.welsh,
        "other": found.other,
        "note": filled(found.note, content),
    }
