"""The forms of the mailing list: what somebody would like to get, how often, and where."""

import calendar
import datetime
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contact import updates
from contact.addresses import normal
from contact.machines import ForPeople
from contact.subscribers import Subscriber

TOPICS: Final = ("advice", "news", "schools")
# From which kind of page somebody came; which page it was is not kept (R90).
SOURCES: Final = ("advice", "help", "services", "news", "concerned", "search")
HowOften = Subscriber.HowOften
LONGEST_EMAIL = 254
LONGEST_PAUSE = 24  # months
PAUSE_UNTIL = "until"


class Wishes(forms.Form):
    """What, how often, and with which subject."""

    topics = forms.MultipleChoiceField(
        label=_("What would you like to get?"),
        help_text=_("Tick all that you would like."),
        choices=[
            ("advice", _("New advice for families")),
            ("news", _("News")),
            ("schools", _("For schools and people who work with children")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one.")},
    )
    how_often = forms.ChoiceField(
        label=_("How often?"),
        choices=[
            (Subscriber.HowOften.EACH, _("When there is something new")),
            (Subscriber.HowOften.MONTHLY, _("Once a month, all together")),
        ],
        widget=forms.RadioSelect,
        initial=Subscriber.HowOften.EACH,
        error_messages={"required": _("Please choose how often.")},
    )
    plain_subject = forms.BooleanField(
        label=_("Use a plainer subject"),
        help_text=_(
            "If someone else may see your inbox: the subject line then does not say what the email is about."
        ),
        required=False,
    )

    def wishes(self) -> dict[str, Any]:
        """The values of a valid form, by field of a Subscriber."""
        values = self.cleaned_data
        return {
            **{f"wants_{topic}": topic in values["topics"] for topic in TOPICS},
            "how_often": values["how_often"],
            "plain_subject": values["plain_subject"],
        }


class SignUpForm(ForPeople, Wishes):
    """Asks for an address and nothing about anybody (R89, R90)."""

    email = forms.EmailField(
        label=_("Your email address"),
        max_length=LONGEST_EMAIL,
        error_messages={
            "required": _("Please write your email address."),
            "invalid": _("Please write it like this: name@example.com."),
            "max_length": _("That is too long for an email address. Please look at it once more."),
        },
        widget=forms.EmailInput(
            attrs={
                "class": "input",
                "autocomplete": "email",
                "spellcheck": "false",
                "autocapitalize": "none",
            }
        ),
    )
    asked_from = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("email", "topics", "how_often", "plain_subject")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_action = "updates"
        helper.add_input(Submit("", _("Get updates")))
        return helper

    def clean_email(self) -> str:
        """Small letters can be longer, or no address any more, in some scripts."""
        email = normal(self.cleaned_data["email"])
        if len(email) > LONGEST_EMAIL:
            raise ValidationError(self.fields["email"].error_messages["max_length"])
        validate_email(email)
        return email

    def save(self) -> None:
        """Ask for it, alike for every address. Raises DatabaseError."""
        updates.ask(self.cleaned_data["email"], self.wishes())

    def wishes(self) -> dict[str, Any]:
        source = self.cleaned_data["asked_from"]
        return {
            **super().wishes(),
            "asked_from": source if source in SOURCES else "",
            "language": get_language() or settings.LANGUAGE_CODE,
        }


class ManageForm(Wishes):
    """The same wishes, changed later, with a pause and, where there are several, a language."""

    pause = forms.ChoiceField(
        label=_("Would you like a break?"),
        help_text=_("After it, updates start again by themselves."),
        choices=[
            ("", _("No break")),
            ("1", _("One month")),
            ("3", _("Three months")),
            ("6", _("Six months")),
            (PAUSE_UNTIL, _("Until a day that I choose below")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    pause_until = forms.DateField(
        label=_("The last day of the break"),
        help_text=_("Only if you chose a day."),
        required=False,
        widget=forms.DateInput(
            attrs={"class": "input", "type": "date", "autocomplete": "off"}, format="%Y-%m-%d"
        ),
        error_messages={"invalid": _("Please write the day like this: 31/12/2030.")},
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: settings.LANGUAGES, widget=forms.RadioSelect
    )
    field_order = ("topics", "how_often", "pause", "pause_until", "language", "plain_subject")

    def __init__(self, data: Any = None, *, subscriber: Subscriber) -> None:
        super().__init__(data, initial=_initial(subscriber))
        self.subscriber = subscriber
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Submit("", _("Save")))
        return helper

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        if values.get("pause") == PAUSE_UNTIL and "pause_until" not in self.errors:
            self._check(values.get("pause_until"))
        return values

    def _check(self, day: datetime.date | None) -> None:
        today = timezone.localdate()
        if day is None:
            self.add_error("pause_until", _("Please write the last day of the break."))
        elif day <= today:
            self.add_error("pause_until", _("Please choose a day after today."))
        elif day > in_months(today, LONGEST_PAUSE):
            self.add_error("pause_until", _("A break can last two years at most. Or you can stop updates."))

    def _paused_until(self) -> datetime.date | None:
        pause: str = self.cleaned_data["pause"]
        if pause == PAUSE_UNTIL:
            day: datetime.date = self.cleaned_data["pause_until"]
            return day
        return in_months(timezone.localdate(), int(pause)) if pause else None

    def save(self) -> None:
        """Raises DatabaseError."""
        values = {**self.wishes(), "paused_until": self._paused_until()}
        if language := self.cleaned_data.get("language"):
            values["language"] = language
        mine = Subscriber.objects.filter(pk=self.subscriber.pk)
        with transaction.atomic():
            if values["how_often"] == HowOften.EACH:
                mine.filter(how_often=HowOften.MONTHLY).update(monthly_until=timezone.now())
            mine.update(**values)


def in_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the last of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _initial(subscriber: Subscriber) -> dict[str, Any]:
    until = subscriber.paused_until
    paused = until is not None and until >= timezone.localdate()
    return {
        "topics": [topic for topic in TOPICS if getattr(subscriber, f"wants_{topic}")],
        "how_often": subscriber.how_often,
        "plain_subject": subscriber.plain_subject,
        "language": subscriber.language,
        "pause": PAUSE_UNTIL if paused else "",
        "pause_until": until if paused else None,
    }
