"""What a newsletter says to one subscriber. Made once for all who get the same; only their own links differ."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from contact import neutral
from contact.newsletter_recipients import parts_for
from contact.newsletters import Newsletter
from contact.subscribers import Subscriber
from esafe import live
from esafe.addresses import address, find
from esafe.content import Content

# Stand in a text that is made once, where each subscriber's own links go. Nobody can write them.
_MANAGE, _STOP = (f"https://{secrets.token_hex(16)}.invalid/" for _each in range(2))
_MOST_KEPT: Final = 32


class Words(NamedTuple):
    """One mail in words."""

    subject: str
    text: str
    html: str

    def with_links(self, manage: str, stop: str) -> "Words":
        """The mail with somebody's own links in it."""
        text, html = (part.replace(_MANAGE, manage).replace(_STOP, stop) for part in (self.text, self.html))
        return Words(self.subject, text, html)


class Entry(NamedTuple):
    """A page of the live edition that a newsletter points to."""

    title: str
    summary: str
    url: str


@dataclass
class Letters:
    """The texts of the newsletters that are being sent."""

    _kept: dict[Any, Words] = field(default_factory=dict)

    def words(self, newsletter: Newsletter, subscriber: Subscriber) -> Words:
        """What ``subscriber`` gets of ``newsletter``, still without their own links."""
        joined = parts_for(newsletter, subscriber) if newsletter.monthly else [newsletter]
        number = live.store.current().number
        language = subscriber.mail_language
        key = (newsletter.pk, newsletter.changed_at, tuple(part.pk for part in joined), language, number)
        if key not in self._kept:
            while len(self._kept) >= _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = words(newsletter, joined, language)
        found = self._kept[key]
        return found._replace(subject=plain_subject()) if subscriber.plain_subject else found


def words(newsletter: Newsletter, joined: list[Newsletter], language: str) -> Words:
    """A newsletter in words. ``joined``: of a monthly one, what it joins; else itself alone."""
    content = live.store.current().content
    context = {
        "site": content.site["site"],
        "neutral_name": neutral.name_among(content.site["site"].name),
        "home": home(),
        "monthly": newsletter.monthly,
        "parts": [_part(one, content) for one in joined],
        "links": {"manage": _MANAGE, "stop": _STOP},
    }
    with translation.override(language):
        text = render_to_string("email/newsletter.txt", context)
        html = render_to_string("email/newsletter.html", context)
    return Words(one_line(newsletter.subject), _tidy(text), _tidy(html))


def home() -> str:
    """The first page of this site."""
    return f"{settings.SITE_URL}/"


def plain_subject() -> str:
    """For those who asked for a subject that says nothing."""
    name = neutral.name_among(live.store.current().content.site["site"].name)
    return one_line(_("News from %s") % name if name else _("News"))


def one_line(text: str) -> str:
    """``text`` as a header may have it (R51)."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def entries(refs: list[str], content: Content) -> list[Entry]:
    """The pages that ``refs`` (``kind:key``) name, without those that readers do not have any more."""
    found = (find(content, ref) for ref in refs)
    return [
        Entry(item.title, getattr(item, "summary", ""), settings.SITE_URL + address(item))  # type: ignore[attr-defined]
        for item in found
        if item
    ]


def _tidy(text: str) -> str:
    """Without the empty lines that a template leaves."""
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"


def _part(newsletter: Newsletter, content: Content) -> Mapping[str, Any]:
    return {
        "subject": one_line(newsletter.subject),
        "paragraphs": [" ".join(each.split()) for each in _paragraphs(newsletter.words)],
        "entries": entries(newsletter.items, content),
    }


def _paragraphs(text: str) -> list[str]:
    """Parts of a text between empty lines."""
    lines = (line.strip() for line in text.splitlines())
    return [each for each in "\n".join(lines).split("\n\n") if each.strip()]
