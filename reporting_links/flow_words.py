"""Staff's words for what ``flow_map`` finds: conditions, actions and the boxes of the drawing."""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from esafe.labels import LABELS
from esafe.placeholders import PLACEHOLDER
from reporting_links.flow_differences import ON_TOP, Difference
from reporting_links.flow_drawing import Drawing, Entry, draw
from reporting_links.flow_map import After, Condition, FlowMap, QuestionRow, SituationRow

# With more answers than this a box would hold little else; the table has them all.
MOST_IN_WORDS = 2


class Spoken(Protocol):
    """An action, as staff edit it or as readers get it."""

    @property
    def text(self) -> str: ...
    @property
    def short(self) -> str: ...


class Named(Protocol):
    """A service, likewise."""

    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...


def action_words(action: Spoken, services: Mapping[str, Named]) -> str:
    """What an action says, in few words if it has them, with the names of services for {names}."""

    def name(found: re.Match[str]) -> str:
        service = services.get(found[1])
        return service.short_name or service.name if service else found[0]

    return PLACEHOLDER.sub(name, action.short or action.text)


def answer_words(question: str, answer: str) -> str:
    """An answer with the question that it belongs to."""
    return _("%(question)s – “%(answer)s”") % {"question": question, "answer": answer}


def not_known(code: str) -> str:
    """What stands for a code that names nothing."""
    return _("not known: %s") % code


def drawing(flow: FlowMap) -> Drawing:
    """The whole flow as a drawing."""
    return draw(
        [_question(row) for row in flow.questions],
        [_situation(row) for row in flow.situations],
        {
            row.question.key: [code for after in row.asked.after for code in after.codes]
            for row in flow.questions
            if row.asked.after
        },
        {
            row.situation.key: [code for after in row.causes.after for code in after.codes]
            for row in flow.situations
            if row.causes.after
        },
    )


def _question(row: QuestionRow) -> Entry:
    return Entry(
        row.question.key,
        f"{row.number}. {row.question.title}",
        tuple(_about_question(row)),
        tuple((answer.code, answer.answer.words) for answer in row.answers),
    )


def _about_question(row: QuestionRow) -> Iterator[str]:
    yield _("Asked after: %s") % _in_short(row.asked) if row.asked else _("Always asked.")
    if row.not_asked:
        yield _("Not asked after: %s") % _in_short(row.not_asked)


def _situation(row: SituationRow) -> Entry:
    return Entry(
        row.situation.key,
        f"{row.number}. {row.situation.title}",
        tuple(_about_situation(row)),
    )


def _about_situation(row: SituationRow) -> Iterator[str]:
    if row.situation.interrupt:
        yield _("Shown at once, before any further question.")
    if row.situation.modifier:
        yield _("Only adds to another situation.")
    if row.when_nothing_fits:
        yield _("Also when nothing else fits.")
    elif not row.causes:
        yield _("No answer leads here.")


def _in_short(condition: Condition) -> str:
    parts = [f"{after.question.short_title}: {_answers(after)}" for after in condition.after]
    return "; ".join([*parts, *(not_known(code) for code in condition.unknown)]) + "."


def _answers(after: After) -> str:
    if len(after.answers) <= MOST_IN_WORDS:
        return _(" or ").join(f"“{answer.words}”" for answer in after.answers)
    total = len(after.question.answers)
    return _("%(some)s of its %(total)s answers") % {"some": len(after.answers), "total": total}


def difference_words(difference: Difference, actions: Mapping[str, str]) -> str:
    """What is different about some plans, in one line. ``actions`` are actions in words."""
    before, after = difference.before, difference.after
    if difference.what == "situation":
        if before and after:
            return _("Mainly about “%(after)s” instead of “%(before)s”") % {"after": after, "before": before}
        return _("Also about “%s”") % after if after else _("No longer about “%s”") % before
    if difference.what == "at_once":
        return _("Shown at once: “%s”") % after if after else _("No longer shown at once: “%s”") % before
    values = {"what": actions[difference.key], "before": _time(before), "after": _time(after)}
    return _ACTION_WORDS[difference.what] % values


_ACTION_WORDS = {
    "removed": _lazy("Left out: “%(what)s”, which was under “%(before)s”"),
    "added": _lazy("New: “%(what)s”, under “%(after)s”"),
    "time": _lazy("Moved: “%(what)s”, from “%(before)s” to “%(after)s”"),
    "words": _lazy("In other words, or with other services: “%(what)s”"),
    "place": _lazy("Moved within “%(after)s”: “%(what)s”"),
}


def _time(band: str) -> str:
    if band == ON_TOP:
        return _("On top")
    return str(LABELS["band"][band]) if band else ""
