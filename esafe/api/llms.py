"""llms.txt (llmstxt.org): what this site is, for programs that answer people's questions."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext

from esafe.addresses import FEED, address
from esafe.api import addresses
from esafe.api.words import whole
from esafe.content import Content
from esafe.edition import Edition
from esafe.item import Item
from esafe.labels import LABELS
from esafe.placeholders import filled
from reporting_links.content import Service

_BRACKETS = re.compile(r"([\\\[\]])")


def llms_txt(edition: Edition) -> str:
    """A title, a summary, rules, and lists of links with a note each."""
    content, site = edition.content, edition.site
    groups = list(LABELS["situation"])
    situations = sorted(content.situation.values(), key=lambda s: (groups.index(s.group), s.order))
    needs = list(LABELS["need"])
    services = sorted(content.service.values(), key=lambda s: (needs.index(s.category), s.order))
    about = [page for page in content.page.values() if page.area == "about"]
    advice = sorted((p for p in content.page.values() if p.area == "advice"), key=lambda p: p.order)
    parts = [
        f"# {_one_line(site.name)}",
        f"> {_one_line(site.strapline)}. " + _about(site.operator),
        _rules(edition),
        _section(gettext("What has happened"), (_link(s, s.summary, content) for s in situations)),
        _section(gettext("Whom to call"), (_link(s, _note(s), content) for s in services)),
        _section(gettext("Advice"), (_link(page, page.summary, content) for page in advice)),
        _section(gettext("For programs"), _for_programs()),
        _section("Optional", (_link(page, page.summary, content) for page in about)),
    ]
    return "\n\n".join(parts) + "\n"


def _about(operator: str) -> str:
    return gettext(
        "For parents in the UK who are worried about what has happened to a child online. Run by {operator}."
    ).format(operator=_one_line(operator))


def _rules(edition: Edition) -> str:
    """What a program must tell first, and what it must not make up."""
    rules = (
        gettext(
            "If a child or anyone else is in danger now, the first thing to say is: call 999 (in the UK)."
        ),
        gettext(
            "Take phone numbers and hours only from the pages of the services below, or from their data."
        ),
        gettext("Each page and each item of data says when it was checked, and by when it will be again."),
        gettext("When that day is over, send people to the service’s own site."),
        gettext("Hours that nobody has confirmed are not given. Do not guess them."),
        gettext("Never ask anybody to describe, show, save or send on a sexual picture of a child."),
        gettext("Give the steps of a plan in their order, and leave none out."),
        gettext("This is edition {number}, published on {day}.").format(
            number=edition.number, day=edition.published_at.date().isoformat()
        ),
    )
    return "\n".join(f"- {rule}" for rule in rules)


def _section(heading: str, lines: Iterable[str]) -> str:
    return "\n".join([f"## {heading}", "", *lines])


def _link(item: Item, note: str, content: Content) -> str:
    title = str(getattr(item, "title", "") or getattr(item, "name", ""))
    return f"- [{_one_line(title)}]({whole(address(item))}): {_one_line(filled(note, content))}"


def _note(service: Service) -> str:
    checked = gettext("Checked on {day}, to be checked again by {next}.").format(
        day=service.reviewed_on.isoformat(), next=service.review_by.isoformat()
    )
    unsure = "" if service.confirmed else gettext("Not all of this is confirmed.") + " "
    return f"{service.what_for} {unsure}{checked}"


def _for_programs() -> list[str]:
    notes = {
        addresses.API: gettext("read-only JSON: pages, services with hours, situations with plans, news"),
        addresses.OPENAPI: gettext("what the JSON holds (OpenAPI 3.1)"),
        FEED: gettext("news as an Atom feed"),
        "/sitemap.xml": gettext("every page"),
    }
    return [f"- [{path}]({whole(path)}): {note}" for path, note in notes.items()]


def _one_line(text: str) -> str:
    """Text that cannot begin a line of its own or end a link."""
    return _BRACKETS.sub(r"\\\1", " ".join(text.split()))
