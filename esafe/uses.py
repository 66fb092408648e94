"""Where an item is used. Pure: no Django."""

import dataclasses

from esafe import problems, text_problems
from esafe.content import Content
from esafe.problem import Problem
from reporting_links import flow_rules

REFERENCES = (
    problems.missing_references,
    problems.wrong_related,
    problems.synonyms_that_lead_nowhere,
    problems.broken_links,
    problems.broken_redirects,
    text_problems.wrong_names_in_braces,
)
IN_THE_FLOW = (flow_rules.missing_parts, flow_rules.unknown_conditions, flow_rules.unknown_facts)


def uses(content: Content, kind: str, key: str) -> list[Problem]:
    """What other items of ``content`` would lack without this one. Each names the item that uses it."""
    if key not in content.of(kind):
        return []
    before = set(_lacking(content))
    after = dict.fromkeys(_lacking(without(content, kind, key)))
    return [problem for problem in after if problem not in before]


def without(content: Content, kind: str, key: str) -> Content:
    """``content`` without one of its items."""
    left = {name: item for name, item in content.of(kind).items() if name != key}
    return dataclasses.replace(content, **{kind: left})  # type: ignore[arg-type]


def _lacking(content: Content) -> list[Problem]:
    """What names something that is not there. Without what every page leans on, nothing else can be judged."""
    return list(problems.required_items(content, None)) or [
        *(problem for rule in REFERENCES for problem in rule(content, None)),
        *(problem for rule in IN_THE_FLOW for problem in rule(content)),
    ]
