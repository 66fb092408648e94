"""The box that a reader writes or pastes a text into."""

from typing import Any

from django import forms

from esafe import line_breaks


class WordsField(forms.CharField):
    """A text. Its length is counted as the browser counts it, which lets nobody write more: a line break is one."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(line_breaks.as_one(value) if isinstance(value, str) else value)
