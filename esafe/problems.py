"""What must be mended before content may reach readers, in plain words. Pure: no Django.

Each rule is one small function that yields problems; ``find`` runs them all.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from esafe import addresses, prose
from esafe.content import KINDS, Content
from esafe.item import Item, ReviewedItem
from guidance import wording
from guidance.content import Page
from reporting_links.content import Action, Service, Situation
from reporting_links.plans import PLACE_NAMES, PLACES

SITE_PLACEHOLDERS = frozenset({"site_name", "site_operator", "site_contact", "exit_name"})
NOT_OURS_TO_GIVE = ("/admin/", "/static/", "/components/")
FIXED_FILES = frozenset({"/sitemap.xml", "/robots.txt"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NAME_IN_LINK = re.compile(r'href="[^"]*\{')
_OWN_LINK = re.compile(r'href="(/[^"#?]*)')
_NUMBER = re.compile(r"(?<![\w/.=-])(?:\+44|0)[\d ]{8,14}\d")
_DIAL = re.compile(r"^\+?[0-9]+$")


@dataclass(frozen=True)
class Problem:
    """One thing to mend: in which item, and what to do about it.

    With one that ``stops_preview`` the pages cannot even be shown.
    """

    kind: str
    key: str
    text: str
    stops_preview: bool = False

    def __str__(self) -> str:
        return f"{self.kind} “{self.key}”: {self.text}"


Rule = Callable[[Content, Content | None], Iterator[Problem]]


def find(content: Content, previous: Content | None = None) -> list[Problem]:
    """All problems of ``content``; ``previous`` is what readers have now."""
    missing = list(required_items(content, previous))
    return missing or [problem for rule in RULES for problem in rule(content, previous)]


def required_items(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Every page leans on these (S1, S2, and flow.md 4.1)."""
    required = {
        "site": ("site",),
        "service": ("police_999", "childline", "nspcc_helpline", "ceop_safety_centre"),
        "action": ("not_your_childs_fault", "in_danger_call_999", "leave_pictures_alone"),
    }
    for kind, keys in required.items():
        for key in keys:
            if key not in content.of(kind):
                yield Problem(
                    kind, key, "Every page needs this item. Please put it back.", stops_preview=True
                )


def missing_references(content: Content, previous: Content | None) -> Iterator[Problem]:
    """A link, service, action, fact or figure that does not exist."""
    for kind, item, wanted_kind, key in _references(content):
        if key and key not in content.of(wanted_kind):
            text = f"It uses the {wanted_kind} “{key}”, which is not in this edition."
            yield Problem(kind, item.key, text, stops_preview=True)


def _references(content: Content) -> Iterator[tuple[str, Item, str, str]]:
    for page in content.page.values():
        yield "page", page, "action", page.first_line
        for section in page.sections:
            yield "page", page, "service", section.service
            yield "page", page, "action", section.action
    for news in content.news.values():
        yield from (("news", news, "figure", key) for key in news.figures)
    for action in content.action.values():
        yield from (("action", action, "service", key) for key in action.services if key not in PLACE_NAMES)
    for place in PLACES.values():
        yield from (("site", content.site["site"], "service", key) for key in set(place.values()))
    for situation in content.situation.values():
        yield "situation", situation, "action", situation.first_line
        for step in situation.steps:
            yield "situation", situation, "action", step.action
            yield from (("situation", situation, "fact", fact) for fact in (*step.only_if, *step.not_if))


def empty_sections(content: Content, previous: Content | None) -> Iterator[Problem]:
    """A section that shows a service or an action names one."""
    for page in content.page.values():
        for section in page.sections:
            if section.kind in ("service", "action") and not getattr(section, section.kind):
                text = f"A section of it shows no {section.kind}. Please choose one."
                yield Problem("page", page.key, text, stops_preview=True)


def wrong_related(content: Content, previous: Content | None) -> Iterator[Problem]:
    """ "Read next" names something that is not there."""
    for kind in ("page", "situation"):
        for item in content.of(kind).values():
            for ref in item.related:  # type: ignore[attr-defined]
                if addresses.find(content, ref) is None:
                    yield Problem(kind, item.key, f"“Read next” names {ref}, which is not in this edition.")


def wrong_names_in_braces(content: Content, previous: Content | None) -> Iterator[Problem]:
    """A {name} in a text stands for a service or one of the site's own words."""
    for kind, item, text in _texts(content):
        for name in _PLACEHOLDER.findall(text):
            if _NAME_IN_LINK.search(text):
                yield Problem(
                    kind, item.key, "A {name} makes its own link. Please take it out of the address."
                )
            if not {name} & (content.service.keys() | content.situation.keys() | SITE_PLACEHOLDERS):
                yield Problem(kind, item.key, f"{{{name}}} does not name a service or a situation.")


