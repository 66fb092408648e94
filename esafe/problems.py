"""What must be mended before content may reach readers, in plain words. Pure: no Django.

Each rule is one small function that yields problems; ``find`` runs them all.
"""

import datetime
import re
from collections.abc import Callable, Collection, Iterator
from urllib.parse import urlsplit

from esafe import addresses, review, short_codes, text_problems
from esafe.content import KINDS, Content
from esafe.item import Item, ReviewedItem
from esafe.problem import Problem
from guidance import item_checks, query
from reporting_links import triage_problems
from reporting_links.plans import PLACE_NAMES, PLACES

NOT_OURS_TO_GIVE = ("/admin/", "/static/", "/components/", "/api/", "/embed/", "/go/", "/print/", "/schools/")
FIXED_FILES = frozenset({"/sitemap.xml", "/robots.txt", "/llms.txt", addresses.FEED})
LONGEST_NOTICE = datetime.timedelta(days=31)
_OWN_LINK = re.compile(r'href="(/[^"#?]*)')


Rule = Callable[[Content, Content | None], Iterator[Problem]]


def find(content: Content, previous: Content | None = None, own_hosts: Collection[str] = ()) -> list[Problem]:
    """All problems of ``content``; ``previous`` is what readers have now, ``own_hosts`` are this site's."""
    missing = list(required_items(content, previous))
    if missing:
        return missing
    found = [problem for rule in RULES for problem in rule(content, previous)]
    found += exit_to_ourselves(content, own_hosts)
    if not any(problem.stops_preview for problem in found):  # plans can be made
        found += triage_problems.problems(content)
    return found


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


def numbers_that_all_need(content: Content, previous: Content | None) -> Iterator[Problem]:
    """The end of every page, every letter and every card give these two (S13, S24)."""
    for key in ("childline", "nspcc_helpline"):
        if not content.service[key].phone:
            yield Problem("service", key, "Every page and letter gives its number. Please put it back.")


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
            yield "page", page, "figure", section.figure
    for news in content.news.values():
        yield from (("news", news, "figure", key) for key in news.figures)
    for action in content.action.values():
        yield from (("action", action, "service", key) for key in action.services if key not in PLACE_NAMES)
    for place in PLACES.values():
        yield from (("site", content.site["site"], "service", key) for key in set(place.values()))
    for situation in content.situation.values():
        yield "situation", situation, "action", situation.first_line
    for kind in ("situation", "every_plan"):
        for item in content.of(kind).values():
            for step in item.steps:  # type: ignore[attr-defined]
                yield kind, item, "action", step.action
                yield from ((kind, item, "fact", fact) for fact in (*step.only_if, *step.not_if))


def empty_sections(content: Content, previous: Content | None) -> Iterator[Problem]:
    """A section that shows a service, an action or a figure names one."""
    for page in content.page.values():
        for section in page.sections:
            for _, finding in item_checks.section_findings(vars(section)):
                yield Problem("page", page.key, finding.text, stops_preview=True)


