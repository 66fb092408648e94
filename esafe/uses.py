"""Where an item is used. Pure: no Django."""

import dataclasses

from esafe import problems, text_problems
from esafe.content import Content
from esafe.problem import Problem

REFERENCES = (
    problems.required_items,
    problems.missing_references,
    problems.wrong_related,
    problems.synonyms_that_lead_nowhere,
    problems.broken_links,
    problems.broken_redirects,
    text_problems.wrong_names_in_braces,
)


def uses(content: Content, kind: str, key: str) -> list[Problem]:
    """What other items of ``content`` would lack without this one. Each names the item that uses it."""
    if key not in content.of(kind):
        return []
    left = {name: item for name, item in content.of(kind).items() if name != key}
    without = dataclasses.replace(content, **{kind: left})  # type: ignore[arg-type]
    before = {problem for rule in REFERENCES for problem in rule(content, None)}
    found = dict.fromkeys(problem for rule in REFERENCES for problem in rule(without, None))
    return [problem for problem in found if problem not in before]
