"""Every plan against every rule: each worry and each pair of worries through every follow-up answer,
and 20,000 families by chance, at every hour of a week, on bank holidays and at clock changes."""

import datetime
import random
import time
from itertools import combinations, cycle

import pytest

from reporting_links import hours, triage
from reporting_links.content import Service
from reporting_links.family_plans import nation_of
from reporting_links.flow_walks import every_walk, past_all_dangers, worries
from reporting_links.helpers import helpers_of, is_open
from reporting_links.plans import services_of
from reporting_links.safety_rules import ALWAYS_ASKED, PLAN_RULES, Case, case

BY_CHANCE = 20_000
HOUR = datetime.timedelta(hours=1)


def turns(content, *keys):
    """Codes for questions that apply to everyone, one after the other instead of all with all.

    A "yes" to danger leads to plans of its own, which chance and other tests reach.
    """
    codes = {key: [answer.key for answer in content.question[key].answers] for key in keys}
    return {key: cycle(found) for key, found in codes.items()} | {"safety": cycle(["no", "not_sure"])}


def one_worry(content):
    for worry in worries(content).answers:
        yield from every_walk(content, {"worry": (worry.key,)}, turns(content, "reported"))


def two_worries(content):
    in_turn = turns(content, "reported", "nation", "age")
    for pair in combinations(worries(content).answers, 2):
        yield from every_walk(content, {"worry": tuple(worry.key for worry in pair)}, in_turn)


def by_chance(content):
    dice = random.Random(20261122)
    seen = past_all_dangers(content)
    for _ in range(BY_CHANCE):
        answers = {}
        while (question := triage.walk(content, answers, seen).question) is not None:
            most = min(4, len(question.answers)) if question.many else 1
            picked = dice.sample(question.answers, dice.randint(1, most))
            answers[question.key] = tuple(answer.key for answer in picked)
        yield triage.walk(content, answers, seen)


def faults(found: Case):
    """What is wrong with one plan."""
    for rule in PLAN_RULES:
        yield from rule(found)
    actions = [step.action.key for step in found.plan.steps()]
    if len(actions) != len(set(actions)):
        yield "An action is said twice."
    if not any(band.name in ("now", "today") for band in found.plan.bands):
        yield "There is nothing to do today."
    if ALWAYS_ASKED & {s.key for s in found.situations} and "ask_suicide" not in actions:
        yield "It does not ask about suicide (S11)."
    nation = nation_of(found.facts)
    if nation and any(nation not in service.nations for service in found.plan.services()):
        yield "It names a service of another nation."
    if "known_adult" in found.facts and "note_then_stop" in actions:
        yield "It says to block an adult the child knows (S8)."
    if "told_police" in found.facts and "tell_police" in actions:
        yield "It sends a parent to the police twice."


@pytest.fixture(scope="module")
def plans(content):
    """Every plan that the walks lead to, each once."""
    started = time.perf_counter()
    walks = 0
    found = {}
    for way in (one_worry, two_worries, by_chance):
        for walked in way(content):
            walks += 1
            if walked.facts not in found:
                found[walked.facts] = case(walked, content)
    print(f"\n{walks} walks, {len(found)} plans in {time.perf_counter() - started:.0f} s", end=" ")
    return list(found.values())


def test_every_plan_keeps_every_safety_rule(plans):
    broken = {(text, tuple(s.key for s in found.situations)) for found in plans for text in faults(found)}

    assert broken == set()
    assert len(plans) > 10_000


def test_every_situation_is_the_main_one_of_some_plan_or_adds_to_one(plans, content):
    reached = {situation.key for found in plans for situation in found.situations}

    assert reached == set(content.situation)


def test_somebody_answers_every_family_in_the_uk_at_any_time(plans, content):
    open_at = {key: open_moments(service) for key, service in content.service.items()}
    for found in {helpers(plan) for plan in plans}:
        assert frozenset().union(*(open_at[key] for key in found)) == ALL_MOMENTS, found


def helpers(found: Case) -> frozenset[str]:
    """The keys of a family's helpers, apart from 999; outside the UK, anything that is open there."""
    if nation_of(found.facts) == "outside_uk":
        assert "outside_uk_police" in found.services()
        return frozenset({"childline"})
    named = helpers_of(found.plan, found.facts, found.content).all
    return frozenset(service.key for service in named if service.category != "emergency")


def moments():
    """Every hour of a normal week, of every bank holiday of the four nations, and of clock changes."""
    week = datetime.datetime(2026, 11, 2, tzinfo=hours.LONDON)
    yield from (week + n * HOUR for n in range(168))
    holidays = {day for nation in hours.SUBDIVISIONS for day in hours.bank_holidays(nation, 2026)}
    changes = {datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)}
    for day in sorted(holidays | changes):
        midnight = datetime.datetime.combine(day, datetime.time(), hours.LONDON).astimezone(datetime.UTC)
        yield from (midnight + n * HOUR for n in range(25))


MOMENTS = tuple(moments())
ALL_MOMENTS = frozenset(range(len(MOMENTS)))


def open_moments(service: Service) -> frozenset[int]:
    return frozenset(n for n, moment in enumerate(MOMENTS) if service.hours and is_open(service, moment))


def test_an_action_names_the_police_of_every_nation_whatever_stands_before_them(content):
    """999 stands first; the police of one nation alone would not do for the others."""
    found = dict.fromkeys(
        service.key for service, _nations in services_of(content.action["call_999_harm"], content)
    )

    assert list(found) == ["police_999", "police_101", "police_scotland", "psni"]
