"""What every form shares in which a reader writes to us: words, an address for the answer, a gentle question."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contact import care
from contact.addresses import normal
from contact.feedback import LONGEST
from contact.machines import ForPeople
from esafe.words_field import WordsField


class WordsForm(ForPeople):
    """``address`` is the name of the view that takes it.

    ``swaps``: with scripts the answer takes the place of the page (js/swap.js). Browsers write what a
    page was asked for with to the disk, words and all.
    """

    address: str
    swaps = True
    words = WordsField(
        max_length=LONGEST,
        error_messages={
            "required": _("Please write a few words."),
            "max_length": _("Please write at most %(limit_value)d characters. You have %(show_value)d."),
        },
        widget=forms.Textarea(
            attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "sentences"}
        ),
    )
    reply_to = forms.EmailField(
        label=_("Your email address, if you would like an answer"),
        required=False,
        error_messages={"invalid": _("Please write it like this: name@example.com. Or leave it empty.")},
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email", "spellcheck": "false"}),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_reply_to(self) -> str:
        """As addresses are compared, so that it is found when somebody asks what we hold."""
        return normal(self.cleaned_data["reply_to"])

    @property
    def asks(self) -> frozenset[str]:
        """What sounds like a child at risk, or names somebody; nothing once somebody has said that they are sure."""
        return frozenset() if self.cleaned_data.get("sure") else care.seen_in(self.cleaned_data["words"])

    @property
    def looks_urgent(self) -> bool:
        """Whether the words of a valid form sound like a child at risk, for whoever reads them."""
        return care.RISK in care.seen_in(self.cleaned_data["words"])

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_action = f"{reverse(self.address)}#main"  # what is wrong stands above the form
        helper.add_input(Submit("", _("Send it as it is now") if self.data.get("sure") else _("Send")))
        return helper
