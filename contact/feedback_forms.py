"""The form "Help us make this better"."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contact.feedback import Feedback
from contact.machines import LONGEST
from contact.words_forms import WordsForm

ANSWERS = {"yes": True, "no": False}
_SALT = "contact.feedback_forms.pressed"


class FeedbackForm(WordsForm):
    """``pressed`` says which row a press of yes or no under a page has made already."""

    address = "feedback"
    useful = forms.ChoiceField(
        label=_("Was this page useful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    page = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    pressed = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("useful", "words", "reply_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.label, words.required = _("What could be better?"), False
        words.help_text = _("A few words are enough. Please leave out names and details, of your child too.")
        self.fields["reply_to"].help_text = _(
            "You need not give it. We answer once, and delete it with your message."
        )
        if self["pressed"].value():
            self.fields["useful"].widget = forms.HiddenInput()

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        if self.errors or values["words"]:
            return values
        if values["pressed"]:
            raise ValidationError(_("Your yes or no is with us. Please write a few words, or just go on."))
        if not values["useful"]:
            raise ValidationError(_("Please choose yes or no, or write a few words."))
        return values

    def save(self) -> Feedback:
        values = self.cleaned_data
        kept = _pressed(values["pressed"]) or Feedback(page=values["page"])
        kept.useful = ANSWERS.get(values["useful"])
        kept.words, kept.reply_to = values["words"], values["reply_to"]
        kept.looks_urgent = self.looks_urgent
        kept.done = False  # whoever dealt with the press has not read the words
        kept.save()
        return kept


def token_of(pressed: Feedback) -> str:
    """What the form carries so that words go to the row of the press before them."""
    return signing.dumps(pressed.pk, salt=_SALT)


def _pressed(token: str) -> Feedback | None:
    """The row of a press on the same day that has no words yet."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    return Feedback.objects.filter(pk=pk, words="").first()
