"""What every item of public content has in common. Pure: no Django."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact comes from. ``date`` is as the publisher gives it: a year, a month or a day."""

    publisher: str
    title: str
    url: str = ""
    date: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One piece of public content. ``key`` names it within its kind and never changes."""

    key: str


@dataclass(frozen=True, kw_only=True)
class ReviewedItem(Item):
    """An item that somebody owns and checks again by a date (days in Europe/London).

    ``owner`` and ``deputy`` are names of roles, such as "Safeguarding lead".
    """

    owner: str
    deputy: str = ""
    reviewed_on: datetime.date
    review_by: datetime.date
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Site(Item):
    """What the whole site shares: its name, who runs it and where leaving goes."""

    name: str
    strapline: str
    operator: str
    contact_email: str = ""
    exit_url: str
    exit_name: str
    is_new: bool = False
    notice: str = ""
    notice_until: datetime.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Redirect(Item):
    """An address that once worked. ``key`` is the old path, ``to`` the path that took its place."""

    to: str
