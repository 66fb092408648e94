"""The {names} in texts of the content: of a service, a situation, or something of the site. Pure: no Django."""

import re
from collections.abc import Callable

from esafe.content import Content
from reporting_links.content import Service, Situation

PLACEHOLDER = re.compile(r"\{([\w-]+)\}")
Named = Service | Situation


def called(item: Named) -> str:
    """What an item is called in a sentence."""
    return item.title if isinstance(item, Situation) else item.short_name or item.name


def filled(
    text: str,
    content: Content,
    name: Callable[[Named], str] = called,
    other: Callable[[str], str] = str,
) -> str:
    """``text`` with its {names} filled in; nothing takes the place of one that nobody knows.

    ``name`` writes a service or a situation, ``other`` the words of the site.
    """

    def write(found: re.Match[str]) -> str:
        key = found[1]
        item = content.service.get(key) or content.situation.get(key)
        return name(item) if item else other(_of_site(key, content))

    return PLACEHOLDER.sub(write, text)


def _of_site(key: str, content: Content) -> str:
    site = content.site["site"]
    words = {
        "site_name": site.name,
        "site_operator": site.operator,
        "site_contact": site.contact_email,
        "exit_name": site.exit_name,
    }
    return words.get(key, "")
