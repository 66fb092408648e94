"""From answers to the next question, or to what has happened. Pure: no Django.

Nothing is remembered between requests: every walk starts at the first question (DESIGN, part 7).
Answers are codes, keyed by question, never wording.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from esafe.content import Content
from reporting_links.content import Answer, Question, Situation

Answers = Mapping[str, tuple[str, ...]]
# What a plan is about when nothing that was ticked names anything else (flow.md 4.3).
WHEN_NOTHING_FITS = "signs"


@dataclass(frozen=True)
class Answered:
    """A question of this walk with the answers that were chosen, in the question's own order."""

    question: Question
    chosen: tuple[Answer, ...]


@dataclass(frozen=True)
class Walk:
    """How far some answers lead.

    ``question`` is the next one to ask, None when there is none left. ``interrupt`` is a danger
    that must be answered at once, before any further question.
    """

    answered: tuple[Answered, ...]
    facts: frozenset[str]
    question: Question | None = None
    interrupt: Situation | None = None


def questions(content: Content) -> tuple[Question, ...]:
    """The questions in the order in which they are asked."""
    return tuple(sorted(content.question.values(), key=lambda question: (question.order, question.key)))


def situations(content: Content) -> tuple[Situation, ...]:
    """The situations by precedence: what is most pressing comes first."""
    return tuple(sorted(content.situation.values(), key=lambda situation: (situation.order, situation.key)))


def chosen(question: Question, codes: Collection[str]) -> tuple[Answer, ...]:
    """The answers that ``codes`` stand for; none when they cannot all be an answer to it.

    "None of these" gives way to anything ticked with it.
    """
    found = tuple(answer for answer in question.answers if answer.key in codes)
    if len(found) != len(set(codes)) or (len(found) > 1 and not question.many):
        return ()
    if len(found) > 1:
        return tuple(answer for answer in found if not answer.alone) or found[:1]
    return found


def is_asked(question: Question, given: Collection[str]) -> bool:
    """Whether a question comes up after the answers ``given``, each as ``question.answer``."""
    if any(answer in given for answer in question.not_asked_if):
        return False
    return not question.asked_if or any(answer in given for answer in question.asked_if)


def walk(content: Content, answers: Answers, seen: Collection[str] = ()) -> Walk:
    """Go through the questions as far as ``answers`` lead.

    Answers to questions that are not asked, or that are no answers to them, are passed over.
    ``seen`` are the keys of dangers that were shown already, past which the reader went on.
    """
    answered: list[Answered] = []
    given: set[str] = set()
    facts: set[str] = set()
    dangers = [situation for situation in situations(content) if situation.interrupt]
    for question in questions(content):
        if not is_asked(question, given):
            continue
        picked = chosen(question, answers.get(question.key, ()))
        if not picked:
            return Walk(tuple(answered), frozenset(facts), question=question)
        answered.append(Answered(question, picked))
        given.update(f"{question.key}.{answer.key}" for answer in picked)
        facts.update(fact for answer in picked for fact in answer.facts)
        for danger in dangers:
            if danger.key not in seen and not facts.isdisjoint(danger.triggered_by):
                return Walk(tuple(answered), frozenset(facts), interrupt=danger)
    return Walk(tuple(answered), frozenset(facts))


def triggered(content: Content, facts: Collection[str]) -> tuple[Situation, ...]:
    """The situations that ``facts`` name, the main one first; never empty.

    A modifier adds to another situation and is never the main one.
    """
    found = [s for s in situations(content) if any(fact in facts for fact in s.triggered_by)]
    if all(situation.modifier for situation in found):
        found.append(content.situation[WHEN_NOTHING_FITS])
    return tuple(sorted(found, key=lambda situation: situation.modifier))


def certain(situation: Situation, content: Content) -> frozenset[str]:
    """The facts that all families have in common whose answers lead to a situation.

    They are those of these answers, and of the answers without which nobody is asked.
    """
    told: dict[str, frozenset[str]] = {}
    leading = []
    for question in questions(content):
        asked_after = _in_common(told[given] for given in question.asked_if if given in told)
        for answer in question.answers:
            told[f"{question.key}.{answer.key}"] = asked_after.union(answer.facts)
            if not set(answer.facts).isdisjoint(situation.triggered_by):
                leading.append(asked_after.union(answer.facts))
    return _in_common(leading)


def _in_common(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    first, *others = [*sets] or [frozenset()]
    return first.intersection(*others)


def before(walked: Walk, key: str | None) -> Question | None:
    """The question to go back to from the question ``key``, or from the end of the walk."""
    asked = [answered.question for answered in walked.answered]
    keys = [question.key for question in asked]
    position = keys.index(key) if key in keys else len(keys)
    return asked[position - 1] if position else None


def facts_of(answers: Iterable[Answer]) -> frozenset[str]:
    """All facts that some answers set together."""
    return frozenset(fact for answer in answers for fact in answer.facts)
