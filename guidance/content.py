"""Advice pages, news and figures as readers get them. Pure: no Django."""

import datetime
from dataclasses import dataclass
from typing import Literal

from esafe.item import Item, ReviewedItem

Area = Literal["advice", "about"]
Group = Literal["happened", "talk", "understand", "protect", "after", "about"]
SectionKind = Literal["text", "steps", "say", "warning", "service", "action", "figure"]
Unit = Literal["number", "percent"]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a page, in the order that readers meet it.

    ``service``, ``action`` and ``figure`` hold the key of what a section of that kind shows.
    """

    kind: SectionKind = "text"
    heading: str = ""
    html: str = ""
    service: str = ""
    action: str = ""
    figure: str = ""


@dataclass(frozen=True, kw_only=True)
class Page(ReviewedItem):
    """A page of advice (``/advice/key/``) or about the site itself (``/key/``)."""

    title: str
    short_title: str = ""
    summary: str
    area: Area = "advice"
    group: Group
    order: int = 0
    picture: str = ""
    first_line: str = ""
    three_things: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    related: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar of a figure's chart. ``shown`` is how readers get ``amount``; empty: as a number."""

    label: str
    amount: float
    shown: str = ""


@dataclass(frozen=True, kw_only=True)
class Figure(Item):
    """A figure, with its period and source.

    ``current_until`` is the last day on which it may be shown as current; after it, or when it
    is missing, the figure is history (safety rule S23). With ``bars`` it is drawn as well; they share
    its source, and all count what ``counted`` says, so nothing is compared that cannot be.
    """

    claim: str
    value: str
    period: str
    publisher: str
    url: str
    published: str
    repeated_by: str = ""
    current_until: datetime.date | None = None
    note: str = ""
    order: int = 0
    counted: str = ""
    unit: Unit = "number"
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Synonym(Item):
    """What readers type, and what it means here. They never see either.

    Each of ``typed`` is a word or a few, in any order. Each of ``means`` is words that the site
    uses, or a reference such as ``situation:image_shared``.
    """

    typed: tuple[str, ...]
    means: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NewsItem(ReviewedItem):
    """A dated item of news (``/news/key/``). It always ends in a next step."""

    title: str
    summary: str
    date: datetime.date
    html: str
    figures: tuple[str, ...] = ()
    next_step: str
    next_step_url: str
