"""What a browser sends for a field: the same for what is saved and for what was typed, so that both compare."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField

from esafe import prose
from guidance import readability
from reporting_links.flow_fields import TickList

Parts = dict[str, list[str]]
_ITEM_PARAGRAPH = re.compile(r"<li>\s*<p>(.*?)</p>", re.S)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)
WRITTEN_IN_MANY_WAYS = (forms.DateTimeField, forms.DateField, forms.TimeField, forms.IntegerField)
_MARKS = {"strong": "*", "em": "_"}


@dataclass(frozen=True)
class Posted:
    """The value of one field. ``parts``: what is sent, by what stands after the field's name."""

    html_name: str
    label: str
    parts: Parts
    compared: str
    field: Any

    @property
    def words(self) -> str:
        """The value as people read it; it may ask the database."""
        return _words(self.field, _values(self.parts))

    @property
    def digest(self) -> str:
        """A short name for exactly this value."""
        return hashlib.sha256(self.compared.encode()).hexdigest()[:12]


def posted(bound: Any) -> Posted:
    """The value of a field of a form: as typed where the form holds what was sent, or else as saved."""
    widget = bound.field.widget
    widget = widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
    parts = _saved(widget, bound.value())
    if bound.form.is_bound:
        data = bound.form.data
        parts = {suffix: data.getlist(bound.html_name + suffix) for suffix in parts}
    return Posted(
        html_name=bound.html_name,
        label=str(bound.label),
        parts=parts,
        compared="\x1f".join(_comparable(bound.field, value) for value in _values(parts) if value),
        field=bound.field,
    )


def _values(parts: Parts) -> list[str]:
    return [value.replace("\r\n", "\n").strip() for found in parts.values() for value in found]


def _saved(widget: Any, value: Any) -> Parts:
    """What a browser would send for ``value``, by what stands after the field's name."""
    if isinstance(widget, TickList):
        return {"": [str(code) for code in value or ()]}
    if isinstance(widget, forms.CheckboxInput):
        return {"": ["on"] if value else []}
    formatted = widget.format_value(value)
    if isinstance(formatted, list | tuple):
        return {"": [str(one) for one in formatted]}
    return {"": [] if formatted is None else [str(formatted)]}


def _comparable(field: Any, value: str) -> str:
    """A value without what can be written in more than one way: dates, times, numbers, rich text."""
    if isinstance(field, WRITTEN_IN_MANY_WAYS):
        try:
            return str(field.to_python(value))
        except ValidationError:
            return value
    if not isinstance(field, ProseEditorFormField):
        return value
    try:
        return re.sub(r"\s+", " ", _ITEM_PARAGRAPH.sub(r"<li>\1", prose.clean(value)))
    except prose.TooMuchHtml:
        return value


def _words(field: Any, values: list[str]) -> str:
    """A value as people read it."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if values else _("No")
    if isinstance(field, ProseEditorFormField):
        return readable("".join(values))
    if isinstance(field, forms.ModelChoiceField):
        found = field.queryset.filter(pk__in=[value for value in values if _may_be_key(value)])  # type: ignore[union-attr]
        return ", ".join(str(row) for row in found)
    names = _names(field)
    return "\n".join(names.get(value, value) for value in values if value)


def _may_be_key(value: str) -> bool:
    """Whether a database can look for this key: a forged one has digits beyond every number that it knows."""
    return value.isdecimal() and len(value) < 19


def _names(field: Any) -> dict[str, str]:
    if isinstance(field.widget, TickList):
        return {choice.code: choice.alone for group in field.widget.groups for choice in group.choices}
    choices = getattr(field, "choices", ())
    return {str(code): str(words) for code, words in choices if not isinstance(words, list | tuple)}


def readable(html: str) -> str:
    """Rich text as lines of plain text that still show its lists, links and stressed words."""
    text = _LINK.sub(r"\2 (\1)", _ITEM_PARAGRAPH.sub(r"<li>\1", html)).replace("<li>", "• ")
    for tag, mark in _MARKS.items():
        text = re.sub(rf"</?{tag}>", mark, text)
    text = readability.plain(text.replace("{", "&#123;"))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
