"""Ways through the questions, for checking what they lead to. Pure: no Django."""

from collections.abc import Iterator, Mapping
from itertools import combinations, cycle

from esafe.content import Content
from reporting_links import triage
from reporting_links.content import Question


def past_all_dangers(content: Content) -> frozenset[str]:
    """The keys of the dangers that interrupt, as if the reader had gone past each of them."""
    return frozenset(situation.key for situation in content.situation.values() if situation.interrupt)


def completed(content: Content, answers: triage.Answers) -> triage.Walk:
    """The whole walk for ``answers``, going on without choosing wherever they say nothing."""
    given, seen = dict(answers), past_all_dangers(content)
    walked = triage.walk(content, given, seen)
    while walked.question:
        given[walked.question.key] = (walked.question.if_nothing,)
        walked = triage.walk(content, given, seen)
    return walked


def worries(content: Content) -> Question | None:
    """The question that asks what has happened: the first where everybody may tick several."""
    always = (q for q in triage.questions(content) if q.many and not q.asked_if)
    return next(always, None)


def some_walks(content: Content) -> Iterator[triage.Walk]:
    """A walk for every worry with every answer to every question that it brings, one at a time,
    and one for every pair of worries."""
    asked = worries(content)
    if asked is None:
        return
    for worry in asked.answers:
        start = {asked.key: (worry.key,)}
        usual = completed(content, start)
        yield usual
        for answered in usual.answered:
            for answer in answered.question.answers:
                if answered.question != asked and (answer,) != answered.chosen:
                    yield completed(content, {**start, answered.question.key: (answer.key,)})
    for pair in combinations(asked.answers, 2):
        yield completed(content, {asked.key: tuple(answer.key for answer in pair)})


def every_walk(
    content: Content, answers: triage.Answers, in_turn: Mapping[str, "cycle[str]"]
) -> Iterator[triage.Walk]:
    """Every walk that begins with ``answers``: each answer to each further question, in all
    combinations. The questions in ``in_turn`` take the next of its codes instead."""
    walked = triage.walk(content, answers, past_all_dangers(content))
    question = walked.question
    if question is None:
        yield walked
        return
    turn = in_turn.get(question.key)
    codes = [next(turn)] if turn else [answer.key for answer in question.answers]
    for code in codes:
        yield from every_walk(content, {**answers, question.key: (code,)}, in_turn)
