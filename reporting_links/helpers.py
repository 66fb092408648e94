"""Whom a family can turn to, and who of them answers at this minute. Pure: no Django."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from esafe.content import Content
from reporting_links import hours
from reporting_links.content import Service
from reporting_links.family_plans import nation_of
from reporting_links.plans import PLACES, Plan

# Someone to talk to, for whoever is not sure (safety rule S24).
FOR_PARENT, FOR_CHILD, FOR_ADULT, ABROAD = (
    "nspcc_helpline",
    "childline",
    "samaritans",
    "outside_uk_police",
)


@dataclass(frozen=True)
class Helpers:
    """The services of one family's plan.

    ``all`` are those of its steps and the people to talk to, each once; ``for_parent`` and
    ``for_child`` are the people to talk to.
    """

    all: tuple[Service, ...]
    for_parent: tuple[Service, ...]
    for_child: tuple[Service, ...]

    def answering(self, now: datetime.datetime) -> tuple[Service, ...]:
        """Those where a person answers at ``now``, any aware time."""
        return tuple(service for service in self.all if is_open(service, now))

    def later(self, now: datetime.datetime) -> tuple[Service, ...]:
        """The others that can be called or reached online."""
        return tuple(s for s in self.all if (s.phone or s.report_url) and not is_open(s, now))


def is_open(service: Service, now: datetime.datetime) -> bool:
    """Whether a person answers at ``now``, by confirmed hours."""
    return hours.state(hours.openings(service, now, days=1), now).open


def helpers_of(plan: Plan, facts: Collection[str], content: Content) -> Helpers:
    """The services of ``plan`` and the people to talk to, for a family of which ``facts`` are known."""
    nation = nation_of(facts)
    parent_line = PLACES["parent_line"].get(nation or "england", "")
    for_parent = _there(content, nation, (FOR_PARENT, parent_line, ABROAD))
    for_child = _there(content, nation, (FOR_ADULT if "adult_now" in facts else FOR_CHILD,))
    named = {service.key: service for service in (*plan.services(), *for_child, *for_parent)}
    return Helpers(tuple(named.values()), for_parent, for_child)


def _there(content: Content, nation: str, keys: tuple[str, ...]) -> tuple[Service, ...]:
    """The services that help in a nation; where it is not known, those of the UK."""
    found = (content.service[key] for key in dict.fromkeys(keys) if key in content.service)
    if nation:
        return tuple(service for service in found if nation in service.nations)
    return tuple(service for service in found if len(service.nations) >= len(hours.SUBDIVISIONS))
