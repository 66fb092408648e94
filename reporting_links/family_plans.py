"""One plan for all that has happened to a family, each action once. Pure: no Django."""

import typing
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from esafe.content import Content
from reporting_links.content import Nation, Situation, Step
from reporting_links.plans import (
    BANDS,
    AlsoSteps,
    Plan,
    PlanBand,
    PlanStep,
    is_for_child_first,
    rows,
    services_of,
)

NATIONS: tuple[Nation, ...] = typing.get_args(Nation)
EVERY_PLAN = "every_plan"


@dataclass(frozen=True)
class _Placed:
    """A step of this plan and whose it is; None for the steps of every plan, which go on top."""

    owner: Situation | None
    step: Step

    @property
    def on_top(self) -> bool:
        return self.owner is None or is_for_child_first(self.step)


def nation_of(facts: Collection[str]) -> str:
    """Where the child lives, or "" when that is not known."""
    return next((nation for nation in NATIONS if nation in facts), "")


def holds(step: Step, facts: Collection[str]) -> bool:
    """Whether a step is for a family of which ``facts`` are known."""
    if any(fact in facts for fact in step.not_if):
        return False
    return not step.only_if or any(fact in facts for fact in step.only_if)


def family_plan(situations: tuple[Situation, ...], facts: Collection[str], content: Content) -> Plan:
    """What this family does, in order of time; ``situations`` come main one first."""
    nation = nation_of(facts)
    placed = tuple(_placed(situations, facts, content, nation))
    seen: set[str] = set()

    def made(steps: Iterable[Step], brief: bool = False) -> tuple[PlanStep, ...]:
        actions = [content.action[step.action] for step in steps]
        return tuple(
            PlanStep(action, (), (), rows(services_of(action, content, nation), seen, brief))
            for action in actions
        )

    child_first = made((p.step for p in placed if p.on_top), brief=True)
    bands = []
    for band in BANDS:
        in_band = [p for p in placed if p.step.band == band and not p.on_top]
        main, *others = [made(p.step for p in in_band if p.owner is owner) for owner in situations]
        also = tuple(AlsoSteps(s, steps) for s, steps in zip(situations[1:], others, strict=True) if steps)
        if main or also:
            bands.append(PlanBand(band, main, also))
    return Plan(child_first, tuple(bands))


def _placed(
    situations: tuple[Situation, ...], facts: Collection[str], content: Content, nation: str
) -> Iterator[_Placed]:
    """Each action once, at the time that the most pressing situation gives it.

    So nothing slips in before what a situation puts first, and nothing is lost. Steps that help
    nobody in the child's nation are left out (flow.md, part 2, rule 3).
    """
    always = content.every_plan.get(EVERY_PLAN)
    owners = [*((s, s.steps) for s in situations), (None, always.steps if always else ())]
    taken: set[str] = set()
    for owner, steps in owners:
        for step in steps:
            if step.action in taken or not holds(step, facts):
                continue
            action = content.action[step.action]
            if nation and action.services and not any(services_of(action, content, nation)):
                continue
            taken.add(step.action)
            yield _Placed(owner, step)
