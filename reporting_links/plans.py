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
class AlsoSteps:
    """What a further worry adds to a time band."""

    situation: Situation
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True)
class PlanBand:
    """The steps of one time band; ``name`` is its code. ``also`` is empty on a situation's page."""

    name: Band
    steps: tuple[PlanStep, ...]
    also: tuple[AlsoSteps, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What to do, in order of time.

    ``child_first`` are the steps of the panel on top; ``points`` say what a condition means.
    """

    child_first: tuple[PlanStep, ...]
    bands: tuple[PlanBand, ...]
    points: tuple[str, ...] = ()

    def also(self) -> Iterator[AlsoSteps]:
        """What further worries add, in any band."""
        for band in self.bands:
            yield from band.also

    def steps(self) -> Iterator[PlanStep]:
        """Every step, in the order in which it is read."""
        yield from self.child_first
        for band in self.bands:
            yield from band.steps
            for also in band.also:
                yield from also.steps

    def services(self) -> tuple[Service, ...]:
        """Every service it names, each once."""
        return tuple(
            {row.service.key: row.service for step in self.steps() for row in step.services}.values()
        )


def services_of(
    action: Action, content: Content, nation: str = ""
) -> Iterator[tuple[Service, tuple[str, ...]]]:
    """The services an action names, each with the UK nations that it stands for (none for all).

    With a ``nation``, only those that help there.
    """
    for name in action.services:
        if nation:
            key = PLACES[name.strip("{}")].get(nation) if name in PLACE_NAMES else name
            if key and nation in content.service[key].nations:
                yield content.service[key], ()
            continue
        if name not in PLACE_NAMES:
            yield content.service[name], ()
            continue
        by_key: dict[str, list[str]] = {}
        for place in UK:
            if place in PLACES[name.strip("{}")]:
                by_key.setdefault(PLACES[name.strip("{}")][place], []).append(place)
        for key, nations in by_key.items():
            yield content.service[key], () if len(by_key) == 1 else tuple(nations)


def plan_of(situation: Situation, content: Content) -> Plan:
    """Every step of a situation, each service in full the first time it appears."""
    seen: set[str] = set()
    ordered = sorted(
        _shown(situation), key=lambda step: (not is_for_child_first(step), BANDS.index(step.band))
    )
    steps = [(step, _plan_step(step, content, seen)) for step in ordered]
    rest = [(step.band, made) for step, made in steps if not is_for_child_first(step)]
    facts = [content.fact[fact] for step in ordered for fact in (*step.only_if, *step.not_if)]
    return Plan(
        child_first=tuple(made for step, made in steps if is_for_child_first(step)),
        bands=tuple(
            PlanBand(band, chosen)
            for band in BANDS
            if (chosen := tuple(made for b, made in rest if b == band))
        ),
        points=next((fact.points for fact in facts if fact.points), ()),
    )


def is_for_child_first(step: Step) -> bool:
    return step.band == "now" and step.action in CHILD_FIRST


def _shown(situation: Situation) -> Iterator[Step]:
    for step in situation.steps:
        if not any(fact.startswith(TOLD) for fact in step.only_if):
            yield step


def _plan_step(step: Step, content: Content, seen: set[str]) -> PlanStep:
    action = content.action[step.action]
    return PlanStep(
        action=action,
        only_if=tuple(content.fact[fact].words for fact in step.only_if),
        not_if=tuple(content.fact[fact].words for fact in step.not_if if not fact.startswith(TOLD)),
        services=rows(services_of(action, content), seen, brief=is_for_child_first(step)),
    )


def rows(
    services: Iterator[tuple[Service, tuple[str, ...]]], seen: set[str], brief: bool
) -> tuple[ServiceRow, ...]:
    """Services beside a step; ``seen`` grows by what is shown in full, which is once a page."""
    found = []
    for service, nations in services:
        found.append(ServiceRow(service, nations, first=not brief and service.key not in seen))
        if not brief:
            seen.add(service.key)
    return tuple(found)
