"""Putting bars over what should not stand in a reader's words. No copy is kept (R100)."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

REDACTED: Final = "█"


class BlackedOut:
    """A model with ``words`` of a reader, and an address to ``reply_to``."""

    words: Any
    reply_to: Any

    def black_out(self, words: Iterable[str]) -> None:
        """Put ``REDACTED`` over each of ``words``, however it is written; an address that holds one goes whole."""
        for each in filter(None, map(str.strip, words)):
            self.words = re.sub(re.escape(each), REDACTED * 3, self.words, flags=re.I)
            if each.lower() in self.reply_to.lower():
                self.reply_to = ""


class BlackOutForm(forms.ModelForm):  # type: ignore[type-arg]
    black_out = forms.CharField(
        label=_("Words to black out"),
        help_text=_(
            "One in each line, such as a name. They cannot be brought back. An email address that holds one is removed."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        required=False,
    )

    def save(self, commit: bool = True) -> Any:
        self.instance.black_out(self.cleaned_data["black_out"].splitlines())
        return super().save(commit)
