"""The form to complain about how we use information."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contact.complaints import Complaint
from contact.words_forms import WordsForm


class ComplaintForm(WordsForm):
    address = "complaint"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What was wrong with how we used your information?")
        self.fields["words"].help_text = _("Please leave out what happened to a child. We do not need it.")
        self.fields["reply_to"].help_text = _("Without it we read what you wrote, but cannot write back.")

    def save(self) -> Complaint:
        return Complaint.objects.create(
            words=self.cleaned_data["words"],
            reply_to=self.cleaned_data["reply_to"],
            looks_urgent=self.looks_urgent,
        )
