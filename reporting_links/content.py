"""Services, actions and situations as readers get them. Pure: no Django."""

import datetime
from dataclasses import dataclass, field
from typing import Literal

from esafe.item import Item, ReviewedItem, Source

Nation = Literal["england", "wales", "scotland", "northern_ireland", "outside_uk"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Band = Literal["now", "today", "this_week", "say"]
ActionKind = Literal["do", "say", "line"]
Category = Literal[
    "emergency",
    "police",
    "image_removal",
    "talk",
    "crisis",
    "recovery",
    "behaviour",
    "abuse_at_home",
    "money",
    "platform",
    "information",
    "professional",
    "local",
    "outside_uk",
]
Channel = Literal[
    "phone", "text", "chat", "email", "form", "bsl", "relay", "in_person", "post", "abroad", "other"
]


@dataclass(frozen=True, kw_only=True)
class OpeningHours:
    """When one way of reaching a service is open, in UK local time (Europe/London).

    No ``opens`` and ``closes`` means all day. ``closes`` before ``opens`` means past midnight.
    Hours that nobody has confirmed are never shown as open (safety rule S22).
    """

    channel: Channel = "phone"
    days: tuple[Day, ...]
    opens: datetime.time | None = None
    closes: datetime.time | None = None
    bank_holidays: bool = False
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A way to reach a service other than its phone number or its form.

    ``value`` is what to write or dial, ``url`` where to go. Shown only when confirmed.
    """

    channel: Channel
    label: str
    value: str = ""
    url: str = ""
    note: str = ""
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who may use a service."""

    parent: bool = False
    child_under_18: bool = False
    adult_18_plus: bool = False
    professional: bool = False


@dataclass(frozen=True, kw_only=True)
class Languages:
    """None means that nobody has confirmed it either way."""

    bsl: bool | None = None
    welsh: bool | None = None
    other: bool | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Service(ReviewedItem):
    """An organisation or number that a parent can turn to (``/services/slug/``, or its key).

    ``slug`` stands in for a key that would tell a bystander, or a filter, what the page is about.
    Empty text means that it is not known, and readers see nothing in its place.
    """

    slug: str = ""
    name: str
    short_name: str = ""
    previous_names: tuple[str, ...] = ()
    run_by: str
    category: Category
    order: int = 0
    what_for: str
    audience: Audience = field(default_factory=Audience)
    age_min: int | None = None
    age_max: int | None = None
    age_note: str = ""
    nations: tuple[Nation, ...]
    report_url: str = ""
    report_label: str = ""
    info_url: str = ""
    phone: str = ""
    phone_label: str = ""
    phone_note: str = ""
    contacts: tuple[Contact, ...] = ()
    hours: tuple[OpeningHours, ...] = ()
    cost: str = ""
    anonymity: str = ""
    after_you_contact: str = ""
    how_long: str = ""
    have_ready: tuple[str, ...] = ()
    does_not_handle: tuple[str, ...] = ()
    languages: Languages = field(default_factory=Languages)
    keywords: tuple[str, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Action(Item):
    """One thing to do (``do``), to say (``say``) or a fixed line of every plan (``line``).

    ``services`` names keys, or a place by nation such as ``{police}``; ``either`` means that
    one of them is enough. ``short`` is how it stands on the list to tick off; empty when there is
    nothing to do. ``confirmed`` is False for our own cautions, which a safeguarding professional
    must approve.
    """

    kind: ActionKind = "do"
    text: str
    short: str = ""
    why: str = ""
    services: tuple[str, ...] = ()
    either: bool = False
    sources: tuple[Source, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact(Item):
    """Something an answer tells us, and its words after "If" on a situation's own page.

    ``points`` spells out what the words mean, where one line cannot.
    """

    words: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """One action in one time band, perhaps only for some families."""

    band: Band
    action: str
    only_if: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Situation(ReviewedItem):
    """What has happened, as a parent would name it (``/help/slug/``), and its plan."""

    slug: str
    title: str
    summary: str
    group: Literal["urgent", "threats", "contact", "pictures", "behaviour", "other", "also"]
    order: int
    first_line: str
    triggered_by: tuple[str, ...]
    interrupt: bool = False
    modifier: bool = False
    steps: tuple[Step, ...]
    after: str = ""
    related: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer to a question. ``key`` is what travels; ``words`` is what readers choose.

    ``alone`` ("none of these") is ignored when anything else is ticked with it.
    """

    key: str
    words: str
    facts: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Question(Item):
    """One page of "Concerned about a child?".

    Asked always, or only if any of ``asked_if`` was answered and none of ``not_asked_if``; both
    name earlier answers as ``question.answer``. ``many`` lets readers tick all that fit.
    ``if_nothing`` is the answer that going on without choosing stands for.
    """

    order: int
    title: str
    short_title: str
    hint: str = ""
    why: str
    many: bool = False
    asked_if: tuple[str, ...] = ()
    not_asked_if: tuple[str, ...] = ()
    answers: tuple[Answer, ...]
    if_nothing: str


@dataclass(frozen=True, kw_only=True)
class EveryPlan(Item):
    """The steps that every plan of the questions carries, whatever has happened."""

    steps: tuple[Step, ...]
