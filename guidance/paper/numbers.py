"""How services are reached, as rows for paper: a name, and what to dial, text or type."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from esafe.addresses import address
from esafe.content import Content
from esafe.placeholders import PLACEHOLDER
from esafe.short_codes import go
from esafe.templatetags.esafe import beside_number, in_words, number
from esafe.templatetags.reaching import text_number
from guidance.paper import spoken
from reporting_links.content import Action, Service
from reporting_links.helpers import FOR_CHILD, FOR_PARENT, Helpers
from reporting_links.plans import ServiceRow, services_of

Row = dict[str, str]
EMERGENCY = "police_999"
CEOP = "ceop_safety_centre"
# The numbers of "Whom to call" and of the cards, for the whole UK (flow.md: to talk, to report, when very low).
WHOM_TO_CALL = (FOR_PARENT, FOR_CHILD, CEOP, "papyrus", "samaritans", "shout")
# An address that is longer is not typed by hand: our short link to the service stands in its place.
LONGEST_ADDRESS = 36


def row(service: Service, content: Content, *, nations: Iterable[str] = (), whom: str = "") -> Row:
    """One service. Where a picture can be taken down, its form is the way, whatever number stands beside it."""
    by_phone = service.phone and service.category != "image_removal"
    phone = (number(service.phone_label) or service.phone) if by_phone else ""
    text = "" if by_phone else text_number(service)
    page = service.report_url or service.info_url
    web = "" if by_phone or text else spoken.without_scheme(_to_type(service, page))
    name = _without(phone, service.short_name or service.name)
    notes = ("",) if text or web else (beside_number(service.phone_label), service.phone_note)
    return {
        "name": capfirst(name),
        "whom": whom or _nations(tuple(nations), name),
        "number": phone or (_("Text {text}").format(text=text) if text else web),
        "is_web": "yes" if web else "",
        "url": f"tel:{service.phone}" if by_phone else (page if web else ""),
        "note": spoken.line(" ".join(capfirst(note) for note in notes if note), content),
    }


def _without(phone: str, name: str) -> str:
    """A name that does not say the number a second time."""
    return "" if name == phone else name.removesuffix(f" ({phone})")


def _nations(nations: tuple[str, ...], name: str) -> str:
    told = str(in_words(nations, "nation")) if nations else ""
    return "" if told in name else told


def form_to_type(service: Service) -> str:
    """Where its form is, also for whoever reads it on paper; empty when it has none."""
    return _to_type(service, service.report_url)


def _to_type(service: Service, own: str) -> str:
    """``own``, an address of its own, or our short link to the service where that is too long."""
    is_short = len(spoken.without_scheme(own)) <= LONGEST_ADDRESS
    return own if is_short else f"{settings.SITE_URL}{go(address(service))}"


def rows(found: Iterable[ServiceRow], content: Content) -> list[Row]:
    """The services beside a step of a plan."""
    return _noted_once([row(each.service, content, nations=each.nations) for each in found])


def of_action(action: Action, content: Content) -> list[Row]:
    """The services that an action names."""
    return _noted_once([row(service, content, nations=n) for service, n in services_of(action, content)])


def _noted_once(rows: list[Row]) -> list[Row]:
    """The rows, without a note that the row before them has said."""
    pairs = zip(rows, [None, *rows], strict=False)
    return [{**row, "note": ""} if before and before["note"] == row["note"] else row for row, before in pairs]


def named_in(texts: Iterable[str], content: Content) -> list[Service]:
    """The services that texts name in braces, each once; not 999, which every sheet has of its own."""
    keys = dict.fromkeys(key for text in texts for key in PLACEHOLDER.findall(text))
    return [content.service[key] for key in keys if key in content.service and key != EMERGENCY]


def whom_to_call(content: Content, also: Iterable[Service] = ()) -> list[Row]:
    """Someone for the parent, someone for the child, then the others."""
    whom = {FOR_PARENT: _("for you"), FOR_CHILD: _("for your child")}
    first = [content.service[key] for key in whom if key in content.service]
    found = {service.key: service for service in (*first, *also)}
    return [row(service, content, whom=whom.get(key, "")) for key, service in found.items()]


def to_talk_to(helpers: Helpers, content: Content) -> list[Row]:
    """Someone for the parent and someone for the child."""
    for_parent = [row(service, content, whom=_("for you")) for service in helpers.for_parent]
    return for_parent + [row(service, content, whom=_("for your child")) for service in helpers.for_child]


def emergency(content: Content) -> dict[str, str]:
    """The line of every page about 999, in sign language and by text (safety rule S1)."""
    service = content.service[EMERGENCY]
    signed = next((c.url for c in service.contacts if c.confirmed and c.channel == "bsl"), "")
    return {
        "line": _("In danger now?"),
        "number": _("Call {number}").format(number=service.phone_label or "999"),
        "signed": _("Deaf? {address}").format(address=spoken.without_scheme(signed)) if signed else "",
        "text": _("Texting 999 works only if your phone was registered before."),
    }
