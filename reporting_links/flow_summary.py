"""How the plans of families would change, in words for staff."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esafe.content import Content
from reporting_links import flow_words
from reporting_links.flow_changes import Group, Kind, can_compare, changes

MOST_SHOWN = 20


@dataclass(frozen=True)
class ShownChange:
    """A group of changed plans in words; ``example`` is a way to one of them."""

    words: str
    plans: int
    example: tuple[tuple[str, str], ...]
    situation: str


@dataclass(frozen=True)
class ShownKind:
    """Plans gained, lost or altered; ``more`` says how many groups are not shown."""

    heading: str
    plans: int
    groups: tuple[ShownChange, ...]
    more: int


def summary(before: Content | None, after: Content, most: int = MOST_SHOWN) -> dict[str, object]:
    """What ``admin/flow_changes.html`` shows: how plans differ, or that nobody can say."""
    if before is None or not (can_compare(before) and can_compare(after)):
        return {"comparable": False}
    found = changes(before, after)
    actions = {
        key: flow_words.action_words(action, content.service)
        for content in (before, after)
        for key, action in content.action.items()
    }
    kinds = (
        (_("Gained: answers that led nowhere before"), found.gained),
        (_("Lost: answers that lead nowhere any more"), found.lost),
        (_("Altered: the same answers lead to another plan"), found.altered),
    )
    return {
        "comparable": True,
        "plan_changes": [_shown(heading, kind, actions, most) for heading, kind in kinds if kind.plans],
    }


def _shown(heading: str, kind: Kind, actions: Mapping[str, str], most: int) -> ShownKind:
    groups = [
        ShownChange(_words(group, actions), group.plans, group.example, group.situation)
        for group in kind.groups[:most]
    ]
    return ShownKind(heading, kind.plans, tuple(groups), len(kind.groups) - len(groups))


def _words(group: Group, actions: Mapping[str, str]) -> str:
    if group.difference:
        return flow_words.difference_words(group.difference, actions)
    return flow_words.answer_words(*group.choice) if group.choice else ""
