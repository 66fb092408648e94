"""The words of the content as they stand on paper, where no link can be followed."""

import re
from html.parser import HTMLParser

from django.conf import settings
from django.utils.translation import gettext as _

from esafe import short_codes
from esafe.addresses import address
from esafe.content import Content
from esafe.placeholders import Named, called, filled
from reporting_links.content import Situation


def short_link(path: str) -> str:
    """The short address of a page as people type it: without https:// and the last stroke."""
    return without_scheme(settings.SITE_URL + short_codes.go(path))


def without_scheme(url: str) -> str:
    """An address as it is said: ``ceop.police.uk/ceop-reporting``."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def line(text: str, content: Content) -> str:
    """Plain text with its {names} filled in: a service by name, a situation also by its short address."""
    return filled(text, content, name=_with_address)


def _with_address(item: Named) -> str:
    if isinstance(item, Situation):
        return _("“{title}” ({address})").format(title=called(item), address=short_link(address(item)))
    return called(item)


def paragraphs(html: str, content: Content) -> list[str]:
    """Limited HTML as paragraphs; a point of a list is one too. A link of ours is followed by where it leads."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    return [line(" ".join(words.split()), content) for words in reading.paragraphs if words.strip()]


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.paragraphs = [""]
        self.leads_to = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/"):
            self.leads_to = short_link(href.partition("#")[0])
        elif tag not in ("a", "strong", "em"):
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.leads_to:
            self.paragraphs[-1] += f" ({self.leads_to})"
            self.leads_to = ""

    def handle_data(self, data: str) -> None:
        self.paragraphs[-1] += data
