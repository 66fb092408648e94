"""What an online-safety page of a school should have: one table, and the line that says it."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from esafe.content import Content
from esafe.placeholders import filled
from reporting_links.content import Service

_NOT = r"\b(?:not|never|nobody|no one)\b|n't\b"
_PICTURE = r"(?:pictures?|images?|photos?|photographs?|videos?|nudes?)"


@dataclass(frozen=True, kw_only=True)
class Essential:
    """Something that must be there. ``says`` is how to know it in a text with plain apostrophes.

    The line to paste is the text of ``action``, or else what ``service`` is for, with how to reach it.
    """

    name: Promise
    says: str
    action: str = ""
    service: str = ""


TABLE = (
    Essential(
        name=_("999, for danger"),
        says=r"(?<!\d)999(?!\d)",
        action="in_danger_call_999",
        service="police_999",
    ),
    Essential(
        name=_("that it is not the child’s fault"),
        says=rf"(?:{_NOT})[^.!?]{{0,40}}\b(?:fault|blame)",
        action="not_your_childs_fault",
    ),
    Essential(
        name=_("not to copy or send on a picture"),
        says=rf"(?:{_NOT})[^.!?]{{0,120}}\b(?:cop(?:y|ies)|send|sent|forward|share|screenshots?|save)\b"
        rf"[^.!?]{{0,120}}\b{_PICTURE}\b"
        rf"|\b{_PICTURE}\b[^?!]{{0,120}}(?:{_NOT})[^.!?]{{0,80}}\b(?:copy|send|forward|share|screenshot|save)\b",
        action="leave_pictures_alone",
    ),
    Essential(
        name=_("CEOP, to report to"),
        says=r"\bCEOP\b(?! Education)",
        service="ceop_safety_centre",
    ),
    Essential(
        name=_("Report Remove, to get a picture taken down"),
        says=r"\breport remove\b",
        service="report_remove",
    ),
    Essential(
        name=_("Childline, for the child"),
        says=r"\bchildline\b",
        action="childline",
        service="childline",
    ),
    Essential(
        name=_("the NSPCC Helpline, for the parent"),
        says=r"\bNSPCC\b[^.!?]{0,40}\bhelpline\b|\bhelpline\b[^.!?]{0,40}\bNSPCC\b|\bNSPCC\b[^.!?]{0,80}\b0?808\b",
        action="nspcc",
        service="nspcc_helpline",
    ),
    Essential(
        name=_("the Internet Watch Foundation, for a web address"),
        says=r"\bIWF\b|\binternet watch foundation\b",
        action="iwf_address",
        service="iwf",
    ),
)


def missing(text: str) -> list[Essential]:
    """What ``text`` does not say, in the order of the table."""
    plain = " ".join(text.replace("’", "'").split())
    return [essential for essential in TABLE if not re.search(essential.says, plain, re.I)]


def ready_line(essential: Essential, content: Content) -> str:
    """The words to paste, with the number or address of today; empty when the edition has neither."""
    action, service = content.action.get(essential.action), content.service.get(essential.service)
    words = action.text if action else service.what_for if service else ""
    words = filled(words, content)
    return f"{words} {reached(service, words)}".strip() if service else words


def line_of(service: Service, content: Content) -> str:
    """What to write of a service that is reached at its address; empty when it has none."""
    for essential in TABLE:
        if essential.service == service.key:
            return ready_line(essential, content)
    return reached(service, "") if service.report_url or service.info_url else ""


def reached(service: Service, words: str) -> str:
    """How to reach a service, in a sentence; empty when ``words`` hold its number already."""
    number = service.phone_label or service.phone
    is_online = service.category in ("police", "image_removal") or not number
    if not is_online and number in words:
        return ""
    how = (
        service.report_url or service.info_url if is_online else _now("call %(number)s") % {"number": number}
    )
    return f"{service.name}: {how}" if is_online else f"{service.name}: {how}."
