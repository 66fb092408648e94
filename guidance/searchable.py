"""What of each item is searched, and what of it a result may show. Pure: no Django.

A sentence that was cut could lose its "do not", so results show whole sentences only. A plan's
steps may hold for some families only, so they are found but never shown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from esafe.content import Content
from esafe.item import Item
from esafe.placeholders import filled
from guidance import readability
from guidance.content import NewsItem, Page
from reporting_links.content import Service, Situation
from reporting_links.plans import UK

Kind = Literal["situation", "service", "page", "news"]
_SENTENCE = re.compile(r"(?:(?<=[.?])|(?<=[.?][”’)]))\s+|\n+")
_STANDS_ALONE = re.compile(r"[A-Z“].*[.?][”’)]*")
LONGEST_SENTENCE = 220
# A plan says what to do and whom to call; a service for adults or for one nation fits few families.
SITUATION, FOR_SOME = 1.5, 0.6


@dataclass(frozen=True)
class Entry:
    """One item as it is searched.

    ``summary`` and ``sentences`` may be shown; ``keywords`` and ``rest`` are only found by. Whoever
    types one of its ``names`` means it. ``weight`` says how likely it is what a parent needs.
    """

    kind: Kind
    item: Item
    title: str
    summary: str
    keywords: str = ""
    sentences: tuple[str, ...] = ()
    rest: str = ""
    names: tuple[str, ...] = ()
    weight: float = 1.0


def entries(content: Content) -> Iterator[Entry]:
    """Every item that has a page of its own."""
    texts = _Texts(content)
    yield from (texts.situation(situation) for situation in content.situation.values())
    yield from (texts.service(service) for service in content.service.values())
    yield from (texts.page(page) for page in content.page.values())
    yield from (texts.news(news) for news in content.news.values())


class _Texts:
    """The texts of items, with their {names} filled in."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def situation(self, situation: Situation) -> Entry:
        actions = [
            self._content.action[step.action]
            for step in situation.steps
            if step.action in self._content.action
        ]
        return Entry(
            "situation",
            situation,
            situation.title,
            self._plain(situation.summary),
            keywords=" ".join((situation.slug, *situation.keywords)),
            rest=self._plain("\n".join(action.text for action in actions), situation.after),
            names=(situation.title,),
            weight=SITUATION,
        )

    def service(self, service: Service) -> Entry:
        numbers = (service.phone, service.phone_label, *(c.value for c in service.contacts if c.confirmed))
        names = (service.name, service.short_name, *service.previous_names)
        return Entry(
            "service",
            service,
            service.name,
            " ".join(_sentences(self._plain(service.what_for))[:2]),
            keywords=" ".join((*names, *service.keywords, *numbers)),
            rest=self._plain(service.what_for, service.after_you_contact),
            names=names,
            weight=1.0 if _is_for_every_family(service) else FOR_SOME,
        )

    def page(self, page: Page) -> Entry:
        shown = (s for s in page.sections if s.kind in ("text", "steps", "warning"))
        whole = self._plain(*page.three_things, *(section.html for section in shown))
        headings = (page.short_title, *(section.heading for section in page.sections))
        return Entry(
            "page",
            page,
            page.title,
            self._plain(page.summary),
            keywords=" ".join((*headings, *page.keywords)),
            sentences=_sentences(whole),
            rest=whole,
            names=(page.title, page.short_title),
        )

    def news(self, news: NewsItem) -> Entry:
        whole = self._plain(news.html)
        return Entry(
            "news", news, news.title, self._plain(news.summary), sentences=_sentences(whole), rest=whole
        )

    def _plain(self, *texts: str) -> str:
        return readability.plain(filled("\n".join(texts), self._content))


def _is_for_every_family(service: Service) -> bool:
    audience = service.audience
    return (audience.parent or audience.child_under_18) and set(UK) <= set(service.nations)


def _sentences(text: str) -> tuple[str, ...]:
    """The sentences of a plain text that can be read by themselves."""
    return tuple(_whole(sentence.strip() for sentence in _SENTENCE.split(text)))


def _whole(sentences: Iterable[str]) -> Iterator[str]:
    return (
        sentence
        for sentence in sentences
        if len(sentence) <= LONGEST_SENTENCE
        and _STANDS_ALONE.fullmatch(sentence)
        and sentence.count("“") == sentence.count("”")
    )
