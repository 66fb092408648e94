"""What leads where in "Concerned about a child?", for staff to look at. Pure: no Django.

Staff see work in progress, so a code that names nothing is kept and shown, never an error.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from esafe.content import Content
from reporting_links import triage
from reporting_links.content import Action, Answer, Band, Fact, Question, Service, Situation, Step
from reporting_links.family_plans import EVERY_PLAN
from reporting_links.plans import BANDS, PLACE_NAMES, PLACES


@dataclass(frozen=True)
class After:
    """Some answers to one question."""

    question: Question
    answers: tuple[Answer, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The answers as a condition names them."""
        return tuple(code_of(self.question, answer) for answer in self.answers)


@dataclass(frozen=True)
class Condition:
    """Answers that something depends on, by question in their order, and codes that name none."""

    after: tuple[After, ...] = ()
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.after or self.unknown)


@dataclass(frozen=True)
class Known:
    """A code and the item that it names; None when there is no such item."""

    code: str
    item: Fact | Action | None


@dataclass(frozen=True)
class AnswerRow:
    """One answer: what it tells us, the questions it opens and the situations it leads to."""

    code: str
    answer: Answer
    facts: tuple[Known, ...]
    opens: tuple[Question, ...]
    leads_to: tuple[Situation, ...]


@dataclass(frozen=True)
class QuestionRow:
    """One question; ``if_nothing`` is the answer that going on without choosing stands for."""

    number: int
    question: Question
    asked: Condition
    not_asked: Condition
    if_nothing: Answer | None
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class StepRow:
    """One step with its conditions."""

    action: Known
    only_if: tuple[Known, ...]
    not_if: tuple[Known, ...]


@dataclass(frozen=True)
class BandRow:
    """The steps of one time band."""

    band: Band
    steps: tuple[StepRow, ...]


@dataclass(frozen=True)
class SituationRow:
    """One situation; ``number`` is its place in the precedence.

    ``unset`` are facts that lead here although no answer tells them; ``when_nothing_fits`` says that
    a plan is about it when nothing else fits.
    """

    number: int
    situation: Situation
    causes: Condition
    unset: tuple[Known, ...]
    when_nothing_fits: bool
    bands: tuple[BandRow, ...]
    services: tuple[Service, ...]


@dataclass(frozen=True)
class FlowMap:
    """Everything that "Concerned about a child?" may ask and answer, in order."""

    questions: tuple[QuestionRow, ...]
    situations: tuple[SituationRow, ...]
    every_plan: tuple[BandRow, ...]


def flow_map(content: Content) -> FlowMap:
    """The whole flow of ``content``, as far as it is written."""
    questions = triage.questions(content)
    situations = triage.situations(content)
    always = content.every_plan.get(EVERY_PLAN)
    return FlowMap(
        tuple(_question(number, question, content) for number, question in enumerate(questions, 1)),
        tuple(_situation(number, situation, content) for number, situation in enumerate(situations, 1)),
        _bands(always.steps, content) if always else (),
    )


def condition(codes: Collection[str], content: Content) -> Condition:
    """The answers that ``codes`` (``question.answer``) name, in the order of the questions."""
    after = []
    for question in triage.questions(content):
        named = tuple(answer for answer in question.answers if code_of(question, answer) in codes)
        if named:
            after.append(After(question, named))
    known = {code for found in after for code in found.codes}
    return Condition(tuple(after), tuple(code for code in codes if code not in known))


def code_of(question: Question, answer: Answer) -> str:
    """How a condition names an answer."""
    return f"{question.key}.{answer.key}"


def _question(number: int, question: Question, content: Content) -> QuestionRow:
    return QuestionRow(
        number=number,
        question=question,
        asked=condition(question.asked_if, content),
        not_asked=condition(question.not_asked_if, content),
        if_nothing=next((answer for answer in question.answers if answer.key == question.if_nothing), None),
        answers=tuple(_answer(question, answer, content) for answer in question.answers),
    )


def _answer(question: Question, answer: Answer, content: Content) -> AnswerRow:
    code = code_of(question, answer)
    return AnswerRow(
        code=code,
        answer=answer,
        facts=_facts(answer.facts, content),
        opens=tuple(later for later in triage.questions(content) if code in later.asked_if),
        leads_to=tuple(
            s for s in triage.situations(content) if not set(answer.facts).isdisjoint(s.triggered_by)
        ),
    )


def _situation(number: int, situation: Situation, content: Content) -> SituationRow:
    causes = {
        code_of(question, answer): answer.facts
        for question in content.question.values()
        for answer in question.answers
        if not set(answer.facts).isdisjoint(situation.triggered_by)
    }
    told = {fact for facts in causes.values() for fact in facts}
    unset = [fact for fact in situation.triggered_by if fact not in told]
    return SituationRow(
        number=number,
        situation=situation,
        causes=condition(causes.keys(), content),
        unset=_facts(unset, content),
        when_nothing_fits=situation.key == triage.WHEN_NOTHING_FITS,
        bands=_bands(situation.steps, content),
        services=_services(situation.steps, content),
    )


def _facts(codes: Iterable[str], content: Content) -> tuple[Known, ...]:
    return tuple(Known(code, content.fact.get(code)) for code in codes)


def _bands(steps: Iterable[Step], content: Content) -> tuple[BandRow, ...]:
    rows = [(step.band, _step(step, content)) for step in steps]
    return tuple(
        BandRow(band, tuple(row for b, row in rows if b == band))
        for band in BANDS
        if any(b == band for b, _row in rows)
    )


def _step(step: Step, content: Content) -> StepRow:
    action = Known(step.action, content.action.get(step.action))
    return StepRow(action, _facts(step.only_if, content), _facts(step.not_if, content))


def _services(steps: Iterable[Step], content: Content) -> tuple[Service, ...]:
    """Every service that some steps name, in any nation, each once."""
    actions = [content.action[step.action] for step in steps if step.action in content.action]
    keys = [key for action in actions for name in action.services for key in service_keys(name)]
    return tuple(content.service[key] for key in dict.fromkeys(keys) if key in content.service)


def service_keys(name: str) -> tuple[str, ...]:
    """The services that a name in an action stands for: itself, or one for each nation."""
    return tuple(PLACES[name.strip("{}")].values()) if name in PLACE_NAMES else (name,)
