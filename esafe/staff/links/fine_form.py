"""Staff looked at a link themselves: "This is fine until ..."."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SUGGESTED = datetime.timedelta(days=90)
LONGEST = datetime.timedelta(days=366)


class FineUntilForm(forms.Form):
    """Until when our checker is not listened to."""

    until = forms.DateField(
        error_messages={
            "required": _("Please choose a day."),
            "invalid": _("Please choose a day, such as 2027-01-31."),
        }
    )

    def clean_until(self) -> datetime.date:
        """A day to come, and not for ever: pages go away."""
        until: datetime.date = self.cleaned_data["until"]
        if not timezone.localdate() < until <= timezone.localdate() + LONGEST:
            raise ValidationError(_("Please choose a day to come, within a year."))
        return until