def broken_links(content: Content, previous: Content | None) -> Iterator[Problem]:
    """A link to a page of ours that is not there."""
    known = {*addresses.public_addresses(content), *content.redirect, *FIXED_FILES}
    for kind, item, text in _texts(content):
        for path in _OWN_LINK.findall(text):
            if path not in known:
                yield Problem(kind, item.key, f"It links to {path}, which is not a page of this edition.")
    for news in content.news.values():
        path = news.next_step_url.partition("#")[0]
        if path.startswith("/") and path not in known:
            yield Problem("news", news.key, f"Its next step leads to {path}, which is not a page.")


def unsafe_addresses(content: Content, previous: Content | None) -> Iterator[Problem]:
    """An address on the web is https or http, and never a script (R46)."""
    for kind, item, address in _web_addresses(content):
        parts = urlsplit(address)
        if address and (parts.scheme not in ("https", "http") or not parts.hostname):
            yield Problem(kind, item.key, f"“{address}” is not an address on the web.")


def _web_addresses(content: Content) -> Iterator[tuple[str, Item, str]]:
    for service in content.service.values():
        yield from (("service", service, url) for url in (service.report_url, service.info_url))
        yield from (("service", service, contact.url) for contact in service.contacts)
    yield from (("figure", figure, figure.url) for figure in content.figure.values())
    for news in content.news.values():
        if not news.next_step_url.startswith("/"):
            yield "news", news, news.next_step_url
    for kind in KINDS:
        for item in content.of(kind).values():
            yield from ((kind, item, source.url) for source in getattr(item, "sources", ()))


def lost_addresses(content: Content, previous: Content | None) -> Iterator[Problem]:
    """An address that once worked keeps working (promise 4; schools link to it)."""
    if previous is None:
        return
    now = {*addresses.public_addresses(content), *content.redirect}
    for path in (*addresses.public_addresses(previous), *previous.redirect):
        if path not in now:
            yield Problem(
                "redirect", path, f"{path} worked until now. Please add a redirect to another page."
            )


def broken_redirects(content: Content, previous: Content | None) -> Iterator[Problem]:
    """A redirect leads straight to a page, and never hides one."""
    pages = set(addresses.public_addresses(content))
    for redirect in content.redirect.values():
        if redirect.to not in pages:
            yield Problem("redirect", redirect.key, f"It leads to {redirect.to}, which is not a page.")
        if redirect.key.startswith(NOT_OURS_TO_GIVE):
            yield Problem("redirect", redirect.key, "This address belongs to the site itself.")
        if redirect.key in pages:
            yield Problem(
                "redirect", redirect.key, "There is a page at this address. Please remove one of them."
            )


