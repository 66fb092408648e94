"""What must hold for the questions as a whole, one small rule each. Pure: no Django.

Every question and situation can be reached, every answer changes something, every condition can
hold, and every walk ends in a plan (DESIGN 7; flow.md, parts 2 and 3).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from esafe.content import Content
from esafe.problem import Problem
from reporting_links import hours, triage
from reporting_links.content import Answer, Question, Situation, Step
from reporting_links.family_plans import EVERY_PLAN, NATIONS, family_plan
from reporting_links.plans import UK

Rule = Callable[[Content], Iterator[Problem]]


def missing_parts(content: Content) -> Iterator[Problem]:
    """The questions need a first one, the steps of every plan, and a plan for when nothing fits."""
    if not content.question:
        yield Problem("question", "safety", "There are no questions. Please put the first one back.")
    if EVERY_PLAN not in content.every_plan:
        yield Problem("every_plan", EVERY_PLAN, "Please put the steps of every plan back.")
    if triage.WHEN_NOTHING_FITS not in content.situation:
        text = "It is the plan for when nothing else fits. Please put it back."
        yield Problem("situation", triage.WHEN_NOTHING_FITS, text, stops_preview=True)


def dead_ends(content: Content) -> Iterator[Problem]:
    """A question has answers, each with its own key, and knows what choosing nothing means."""
    for question in content.question.values():
        keys = [answer.key for answer in question.answers]
        if len(keys) < 2:
            yield Problem("question", question.key, "It needs two answers at least.")
        for key, times in Counter(keys).items():
            if times > 1:
                yield Problem("question", question.key, f"Two answers have the key “{key}”.")
        if question.if_nothing not in keys:
            text = "Please say which answer going on without choosing stands for."
            yield Problem("question", question.key, text)
        if question.key in ("asked", "seen", "show"):
            yield Problem("question", question.key, "The form itself uses this key. Please choose another.")


def unknown_conditions(content: Content) -> Iterator[Problem]:
    """A question depends on answers that exist, and that come before it."""
    before: set[str] = set()
    for question in triage.questions(content):
        for name in (*question.asked_if, *question.not_asked_if):
            if name not in before:
                text = f"It depends on {name}, which is no answer to a question before it."
                yield Problem("question", question.key, text)
        before |= {f"{question.key}.{answer.key}" for answer in question.answers}


def unknown_facts(content: Content) -> Iterator[Problem]:
    """Every fact that an answer sets, or that leads to a situation, has its words."""
    used = [
        (kind, key, fact) for kind, key, facts in _facts_by_item(content) for fact in dict.fromkeys(facts)
    ]
    for kind, key, fact in used:
        if fact not in content.fact:
            yield Problem(kind, key, f"It uses the fact “{fact}”, which has no words. Please add it.")


def _facts_by_item(content: Content) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for question in content.question.values():
        yield "question", question.key, tuple(fact for answer in question.answers for fact in answer.facts)
    for situation in content.situation.values():
        yield "situation", situation.key, situation.triggered_by


def unreachable_questions(content: Content) -> Iterator[Problem]:
    """Some answers lead to every question."""
    reached = _reachable(content)
    for question in content.question.values():
        if question not in reached:
            text = "No answers lead to this question. Please change when it is asked."
            yield Problem("question", question.key, text)


def _reachable(content: Content) -> list[Question]:
    """Questions that some answers lead to: one way in is enough, unless it also shuts the door."""
    reached: list[Question] = []
    ways: set[str] = set()
    for question in triage.questions(content):
        ways_in = ways.intersection(question.asked_if) - set(question.not_asked_if)
        if ways_in or not question.asked_if:
            reached.append(question)
            ways |= {f"{question.key}.{answer.key}" for answer in question.answers}
    return reached


def unreachable_situations(content: Content) -> Iterator[Problem]:
    """Some answer leads to every situation."""
    for situation in content.situation.values():
        if not _leading_to(situation, content) and situation.key != triage.WHEN_NOTHING_FITS:
            text = "No answer leads here. Please give an answer one of its facts."
            yield Problem("situation", situation.key, text)


def _leading_to(situation: Situation, content: Content) -> list[Answer]:
    answers = (answer for question in _reachable(content) for answer in question.answers)
    return [answer for answer in answers if not set(situation.triggered_by).isdisjoint(answer.facts)]


def answers_without_effect(content: Content) -> Iterator[Problem]:
    """Of the answers to a question, only one may change nothing ("no", or "not sure")."""
    used = _facts_that_matter(content)
    routes = {name for question in content.question.values() for name in _depends_on(question)}
    for question in content.question.values():
        idle = [
            answer
            for answer in question.answers
            if used.isdisjoint(answer.facts) and f"{question.key}.{answer.key}" not in routes
        ]
        for answer in idle[1:]:
            text = f"The answer “{answer.words}” changes nothing, and neither does “{idle[0].words}”."
            yield Problem("question", question.key, text)


def _depends_on(question: Question) -> tuple[str, ...]:
    return (*question.asked_if, *question.not_asked_if)


def _facts_that_matter(content: Content) -> set[str]:
    matter: set[str] = set(NATIONS)
    for situation in content.situation.values():
        matter |= set(situation.triggered_by)
    for _kind, _key, step in all_steps(content):
        matter |= {*step.only_if, *step.not_if}
    return matter


def all_steps(content: Content) -> Iterator[tuple[str, str, Step]]:
    """Every step of the flow, after the kind and key of the item that holds it."""
    for kind in ("situation", "every_plan"):
        for item in content.of(kind).values():
            yield from ((kind, item.key, step) for step in item.steps)  # type: ignore[attr-defined]


def impossible_conditions(content: Content) -> Iterator[Problem]:
    """A step's condition can hold: some answer says so, and what leads to it does not rule it out."""
    settable = {fact for q in _reachable(content) for answer in q.answers for fact in answer.facts}
    for kind, key, step in all_steps(content):
        if step.only_if and settable.isdisjoint(step.only_if):
            text = f"Its step “{step.action}” can never be shown: no answer says that."
            yield Problem(kind, key, text)
    for situation in content.situation.values():
        leading = _leading_to(situation, content)
        for step in situation.steps:
            if leading and all(not set(answer.facts).isdisjoint(step.not_if) for answer in leading):
                text = f"Its step “{step.action}” can never be shown: whatever leads here rules it out."
                yield Problem("situation", situation.key, text)


