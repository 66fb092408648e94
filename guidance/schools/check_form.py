"""The form for the text of a school's own page."""

import secrets
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from esafe.words_field import WordsField

LONGEST = 20_000
# A browser cuts what is pasted without a word, so it may take more than we do; no more than a request
# may hold of any script (esafe/middleware.py).
LONGEST_IN_THE_BOX = 2 * LONGEST


class CheckForm(forms.Form):
    """A text. With scripts the answer takes the place of the page, so that the browser keeps none of it."""

    swaps = True
    words = WordsField(
        label=_("The text of your page"),
        help_text=_(
            "Copy all of it from your page, and paste it here. Leave out names of children and families."
        ),
        max_length=LONGEST,
        error_messages={
            "required": _("Please paste the text of your page first."),
            "max_length": _(
                "This is a long text: %(show_value)d characters. We can look at %(limit_value)d at once. "
                "It is still in the box. Please check it in two or more parts."
            ),
            "null_characters_not_allowed": _(
                "There is a character in it that we cannot read. Please paste it again."
            ),
        },
        widget=forms.Textarea(
            attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "sentences"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["maxlength"] = LONGEST_IN_THE_BOX
        # Browsers fill in a form again after Back, whatever the headers say, if it has the same names (R104).
        new_name = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields = {f"n{secrets.token_hex(4)}": new_name, **self.fields}

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_action = f"{reverse('school-check')}#main"  # the answer stands above the form
        helper.add_input(Submit("", _("Check it again") if self.is_bound else _("Check our page")))
        return helper
