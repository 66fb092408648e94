"""Everything that stops the questions from being published. Pure: no Django."""

from collections.abc import Iterator
from functools import lru_cache

from esafe.content import Content
from esafe.item import Item
from esafe.problem import Problem
from reporting_links import flow_rules, safety_rules

# The kinds of item that decide what is asked and what a plan says.
PARTS = ("question", "every_plan", "situation", "action", "fact", "service")
Parts = tuple[tuple[Item, ...], ...]


def problems(content: Content) -> tuple[Problem, ...]:
    """What must be mended in the flow; whole plans are judged only where every walk can end."""
    return _problems(tuple(tuple(content.of(kind).values()) for kind in PARTS))


@lru_cache(maxsize=4)
def _problems(parts: Parts) -> tuple[Problem, ...]:
    """Judging takes a second, and an edition is judged many times over: once for each flow."""
    by_kind = {kind: {item.key: item for item in items} for kind, items in zip(PARTS, parts, strict=True)}
    return tuple(_found(Content(**by_kind)))  # type: ignore[arg-type]


def _found(content: Content) -> Iterator[Problem]:
    unsound = [problem for rule in flow_rules.SOUND for problem in rule(content)]
    yield from unsound
    if not unsound:
        for rule in (*flow_rules.RULES, *safety_rules.RULES):
            yield from rule(content)