def precedence_ties(content: Content) -> Iterator[Problem]:
    """Two situations, or two questions, never share a place."""
    for kind in ("situation", "question"):
        places: dict[int, str] = {}
        for item in content.of(kind).values():
            order: int = item.order  # type: ignore[attr-defined]
            if order in places:
                text = f"It has the same place ({order}) as “{places[order]}”. Please give it its own."
                yield Problem(kind, item.key, text)
            places[order] = item.key


def plans_without_steps(content: Content) -> Iterator[Problem]:
    """Whoever comes to a situation finds something to do: one step at least has no "only if"."""
    for situation in content.situation.values():
        if situation.modifier:
            continue
        if all(step.only_if or step.band == "say" for step in situation.steps):
            text = "Some families would find nothing to do. Please give it a step without “only if”."
            yield Problem("situation", situation.key, text)


def nobody_at_night(content: Content) -> Iterator[Problem]:
    """In every situation, in every nation of the UK and at every age, somebody answers at night."""
    open_at_night = {s.key for s in content.service.values() if hours.always_open(s)}
    for situation in content.situation.values():
        if not situation.modifier and not all(
            open_at_night & _service_keys(situation, facts, content) for facts in _families(situation)
        ):
            text = "At night nobody in it can be reached. Please add a step with a line that never closes."
            yield Problem("situation", situation.key, text)


def _families(situation: Situation) -> Iterator[set[str]]:
    for nation in UK:
        for age in ((), ("adult_now",)):
            yield {nation, *age, *situation.triggered_by[:1]}


def _service_keys(situation: Situation, facts: Collection[str], content: Content) -> set[str]:
    return {service.key for service in family_plan((situation,), facts, content).services()}


# Without these a walk may have no end.
SOUND: tuple[Rule, ...] = (missing_parts, dead_ends, unknown_conditions)
RULES: tuple[Rule, ...] = (
    unknown_facts,
    unreachable_questions,
    unreachable_situations,
    answers_without_effect,
    impossible_conditions,
    precedence_ties,
    plans_without_steps,
    nobody_at_night,
)
