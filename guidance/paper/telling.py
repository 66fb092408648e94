"""What stands on a sheet, as data for its design. All of it comes from the edition, nothing is written twice."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from esafe import short_codes
from esafe.edition import Edition
from esafe.item import ReviewedItem
from guidance.paper import drawings, numbers, spoken
from guidance.paper.sheets import CONCERNED, Sheet

Data = dict[str, Any]


@dataclass(frozen=True)
class School:
    """What a school typed, to be put on one sheet and kept nowhere."""

    name: str = ""
    lead: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.lead)


def is_late(review_by: datetime.date) -> bool:
    """Whether the day of the next check is over in London."""
    return review_by < timezone.localdate()


def frame(sheet: Sheet, edition: Edition, title: str, school: School, shown: Iterable[ReviewedItem]) -> Data:
    """What every sheet carries: who says it, of which day it is, where it leads and the school's own lines."""
    content, site = edition.content, edition.site
    link = settings.SITE_URL + short_codes.go(sheet.path)
    return {
        "kind": sheet.kind,
        "title": title,
        "site": site.name,
        "strapline": site.strapline,
        "operator": _("{name} is run by {operator}.").format(name=site.name, operator=site.operator),
        "edition": _("Edition {number}").format(number=edition.number),
        "published": edition.published_at.date().isoformat(),
        **checked(list(shown)),
        "scan": _("Scan this, or type"),
        "url": link,
        "address": spoken.without_scheme(link),
        "qr": drawings.qr_code(link),
        "qr_alt": _("QR code: leads to {address}").format(address=spoken.without_scheme(link)),
        "emergency": numbers.emergency(content),
        "logo": drawings.drawing("logo", drawings.ON_NIGHT),
        "school": _school(school),
        "page_words": _("Page {page} of {pages}").format(page="{page}", pages="{pages}"),
    }


def _school(school: School) -> Data:
    return {
        "name": school.name,
        "lead": school.lead,
        "heading": _("At our school"),
        "lead_label": _("Safeguarding lead"),
        "name_label": _("School"),
    }


def checked(shown: list[ReviewedItem]) -> Data:
    """Since when all of it is known to be true, and until when: the earliest days of what is shown."""
    on = min(item.reviewed_on for item in shown)
    by = min(item.review_by for item in shown)
    said = _("Checked on {day}.").format(day=date_format(on, "j F Y"))
    until = _("Check by {day}").format(day=date_format(by, "j F Y"))
    if is_late(by):
        again = f"{said} " + _("We are checking this again.")
        return {"checked": again, "checked_short": again}
    asks = _("{until}: after that day, please print it again.").format(until=until)
    return {"checked": f"{said} {asks}", "checked_short": f"{said} {until}."}


def careful(edition: Edition) -> Data:
    """What stands on everything about pictures, contact and threats (safety rules S3 and S11)."""
    content = edition.content
    ask = content.action["ask_suicide"]
    return {
        "pictures": spoken.line(content.action["leave_pictures_alone"].text, content),
        "ask": spoken.line(ask.text, content),
        "ask_rows": numbers.of_action(ask, content),
        "concerned": {"words": _("Concerned about a child?"), "address": spoken.short_link(CONCERNED)},
    }
