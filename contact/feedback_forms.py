"""The form "Help us make this better"."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contact import care
from contact.feedback import LONGEST, Feedback
from contact.machines import ForPeople

YES, NO = "yes", "no"


class FeedbackForm(ForPeople):
    useful = forms.ChoiceField(
        label=_("Was this page useful?"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    words = forms.CharField(
        label=_("What could be better?"),
        help_text=_("A few words are enough. Please leave out names and details, of your child too."),
        max_length=LONGEST,
        required=False,
        error_messages={
            "max_length": _("Please write at most %(limit_value)d characters. You have %(show_value)d.")
        },
        widget=forms.Textarea(
            attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "sentences"}
        ),
    )
    reply_to = forms.EmailField(
        label=_("Your email address, if you would like an answer"),
        help_text=_("You need not give it. We answer once, and delete it with your message."),
        required=False,
        error_messages={"invalid": _("Please write it like this: name@example.com. Or leave it empty.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    page = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_action = "feedback"
        helper.add_input(Submit("", _("Send it as it is now") if self.data.get("sure") else _("Send")))
        return helper

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        if not self.errors and not (values.get("useful") or values.get("words")):
            raise ValidationError(_("Please choose yes or no, or write a few words."))
        return values

    @property
    def asks(self) -> frozenset[str]:
        """What to ask about before this is sent: nothing once somebody has said that they are sure."""
        return (
            frozenset() if self.cleaned_data.get("sure") else care.seen_in(self.cleaned_data.get("words", ""))
        )

    def ask(self) -> None:
        """The next press means that somebody is sure."""
        self.data = {**self.data, "sure": "yes"}

    def save(self, pages: frozenset[str]) -> Feedback:
        """Keep it. ``pages`` are the addresses of ours; any other is left out. Raises DatabaseError."""
        values = self.cleaned_data
        return Feedback.objects.create(
            page=values["page"] if values["page"] in pages else "",
            useful={YES: True, NO: False}.get(values["useful"]),
            words=values["words"],
            reply_to=values["reply_to"],
            looks_urgent=care.RISK in care.seen_in(values["words"]),
        )
