"""Keeps out what machines send, without a puzzle for people (WCAG 3.3.8).

A field that nobody sees must stay empty, and a signed time says when the page was made: nobody
writes a message in a second, and a page of yesterday is sent again with one press.
"""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

QUICKEST, LONGEST = 2, 24 * 60 * 60  # seconds
_SALT = "contact.machines"


class Trap(forms.HiddenInput):
    """A box that nobody sees or reaches, but that a machine fills in."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html(
            '<div class="vh" aria-hidden="true"><label>{} '
            '<input type="text" name="{}" value="{}" tabindex="-1" autocomplete="off"></label></div>',
            _("Please leave this empty"),
            name,
            value or "",
        )


class ForPeople(forms.Form):
    """A form of a reader. Nothing that was typed is lost when it is refused."""

    website = forms.CharField(required=False, widget=Trap)
    made = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Browsers fill in a form again after Back, whatever the headers say, if it has the same names (R104).
        new_name = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields = {f"n{secrets.token_hex(4)}": new_name, **self.fields}
        if not self.is_bound:
            self.initial["made"] = signing.dumps("", salt=_SALT)

    def clean(self) -> Any:
        if self.cleaned_data.get("website"):
            raise ValidationError(_("This was not taken. Please try again."), code="machine")
        if not _made_by_us(self.cleaned_data.get("made", "")):
            raise ValidationError(_("Please look at it once more, then send it again."), code="machine")
        return super().clean()

    @property
    def asks(self) -> frozenset[str]:
        """What to ask about once before a valid form is sent. Nothing, but in forms for words."""
        return frozenset()

    def renewed(self) -> None:
        """Give the form that is shown again a time of its own, and an empty trap.

        Browsers fill in boxes that nobody sees: who presses again must not be refused again.
        """
        self.put("made", signing.dumps("", salt=_SALT))
        self.put("website", "")

    def put(self, name: str, value: str) -> None:
        """Change what was sent, in the form that is shown again."""
        data: Any = self.data
        self.data = data = data.copy()
        data[name] = value


def _made_by_us(made: str) -> bool:
    """Whether the form was on a page of ours, long enough ago and not too long."""
    try:
        signing.loads(made, salt=_SALT, max_age=LONGEST)
    except signing.BadSignature:
        return False
    try:
        signing.loads(made, salt=_SALT, max_age=QUICKEST)
    except signing.SignatureExpired:
        return True
    return False
