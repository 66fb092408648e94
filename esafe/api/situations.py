"""A situation and its plan as plain data: the same steps, in the same order, as on its page."""

from collections.abc import Iterable
from typing import Any

from esafe.api.addresses import item_address
from esafe.api.words import whole
from esafe.content import Content
from esafe.labels import LABELS
from esafe.placeholders import filled
from reporting_links.content import Situation
from reporting_links.plans import PlanStep, ServiceRow, plan_of

Data = dict[str, Any]


def situation_data(situation: Situation, content: Content) -> Data:
    """What is particular to a situation."""
    plan = plan_of(situation, content)
    return {
        "summary": filled(situation.summary, content),
        "group": situation.group,
        "group_in_words": str(LABELS["situation"][situation.group]),
        "first_line": filled(content.action[situation.first_line].text, content),
        "plan": {
            "child_first": _steps(plan.child_first, content),
            "bands": [
                {
                    "band": band.name,
                    "in_words": str(LABELS["band"][band.name]),
                    "steps": _steps(band.steps, content),
                }
                for band in plan.bands
            ],
            "points": [filled(point, content) for point in plan.points],
        },
    }


def _steps(steps: Iterable[PlanStep], content: Content) -> list[Data]:
    """``only_if`` and ``not_if`` are words, to be joined by "or"."""
    return [
        {
            "action": step.action.key,
            "kind": step.action.kind,
            "text": filled(step.action.text, content),
            "why": filled(step.action.why, content),
            "only_if": step.only_if,
            "not_if": step.not_if,
            "either": step.action.either,
            "services": service_rows(step.services),
        }
        for step in steps
    ]


def service_rows(rows: Iterable[ServiceRow]) -> list[Data]:
    """Services beside a step. ``nations`` is empty when the service is for everybody here."""
    return [
        {
            "key": row.service.key,
            "name": row.service.short_name or row.service.name,
            "nations": row.nations,
            "data": whole(item_address(row.service)),
        }
        for row in rows
    ]
