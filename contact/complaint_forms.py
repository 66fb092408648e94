"""The form to complain about how we use information."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contact.complaints import Complaint
from contact.words_forms import WordsForm


class ComplaintForm(WordsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What was wrong with how we used your information?")
        self.fields["words"].help_text = _("Please leave out what happened to a child. We do not need it.")
        self.fields["reply_to"].help_text = _("Without it we read what you wrote, but cannot write back.")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_action = f"{reverse('complaint')}#main"  # what is wrong stands above the form
        helper.add_input(Submit("", _("Send it as it is now") if self.data.get("sure") else _("Send")))
        return helper

    def save(self) -> Complaint:
        return Complaint.objects.create(
            words=self.cleaned_data["words"], reply_to=self.cleaned_data["reply_to"]
        )
