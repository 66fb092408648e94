"""What the words of an item may not hold if it is to reach readers. Pure: no Django.

The checks themselves are those that staff see beside each field: guidance/text_checks.py.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from esafe import addresses, prose
from esafe.content import KINDS, Content
from esafe.item import Item
from esafe.problem import Problem
from guidance import text_checks, wording
from reporting_links.content import Service

SITE_PLACEHOLDERS = frozenset({"site_name", "site_operator", "site_contact", "exit_name"})
ALWAYS_KNOWN = frozenset({"999", "112"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
DATES = (datetime.date, datetime.datetime)
_NAME_IN_LINK = re.compile(r'href="[^"]*\{')


def texts(content: Content) -> Iterator[tuple[str, Item, str]]:
    """Every text that readers see, with its item."""
    for kind in KINDS:
        for item in content.of(kind).values():
            for text in wording.reader_texts(_as_dict(item)):
                yield kind, item, text


def _as_dict(item: Item) -> Any:
    """An item as plain dicts and lists. Its dates stay dates: as texts they would look like numbers to call."""
    return msgspec.to_builtins(item, builtin_types=DATES)


def directory(services: Iterable[Service]) -> dict[str, str]:
    """The numbers that ``services`` can be reached at, each with the key of its service."""
    found = dict.fromkeys(ALWAYS_KNOWN, "police_999")
    for service in services:
        for number in (service.phone, *(contact.value for contact in service.contacts)):
            if dialled := text_checks.digits(number):
                found.setdefault(dialled, service.key)
    return found


def unsafe_texts(content: Content, previous: Content | None) -> Iterator[Problem]:
    """All that the checks of staff's words find, hints apart."""
    numbers = directory(content.service.values())
    for kind in KINDS:
        for item in content.of(kind).values():
            for name, text in text_checks.named_texts(_as_dict(item)):
                checks = [c for c in text_checks.checks_of(kind, name) if c not in text_checks.HINTS]
                for finding in text_checks.findings(checks, text, numbers):
                    yield Problem(kind, item.key, finding.text)


def telling_addresses(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Every page's address is neutral, also where it is made from a key."""
    for path, item in addresses.item_addresses(content).items():
        for finding in text_checks.telling_address(path.strip("/"), {}):
            kind = next(kind for kind, type_ in KINDS.items() if isinstance(item, type_))
            yield Problem(kind, item.key, finding.text)


def numbers_that_differ(content: Content, previous: Content | None) -> Iterator[Problem]:
    """The number that people read is the number that is dialled."""
    for service in content.service.values():
        if service.phone and re.sub(r"\D", "", service.phone_label) != service.phone.lstrip("+"):
            yield Problem("service", service.key, "The number people read is not the number that is dialled.")


def wrong_names_in_braces(content: Content, previous: Content | None) -> Iterator[Problem]:
    """A {name} in a text stands for a service or one of the site's own words."""
    for kind, item, text in texts(content):
        for name in _PLACEHOLDER.findall(text):
            if _NAME_IN_LINK.search(text):
                yield Problem(
                    kind, item.key, "A {name} makes its own link. Please take it out of the address."
                )
            if not {name} & (content.service.keys() | content.situation.keys() | SITE_PLACEHOLDERS):
                yield Problem(kind, item.key, f"{{{name}}} does not name a service or a situation.")


def unsafe_html(content: Content, previous: Content | None) -> Iterator[Problem]:
    """Rich text holds nothing but the site's own list of tags and links (R46)."""
    for kind, item, text in texts(content):
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


RULES = (
    wrong_names_in_braces,
    unsafe_html,
    unsafe_texts,
    telling_addresses,
    numbers_that_differ,
)
