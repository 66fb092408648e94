"""The form for a school's name. It takes it, puts it on a PDF, and forgets it."""

import unicodedata
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from esafe.content import Content
from guidance.paper.listing import groups
from guidance.paper.sheets import Sheet
from guidance.paper.telling import School

LONGEST_NAME, LONGEST_LEAD = 80, 120
# Joiners change how letters of Urdu and Persian stand together.
JOINERS = "\u200c\u200d"
NOT_ON_PAPER = ("Cc", "Cf", "Cs", "Co", "Cn")
TOO_LONG = _("Please write at most %(limit_value)d characters. You have %(show_value)d.")
NO_SUCH_LETTER = _(
    "We cannot print one of these signs. Please use letters and numbers. Small pictures do not work."
)


def for_paper(words: str) -> str:
    """``words`` on one line, without signs that nobody sees."""
    joined = " ".join(unicodedata.normalize("NFC", words).split())
    return "".join(c for c in joined if c in JOINERS or unicodedata.category(c) not in NOT_ON_PAPER)


class Line(forms.CharField):
    """A line of text that browsers must not learn from."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "input", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(
            required=False,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"max_length": TOO_LONG},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return for_paper(super().clean(value))


def _code(sheet: Sheet) -> str:
    return f"{sheet.code}/{sheet.kind}"


class SchoolForm(forms.Form):
    """Which sheet to print, and what to put on it."""

    what = forms.ChoiceField(
        label=_("What to print"),
        error_messages={
            "required": _("Please choose what to print."),
            "invalid_choice": _("Please choose again: the list has changed."),
        },
    )
    name = Line(label=_("Name of the school"), max_length=LONGEST_NAME)
    lead = Line(
        label=_("Safeguarding lead"),
        help_text=_("A name or a role, and how to reach them at school."),
        max_length=LONGEST_LEAD,
    )

    def __init__(self, data: Any = None, *, content: Content) -> None:
        super().__init__(data)
        found = [
            (group.heading, [(_code(form.sheet), form) for row in group.rows for form in row.forms])
            for group in groups(content)
        ]
        self.sheets = {code: form.sheet for _heading, forms in found for code, form in forms}
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (heading, [(code, form.full_name) for code, form in forms]) for heading, forms in found
        ]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper

    @property
    def sheet(self) -> Sheet:
        """What a valid form chose."""
        return self.sheets[self.cleaned_data["what"]]

    @property
    def school(self) -> School:
        """What a valid form asks to put on it."""
        return School(self.cleaned_data["name"], self.cleaned_data["lead"])