def headings_without_one_above(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Headings go down one level at a time, from the page's title on."""
    for page in content.page.values():
        for section in page.sections:
            for _, finding in item_checks.heading_findings(vars(section)):
                yield Problem("page", page.key, finding.text)


def wrong_related(content: Content, previous: Content | None) -> Iterator[Problem]:
    """ "Read next" names something that is not there."""
    for kind in ("page", "situation"):
        for item in content.of(kind).values():
            for ref in item.related:  # type: ignore[attr-defined]
                if addresses.find(content, ref) is None:
                    yield Problem(kind, item.key, f"“Read next” names {ref}, which is not in this edition.")


def synonyms_that_lead_nowhere(content: Content, previous: Content | None) -> Iterator[Problem]:
    """What readers type means something that is there, and is not a word of every search."""
    for synonym in content.synonym.values():
        if not synonym.typed or not synonym.means:
            yield Problem("synonym", synonym.key, "Please say what readers type, and what it means here.")
        for text in synonym.typed:
            if len(list(query.words(text))) < 2 and not query.terms(text):
                yield Problem("synonym", synonym.key, f"“{text}” is too common a word to look for.")
        for text in synonym.means:
            if addresses.find(content, text) is None if ":" in text else not query.terms(text):
                yield Problem("synonym", synonym.key, f"It means “{text}”, which is not in this edition.")


def broken_links(content: Content, previous: Content | None) -> Iterator[Problem]:
    """A link to a page of ours that is not there."""
    known = {*addresses.public_addresses(content), *content.redirect, *FIXED_FILES}
    for kind, item, text in text_problems.texts(content):
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


def shared_codes(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Two addresses cannot have one short code: posters that hang on walls name it."""
    taken: dict[str, str] = {}
    for path in (*addresses.public_addresses(content), *content.redirect):
        other = taken.setdefault(short_codes.code(path), path)
        if other != path:
            yield Problem(
                "redirect",
                path,
                f"{path} and {other} would have one short link. Please choose another address.",
            )


def incomplete_items(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Every page has an owner, a source and a review date (promise 5), every figure its year and source (S23)."""
    for kind in KINDS:
        for item in content.of(kind).values():
            found = dict.fromkeys(finding.text for _, finding in item_checks.item_findings(kind, vars(item)))
            yield from (Problem(kind, item.key, text) for text in found)


def checked_too_seldom(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Nothing waits longer for its next check than its kind allows."""
    for kind in KINDS:
        for item in content.of(kind).values():
            if not isinstance(item, ReviewedItem):
                continue
            latest = review.latest(kind, item.reviewed_on)
            if item.review_by > latest:
                text = f"“Check again by” is too late for what it is: {latest:%-d %B %Y} at the latest."
                yield Problem(kind, item.key, text)


def unsafe_exit(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Leaving goes somewhere, by https (R122)."""
    if not _exit_host(content):
        yield Problem("site", "site", "“Leave this site” must go to an https address.")


def exit_to_ourselves(content: Content, own_hosts: Collection[str]) -> Iterator[Problem]:
    """Leaving never ends on this site, nor on a part of it."""
    exit_host = _exit_host(content)
    for host in {host.lower().strip("[]").removeprefix("www.") for host in own_hosts}:
        if exit_host == host or exit_host.endswith(f".{host}"):
            yield Problem("site", "site", f"“Leave this site” must go to another site: {exit_host} is ours.")


def _exit_host(content: Content) -> str:
    """The host that leaving goes to; empty when no browser would go there, or not by https."""
    exit_url = content.site["site"].exit_url
    try:
        parts = urlsplit(exit_url)
        opens = parts.port != 0 and not re.search(r"[\s\\]", exit_url)
    except ValueError:
        return ""
    is_safe = opens and parts.scheme == "https" and not parts.username
    return (parts.hostname or "").rstrip(".") if is_safe else ""


def notice_without_end(content: Content, previous: Content | None) -> Iterator[Problem]:
    """A notice ends by itself, and soon. One that readers have is not judged again when it is over."""
    site, was = content.site["site"], previous.site.get("site") if previous else None
    until, now = site.notice_until, datetime.datetime.now(datetime.UTC)
    if not site.notice or (was and (site.notice, until) == (was.notice, was.notice_until)):
        return
    if until is None:
        yield Problem("site", "site", "Please say when the notice ends.")
    elif until <= now:
        yield Problem("site", "site", "The notice would be over already. Please choose an end to come.")
    elif until > now + LONGEST_NOTICE:
        text = f"A notice ends within {LONGEST_NOTICE.days} days. Please choose an earlier end."
        yield Problem("site", "site", text)


RULES: tuple[Rule, ...] = (
    *text_problems.RULES,
    numbers_that_all_need,
    missing_references,
    empty_sections,
    headings_without_one_above,
    wrong_related,
    synonyms_that_lead_nowhere,
    broken_links,
    unsafe_addresses,
    lost_addresses,
    broken_redirects,
    shared_addresses,
    shared_codes,
    incomplete_items,
    checked_too_seldom,
    unsafe_exit,
    notice_without_end,
)
