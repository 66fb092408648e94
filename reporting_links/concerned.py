"""What a reader sent to "Concerned about a child?", as far as this edition knows it. Pure: no Django.

Anything may arrive: an old page, a changed form, noise. What is valid is kept, and the reader is
told if something was not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from esafe.content import Content
from reporting_links import triage
from reporting_links.content import Question

# Fields of the form that are not answers.
ASKED, SEEN, SHOW = "asked", "seen", "show"


@dataclass(frozen=True)
class Sent:
    """The valid part of one form.

    ``seen`` are dangers past which the reader went on; ``show`` is the question to see again;
    ``refused`` says that something was left out.
    """

    answers: dict[str, tuple[str, ...]]
    seen: tuple[str, ...]
    show: str
    refused: bool


def read(fields: Mapping[str, Iterable[str]], content: Content) -> Sent:
    """The answers in a form; ``fields`` are its values by name.

    Going on with nothing chosen stands for the question's "not sure", and going back for nothing.
    """
    questions = content.question
    values = {name: tuple(dict.fromkeys(given)) for name, given in fields.items()}
    asked, seen, shows = (values.pop(name, ()) for name in (ASKED, SEEN, SHOW))
    answers = {key: codes for key, codes in values.items() if _are_answers(questions.get(key), codes)}
    for key in asked[:1]:
        if key in questions and key not in values and not shows:
            answers[key] = (questions[key].if_nothing,)
    known = tuple(key for key in seen if key in content.situation)
    show = next((key for key in shows if key in questions), "")
    strange = len(known) < len(seen) or bool(shows and not show) or any(k not in questions for k in asked)
    return Sent(answers, known, show, refused=strange or bool(values.keys() - answers.keys()))


def _are_answers(question: Question | None, codes: tuple[str, ...]) -> bool:
    return question is not None and bool(triage.chosen(question, codes))


def to_go(content: Content, walked: triage.Walk, key: str) -> int:
    """How many questions follow the question ``key``, as far as the answers say now."""
    given = {f"{a.question.key}.{answer.key}" for a in walked.answered for answer in a.chosen}
    asked = [q.key for q in triage.questions(content) if triage.is_asked(q, given)]
    return len(asked) - asked.index(key) - 1 if key in asked else 0
