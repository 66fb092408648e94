"""What to do in one situation, in order of time, for a page that shows every step.

No answers are known on a situation's own page, so a step with a condition starts with it in
words ("If …"), and steps that depend on what was already told are left out. Pure: no Django.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from esafe.content import Content
from reporting_links.content import Action, Band, Service, Situation, Step

BANDS: tuple[Band, ...] = ("now", "today", "this_week", "say")
CHILD_FIRST = ("stay_calm", "ask_suicide")
TOLD = "told_"

# Which service a place in braces stands for, by nation (flow.md, decision 14).
PLACES: Mapping[str, Mapping[str, str]] = {
    "emergency": dict.fromkeys(("england", "wales", "scotland", "northern_ireland"), "police_999")
    | {"outside_uk": "outside_uk_police"},
    "police": {
        "england": "police_101",
        "wales": "police_101",
        "scotland": "police_scotland",
        "northern_ireland": "psni",
        "outside_uk": "outside_uk_police",
    },
    "fraud": {
        "england": "report_fraud",
        "wales": "report_fraud",
        "scotland": "police_scotland",
        "northern_ireland": "report_fraud",
        "outside_uk": "outside_uk_police",
    },
    "crisis": {
        "england": "nhs_111_mental_health",
        "wales": "nhs_111_mental_health",
        "scotland": "nhs_111_mental_health",
        "northern_ireland": "lifeline_ni",
        "outside_uk": "outside_uk_police",
    },
    "parent_line": {
        "england": "family_lives",
        "wales": "family_lives",
        "scotland": "children_first_scotland",
        "northern_ireland": "nspcc_helpline",
    },
}
PLACE_NAMES = frozenset(f"{{{place}}}" for place in PLACES)
UK = ("england", "wales", "scotland", "northern_ireland")


@dataclass(frozen=True)
class ServiceRow:
    """A service beside a step. ``first`` says to show it in full: once a page, and never in the
    panel on top, where what to do next must stay in sight."""

    service: Service
    nations: tuple[str, ...]
    first: bool


@dataclass(frozen=True)
class PlanStep:
    """One action as readers see it. ``only_if`` and ``not_if`` are words, to be joined by "or"."""

    action: Action
    only_if: tuple[str, ...]
    not_if: tuple[str, ...]
    services: tuple[ServiceRow, ...]


@dataclass(frozen=True)
class PlanBand:
    """The steps of one time band; ``name`` is its code."""

    name: Band
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True)
class Plan:
    """What a situation's own page shows.

    ``child_first`` are the steps of the panel on top; ``points`` say what a condition means.
    """

    child_first: tuple[PlanStep, ...]
    bands: tuple[PlanBand, ...]
    points: tuple[str, ...]


def services_of(action: Action, content: Content) -> Iterator[tuple[Service, tuple[str, ...]]]:
    """The services an action names, each with the UK nations that it stands for ("" for all)."""
    for name in action.services:
        if name not in PLACE_NAMES:
            yield content.service[name], ()
            continue
        by_key: dict[str, list[str]] = {}
        for nation in UK:
            if nation in PLACES[name.strip("{}")]:
                by_key.setdefault(PLACES[name.strip("{}")][nation], []).append(nation)
        for key, nations in by_key.items():
            yield content.service[key], () if len(by_key) == 1 else tuple(nations)


def plan_of(situation: Situation, content: Content) -> Plan:
    """Every step of a situation, each service in full the first time it appears."""
    seen: set[str] = set()
    ordered = sorted(
        _shown(situation), key=lambda step: (not _is_for_child_first(step), BANDS.index(step.band))
    )
    steps = [(step, _plan_step(step, content, seen)) for step in ordered]
    rest = [(step.band, made) for step, made in steps if not _is_for_child_first(step)]
    facts = [content.fact[fact] for step in ordered for fact in (*step.only_if, *step.not_if)]
    return Plan(
        child_first=tuple(made for step, made in steps if _is_for_child_first(step)),
        bands=tuple(
            PlanBand(band, chosen)
            for band in BANDS
            if (chosen := tuple(made for b, made in rest if b == band))
        ),
        points=next((fact.points for fact in facts if fact.points), ()),
    )


def _is_for_child_first(step: Step) -> bool:
    return step.band == "now" and step.action in CHILD_FIRST


def _shown(situation: Situation) -> Iterator[Step]:
    for step in situation.steps:
        if not any(fact.startswith(TOLD) for fact in step.only_if):
            yield step


def _plan_step(step: Step, content: Content, seen: set[str]) -> PlanStep:
    action = content.action[step.action]
    brief = _is_for_child_first(step)
    rows = []
    for service, nations in services_of(action, content):
        rows.append(ServiceRow(service, nations, first=not brief and service.key not in seen))
        if not brief:
            seen.add(service.key)
    return PlanStep(
        action=action,
        only_if=tuple(content.fact[fact].words for fact in step.only_if),
        not_if=tuple(content.fact[fact].words for fact in step.not_if if not fact.startswith(TOLD)),
        services=tuple(rows),
    )
