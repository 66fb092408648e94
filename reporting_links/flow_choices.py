"""What staff choose from by its words: answers, facts, actions, services, figures, and what to read next.

Read from the database once for each request, however many fields show it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from esafe import publishing
from esafe.item_models import ItemModel
from esafe.labels import LABELS
from reporting_links.flow_words import action_words, answer_words
from reporting_links.models import Action, Answer, Fact, Question, Service
from reporting_links.plans import PLACES

LONGEST = 90
# What can be read next, by the field that names it.
READ_NEXT = {"page": "title", "situation": "title", "service": "name"}
PLACE_WORDS = {
    "emergency": _lazy("In danger now: 999, or the local police"),
    "police": _lazy("The police when nobody is in danger"),
    "fraud": _lazy("Where to report fraud"),
    "crisis": _lazy("The crisis line when someone feels very low"),
    "parent_line": _lazy("The helpline for parents"),
}


@dataclass(frozen=True)
class Choice:
    """A code, its words under a heading, and its words where it stands alone."""

    code: str
    words: str
    alone: str


@dataclass(frozen=True)
class Group:
    """Choices under one heading."""

    heading: str
    choices: tuple[Choice, ...]


class Choices:
    """Everything to choose from. Each kind is read when it is first asked for."""

    @cached_property
    def questions(self) -> list[Question]:
        """Every question with its answers, in the order in which they are asked."""
        return list(Question.objects.prefetch_related("answers").order_by("order", "key"))

    @cached_property
    def answers(self) -> tuple[Group, ...]:
        """The answers to every question, as conditions name them."""
        return tuple(
            Group(
                _named(question, question.title),
                tuple(_answer(question, answer) for answer in question.answers.all()),
            )
            for question in self.questions
        )

    def answers_before(self, pk: int | None) -> tuple[Group, ...]:
        """The answers to the questions that come before one; to all of them for a new one."""
        keys = [question.pk for question in self.questions]
        return self.answers[: keys.index(pk)] if pk in keys else self.answers

    def question(self, pk: int | None) -> Question | None:
        """The question with this primary key."""
        return next((question for question in self.questions if question.pk == pk), None)

    @cached_property
    def facts(self) -> tuple[Group, ...]:
        """The facts, under the question that first tells us of each."""
        left = {fact.key: fact for fact in Fact.objects.order_by("key")}
        groups = []
        for question in self.questions:
            told = dict.fromkeys(key for answer in question.answers.all() for key in answer.facts)
            here = [left.pop(key) for key in told if key in left]
            if here:
                groups.append(Group(_named(question, question.title), tuple(map(_fact, here))))
        if left:
            groups.append(Group(_("No answer tells us"), tuple(map(_fact, left.values()))))
        return tuple(groups)

    @cached_property
    def services(self) -> tuple[Group, ...]:
        """The services, under what they are for; those that depend on the nation come first."""
        places = tuple(_choice(f"{{{place}}}", str(PLACE_WORDS.get(place, place))) for place in PLACES)
        groups = [Group(_("The right one for where the child lives"), places)]
        services = list(Service.objects.only("key", "name", "category", "state").order_by("order", "key"))
        for need, words in LABELS["need"].items():
            here = [_choice(s.key, _named(s, s.name)) for s in services if s.category == need]
            if here:
                groups.append(Group(str(words), tuple(here)))
        return tuple(groups)

    @cached_property
    def read_next(self) -> tuple[Group, ...]:
        """The pages, situations and services that another may lead on to."""
        return tuple(_items(kind, field, f"{kind}:") for kind, field in READ_NEXT.items())

    @cached_property
    def figures(self) -> tuple[Group, ...]:
        """The figures, by what they say."""
        return (_items("figure", "claim"),)

    @cached_property
    def actions(self) -> dict[int, Action]:
        """Every action, by its primary key."""
        return Action.objects.in_bulk()

    @cached_property
    def action_words(self) -> dict[int, str]:
        """Every action in words; two that say the same show their keys too."""
        services = {service.key: service for service in Service.objects.only("key", "name", "short_name")}
        words = {pk: _named(action, action_words(action, services)) for pk, action in self.actions.items()}
        times = Counter(words.values())
        return {
            pk: said if times[said] == 1 else f"{said} ({self.actions[pk].key})" for pk, said in words.items()
        }

    @cached_property
    def action_options(self) -> SafeString:
        """Every action as an option, by kind. Made once, since every step shows it."""
        groups = (
            (kind.label, self._options(pk for pk, action in self.actions.items() if action.kind == kind))
            for kind in Action.ActionKind
        )
        return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)

    def _options(self, pks: Iterable[int]) -> SafeString:
        options = sorted((Truncator(self.action_words[pk]).chars(LONGEST), pk) for pk in pks)
        return format_html_join("", '<option value="{1}">{0}</option>', options)


def of(request: HttpRequest) -> Choices:
    """The choices of this request."""
    found: Choices | None = getattr(request, "flow_choices", None)
    if found is None:
        found = request.flow_choices = Choices()  # type: ignore[attr-defined]
    return found


def _items(kind: str, field: str, prefix: str = "") -> Group:
    model = publishing.models_of_items()[kind]
    rows = model._default_manager.only("key", "state", field).order_by(field)
    choices = (_choice(prefix + row.key, _named(row, getattr(row, field))) for row in rows)
    return Group(str(model._meta.verbose_name_plural).capitalize(), tuple(choices))


def _answer(question: Question, answer: Answer) -> Choice:
    return Choice(f"{question.key}.{answer.key}", answer.words, answer_words(question.title, answer.words))


def _fact(fact: Fact) -> Choice:
    return _choice(fact.key, _named(fact, fact.words))


def _choice(code: str, words: str) -> Choice:
    return Choice(code, words, words)


def _named(item: ItemModel, words: str) -> str:
    if item.state == ItemModel.State.WITHDRAWN:
        return _("%s (withdrawn)") % words
    return words
