"""How questions, situations and what else names other items are edited: every code is chosen by its words."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from esafe.staff.rows import NamedRowFormSet, RowForm
from reporting_links import flow_choices
from reporting_links.flow_fields import ActionByWords, CodesByWords
from reporting_links.flow_words import not_known
from reporting_links.models import Answer, EveryPlanStep, Step

IN_THIS_ORDER = _lazy(
    "They show in this order. To move one to the end, take it away, save, and add it again."
)


class ByWords:
    """Gives the fields of a form their choices in words.

    ``by_words`` names what each field holds: codes of "answers", "facts", "services" or "figures", what to
    "read_next", or one of the "actions";
    ``help_in_words`` says more about some of them.
    """

    by_words: ClassVar[dict[str, str]] = {}
    help_in_words: ClassVar[dict[str, Any]] = {}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kind = self.by_words.get(db_field.name)
        if kind is None:
            return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        choices = flow_choices.of(request)
        words = {
            "label": str(db_field.verbose_name).capitalize(),
            "help_text": self.help_in_words.get(db_field.name, ""),
        }
        if kind == "actions":
            return ActionByWords(in_words=choices, **words)
        return CodesByWords(groups=self.groups(kind, choices, request), required=False, **words)

    def groups(
        self, kind: str, choices: flow_choices.Choices, request: HttpRequest
    ) -> tuple[flow_choices.Group, ...]:
        """The choices of one kind."""
        found: tuple[flow_choices.Group, ...] = getattr(choices, kind)
        return found


class QuestionByWords(ByWords):
    """A question's conditions, out of the answers to the questions before it."""

    by_words = {"asked_if": "answers", "not_asked_if": "answers"}
    help_in_words = {
        "asked_if": _lazy("Answers to the questions before it; one is enough. Nothing chosen: always asked."),
        "not_asked_if": _lazy("One is enough, whatever else was answered."),
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        question = flow_choices.of(request).question(_edited(request))
        if db_field.name == "if_nothing" and question is not None:
            codes = [(answer.key, answer.words) for answer in question.answers.all()]
            now = question.if_nothing
            unknown = [] if now in dict(codes) else [(now, not_known(now))]
            return forms.ChoiceField(
                choices=[*unknown, *codes],
                label=db_field.verbose_name.capitalize(),
                help_text=_("To choose an answer that you have just added, save first."),
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def groups(
        self, kind: str, choices: flow_choices.Choices, request: HttpRequest
    ) -> tuple[flow_choices.Group, ...]:
        return choices.answers_before(_edited(request))


def _edited(request: HttpRequest) -> int | None:
    """The primary key of what a form is open for; None for something new."""
    match = request.resolver_match
    given = match.kwargs.get("object_id", "") if match else ""
    return int(given) if given.isdecimal() else None


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A place in a list, edited in the list: it says to a screen reader whose place it is.

    It carries the place that it was opened with, so that nobody's change is undone by who did not see it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["order"]
        place.widget.attrs["aria-label"] = _("%(field)s: %(item)s") % {
            "field": place.label,
            "item": self.instance,
        }
        place.show_hidden_initial = True

    def clean_order(self) -> Any:
        """The place as typed, unless a colleague changed it meanwhile. Sent again, it counts."""
        typed, now = self.cleaned_data["order"], self.initial["order"]
        opened = self.add_initial_prefix("order")
        if self.has_changed() and self.data.get(opened) != str(now):
            self.data = {**dict(self.data.items()), opened: str(now)}
            text = _(
                "A colleague made this %(now)s meanwhile. You typed %(typed)s: save again to keep yours."
            )
            raise forms.ValidationError(text % {"now": now, "typed": typed})
        return typed


class InOrder(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lets the order of a list be edited in the list."""

    list_editable = ("order",)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{**kwargs, "form": PlaceForm})


class Rows(ByWords, admin.TabularInline):  # type: ignore[type-arg]
    """The rows of a question or a plan. One is always empty, so that adding needs no script."""

    extra = 1
    form = RowForm
    formset = NamedRowFormSet
    ordering = ("position", "pk")
    classes = ("by-words",)


class AnswerForm(RowForm):
    """An answer, with room to see all of its words."""

    class Meta:
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def clean_words(self) -> str:
        """One line, however it was typed."""
        return " ".join(line.strip() for line in self.cleaned_data["words"].splitlines())


class AnswerInline(Rows):
    model = Answer
    form = AnswerForm
    by_words = {"facts": "facts"}


class StepRows(Rows):
    by_words = {"action": "actions", "only_if": "facts", "not_if": "facts"}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("action")


class StepInline(StepRows):
    model = Step


class EveryPlanStepInline(StepRows):
    model = EveryPlanStep
