"""What is different about one plan in two editions. Pure: no Django."""

import typing
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from esafe.content import Content
from reporting_links import triage
from reporting_links.content import Situation, Step
from reporting_links.family_plans import EVERY_PLAN, NATIONS, family_plan
from reporting_links.flow_map import service_keys

What = Literal["situation", "at_once", "removed", "added", "time", "words", "place"]
# The heaviest first.
WHATS: tuple[What, ...] = typing.get_args(What)
Facts = frozenset[str]
# What decides a plan. A change to anything else changes no plan.
KINDS = ("question", "situation", "action", "every_plan", "service")
# Beside the time bands: the panel above all of them.
ON_TOP = "on_top"


@dataclass(frozen=True)
class Difference:
    """One thing that is different about a plan. Empty text stands for nothing.

    ``situation``: the plan is mainly about ``after`` instead of ``before``, in words; with one of them
    alone, something that it is about as well. ``at_once``: a danger that comes before any further
    question. The others are about an action, ``key``: ``added`` at the time ``after``, ``removed`` from
    the time ``before``, at another ``time``, in another ``place`` within its time, or with other
    ``words`` or services.
    """

    what: What
    key: str = ""
    before: str = ""
    after: str = ""


class Plans:
    """The plans of one edition by facts, as their actions in order. The same plan is made once."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._about: dict[Facts, tuple[Situation, ...]] = {}
        self._made: dict[tuple[tuple[str, ...], Facts], dict[str, str]] = {}
        always = content.every_plan.get(EVERY_PLAN)
        self.always = always.steps if always else ()
        self.decisive = {
            situation.key: _named((*situation.steps, *self.always))
            for situation in content.situation.values()
        }

    def about(self, facts: Facts) -> tuple[Situation, ...]:
        """What the plan is about, the main situation first."""
        if facts not in self._about:
            self._about[facts] = triage.triggered(self.content, facts)
        return self._about[facts]

    def main(self, facts: Facts) -> str:
        """The key of the situation that the plan is mainly about."""
        return self.about(facts)[0].key

    def deciding(self, facts: Facts) -> tuple[tuple[str, ...], Facts]:
        """What the plan depends on: two ways with the same of it lead to the same plan."""
        keys = tuple(situation.key for situation in self.about(facts))
        return keys, facts & frozenset(NATIONS).union(*(self.decisive[key] for key in keys))

    def actions(self, facts: Facts) -> dict[str, str]:
        """The time of each action of the plan, in the order in which they are read."""
        deciding = self.deciding(facts)
        if deciding not in self._made:
            plan = family_plan(self.about(facts), facts, self.content)
            made = {step.action.key: ON_TOP for step in plan.child_first}
            for band in plan.bands:
                steps = (*band.steps, *(step for also in band.also for step in also.steps))
                made |= {step.action.key: band.name for step in steps}
            self._made[deciding] = made
        return self._made[deciding]


class Differences:
    """Compares the plans of two editions. What was compared once is not compared again."""

    def __init__(self, before: Content, after: Content) -> None:
        self.before, self.after = Plans(before), Plans(after)
        self._same = frozenset(_made_alike(before, after))
        self._reworded = frozenset(
            key
            for key in before.action.keys() & after.action.keys()
            if before.action[key] != after.action[key]
        )
        self._found: dict[object, tuple[Difference, ...]] = {}

    def between(self, was: Facts, now: Facts) -> tuple[Difference, ...]:
        """What is different about the plan that facts ``was`` led to and ``now`` lead to."""
        both = self.before.deciding(was), self.after.deciding(now)
        alike = both[0] == both[1] and self._same.issuperset(both[0][0])
        if alike and not self._reworded:
            return ()
        if both not in self._found:
            found = () if alike else (*self._in_situations(was, now), *self._in_actions(was, now))
            self._found[both] = (*found, *self._in_words(now))
        return self._found[both]

    def _in_words(self, now: Facts) -> Iterator[Difference]:
        return (Difference("words", key) for key in self.after.actions(now) if key in self._reworded)

    def _in_situations(self, was: Facts, now: Facts) -> Iterator[Difference]:
        old = {situation.key: situation for situation in self.before.about(was)}
        new = {situation.key: situation for situation in self.after.about(now)}
        mains = {next(iter(old)), next(iter(new))}
        if len(mains) > 1:
            before, after = next(iter(old.values())), next(iter(new.values()))
            yield Difference("situation", before=before.title, after=after.title)
        for key in new.keys() - old.keys() - mains:
            yield Difference("situation", after=new[key].title)
        for key in old.keys() - new.keys() - mains:
            yield Difference("situation", before=old[key].title)
        dangers_before = {key for key, situation in old.items() if situation.interrupt}
        dangers_now = {key for key, situation in new.items() if situation.interrupt}
        yield from (Difference("at_once", after=new[key].title) for key in dangers_now - dangers_before)
        yield from (Difference("at_once", before=old[key].title) for key in dangers_before - dangers_now)

    def _in_actions(self, was: Facts, now: Facts) -> Iterator[Difference]:
        old, new = self.before.actions(was), self.after.actions(now)
        yield from (Difference("removed", key, before=band) for key, band in old.items() if key not in new)
        yield from (Difference("added", key, after=band) for key, band in new.items() if key not in old)
        for key in old.keys() & new.keys():
            if old[key] != new[key]:
                yield Difference("time", key, old[key], new[key])
        yield from (Difference("place", key, old[key], new[key]) for key in _moved(old, new))


def _named(steps: tuple[Step, ...]) -> frozenset[str]:
    return frozenset(fact for step in steps for fact in (*step.only_if, *step.not_if))


def _moved(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    """The actions that stay at their time but not in their order: as few as explain it."""
    stay = [key for key in old if old[key] == new.get(key)]
    for band in dict.fromkeys(old[key] for key in stay):
        was = [key for key in stay if old[key] == band]
        now = [key for key in new if key in old and new[key] == old[key] == band]
        if was != now:
            blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
            kept = {key for block in blocks for key in was[block.a : block.a + block.size]}
            yield from (key for key in was if key not in kept)


def _made_alike(before: Content, after: Content) -> Iterator[str]:
    """The situations whose plans hold the same actions in both editions, whatever their words."""
    if before.every_plan == after.every_plan:
        for key in before.situation.keys() & after.situation.keys():
            if _made_of(key, before) == _made_of(key, after):
                yield key


def _made_of(key: str, content: Content) -> tuple[object, ...]:
    """What decides which actions a situation adds to a plan, and in which order."""
    situation = content.situation[key]
    always = [step for item in content.every_plan.values() for step in item.steps]
    names = [name for step in (*situation.steps, *always) for name in content.action[step.action].services]
    nations = [content.service[service].nations for name in names for service in service_keys(name)]
    return situation.order, situation.modifier, situation.interrupt, situation.steps, names, nations