def shared_addresses(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Two items cannot be read at one address."""
    taken = dict.fromkeys(addresses.LISTS, "a list")
    for kind in ("page", "situation", "service", "news"):
        for item in content.of(kind).values():
            path = addresses.address(item)
            if path.startswith(NOT_OURS_TO_GIVE):
                yield Problem(
                    kind, item.key, f"{path} belongs to the site itself. Please choose another key."
                )
            if path in taken:
                yield Problem(kind, item.key, f"{path} is the address of {taken[path]} already.")
            taken[path] = f"{kind} “{item.key}”"


def not_reviewed(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Every page has an owner, a source and a review date (promise 5)."""
    for kind in KINDS:
        for item in content.of(kind).values():
            if not isinstance(item, ReviewedItem):
                continue
            if not item.owner:
                yield Problem(kind, item.key, "Please say who looks after it.")
            if item.review_by <= item.reviewed_on:
                yield Problem(kind, item.key, "“Check again by” must be later than “checked on”.")
            if not item.sources and not (
                kind == "situation" or (isinstance(item, Page) and item.area == "about")
            ):
                yield Problem(kind, item.key, "Please give at least one source.")


def figures_without_source(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Every statistic carries its year and source (S23)."""
    for figure in content.figure.values():
        if not (figure.period and figure.publisher and figure.url and figure.published):
            yield Problem("figure", figure.key, "A figure needs its period, publisher, address and date.")


def unknown_numbers(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Numbers live in one place: the directory."""
    for service in content.service.values():
        if service.phone and not (service.phone.isascii() and _DIAL.match(service.phone)):
            yield Problem(
                "service", service.key, f"The number to dial may hold digits only, not “{service.phone}”."
            )
        if service.phone and re.sub(r"\D", "", service.phone_label) != service.phone.lstrip("+"):
            yield Problem("service", service.key, "The number people read is not the number that is dialled.")
    for kind, item, text in _texts(content):
        if kind == "service":
            continue
        for number in _NUMBER.findall(text):
            yield Problem(
                kind, item.key, f"Please name the service in braces instead of typing {number.strip()}."
            )


def unsafe_html(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Rich text holds nothing but the site's own list of tags and links (R46)."""
    for kind, item, text in _texts(content):
        try:
            cleaned = prose.clean(text) if "<" in text else text.strip()
        except prose.TooMuchHtml as error:
            yield Problem(kind, item.key, str(error))
            continue
        if "<" in text and _bare(cleaned) != _bare(text):
            yield Problem(
                kind, item.key, "Its text holds HTML that is not allowed. Please open it and save it again."
            )


def _bare(html: str) -> str:
    return re.sub(r"\s+", "", html.replace("&nbsp;", "").replace("\u00a0", ""))


def unsafe_words(content: Content, previous: Content | None) -> Iterator[Problem]:
    """No text tells anyone to delete or to capture, nor uses a word that harms (S3, S5, S6)."""
    for kind, item, text in _texts(content):
        for found, instead in wording.to_avoid(text):
            yield Problem(kind, item.key, f"Please avoid “{found}”. Better: {instead}.")


def unsafe_exit(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Leaving goes to another site, by https (R122)."""
    exit_url = urlsplit(content.site["site"].exit_url)
    if exit_url.scheme != "https" or not exit_url.hostname or exit_url.username:
        yield Problem("site", "site", "“Leave this site” must go to an https address.")


def notice_without_end(content: Content, previous: Content | None) -> Iterator[Problem]:
    site = content.site["site"]
    if site.notice and site.notice_until is None:
        yield Problem("site", "site", "Please say when the notice ends.")


def too_few_services(content: Content, previous: Content | None) -> Iterator[Problem]:
    """No situation ends with one service only, or with unconfirmed ones only (S13)."""
    for situation in content.situation.values():
        services = _services_of(situation, content)
        if len(services) < 2 or not any(service.confirmed for service in services):
            yield Problem("situation", situation.key, "It needs two services, and one of them confirmed.")


def ceop_where_it_cannot_help(content: Content, previous: Content | None) -> Iterator[Problem]:
    """CEOP does not deal with bullying, or with fake or hacked accounts (S14)."""
    for key in ("nasty_posts", "scams"):
        situation = content.situation.get(key)
        if situation and any(s.key == "ceop_safety_centre" for s in _services_of(situation, content)):
            yield Problem("situation", key, "CEOP cannot help with this. Please take that step out.")


def too_much_at_once(content: Content, previous: Content | None) -> Iterator[Problem]:
    """At most three things to do now, beside the panel for the child (flow.md, decision 11)."""
    for situation in content.situation.values():
        now = [s for s in situation.steps if s.band == "now" and s.action not in ("stay_calm", "ask_suicide")]
        if len(now) > 3:
            yield Problem(
                "situation", situation.key, f"It has {len(now)} steps for “now”. Three is the most."
            )


def suicide_never_asked(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Blackmail, shared pictures, grooming, webcams and AI pictures always ask (S11)."""
    for key in ("sextortion_paid", "sextortion_unpaid", "grooming", "webcam", "ai_nude", "image_shared"):
        situation = content.situation.get(key)
        if situation and not any(s.action == "ask_suicide" and not s.only_if for s in situation.steps):
            yield Problem("situation", key, "It must always carry the question about suicide.")


def _services_of(situation: Situation, content: Content) -> set[Service]:
    found: set[str] = set()
    for step in situation.steps:
        action: Action | None = content.action.get(step.action)
        for name in action.services if action else ():
            found |= set(PLACES[name.strip("{}")].values()) if name in PLACE_NAMES else {name}
    return {content.service[key] for key in found if key in content.service}


def _texts(content: Content) -> Iterator[tuple[str, Item, str]]:
    """Every text that readers see, with its item."""
    for kind in KINDS:
        for item in content.of(kind).values():
            for text in wording.reader_texts(msgspec.to_builtins(item)):
                yield kind, item, text


RULES: tuple[Rule, ...] = (
    missing_references,
    empty_sections,
    wrong_related,
    wrong_names_in_braces,
    broken_links,
    unsafe_addresses,
    lost_addresses,
    broken_redirects,
    shared_addresses,
    not_reviewed,
    figures_without_source,
    unknown_numbers,
    unsafe_html,
    unsafe_words,
    unsafe_exit,
    notice_without_end,
    too_few_services,
    ceop_where_it_cannot_help,
    too_much_at_once,
    suicide_never_asked,
)
