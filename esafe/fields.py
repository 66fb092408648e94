"""Model fields whose Python values are those of the items: tuples, sources and limited HTML."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorField

from esafe import prose
from esafe.item import Source

PROSE_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Heading": {"levels": [3, 4]},
    "Link": {"protocols": ["https", "mailto", "tel"], "enableTarget": False},
    "HardBreak": True,
}


def sanitise(html: str) -> str:
    """The site's own allow-list, as a form's complaint when there is too much."""
    try:
        return prose.points_as_lists(prose.clean(html))
    except prose.TooMuchHtml as error:
        raise ValidationError(str(error)) from error


def prose_field(name: Any, help_text: str = "") -> ProseEditorField:
    """Rich text, edited as it looks; ``name`` is what staff call it."""
    return ProseEditorField(
        name, blank=True, extensions=PROSE_EXTENSIONS, sanitize=sanitise, help_text=help_text
    )


class WebField(models.URLField):  # type: ignore[type-arg]
    """An address on the web; one typed without a scheme is taken as https."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class LinesField(models.TextField):  # type: ignore[type-arg]
    """A tuple of short texts, one a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs = {"blank": True, "default": tuple, **kwargs}
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, tuple):
            return value or ()
        if isinstance(value, str):
            return tuple(self.read(line.strip()) for line in value.splitlines() if line.strip())
        return tuple(value)

    def from_db_value(self, value: Any, *args: Any) -> Any:
        return self.to_python(value)

    def get_prep_value(self, value: Any) -> str:
        return self.in_text(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.in_text(self.value_from_object(obj))

    def in_text(self, value: Iterable[Any] | str) -> str:
        return "\n".join(self.write(entry) for entry in self.to_python(value))

    def read(self, line: str) -> Any:
        return line

    def write(self, entry: Any) -> str:
        return str(entry)

    def formfield(self, **kwargs: Any) -> Any:
        """With a default that is called, Django would hide a copy of the box beside it."""
        form = {"form_class": LinesFormField, "lines": self, "show_hidden_initial": False}
        return super().formfield(**{**form, **kwargs})


class LinesFormField(forms.CharField):
    """A text box that shows a tuple as lines."""

    def __init__(self, *, lines: LinesField, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4, "cols": 80})
        super().__init__(**kwargs)
        self.lines = lines

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else self.lines.in_text(value or ())

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        ProhibitNullCharactersValidator()(text)
        return self.lines.to_python(text)

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.lines.to_python(initial or ()) != self.lines.to_python(data or ""))

    def run_validators(self, value: Any) -> None:
        """The lines were checked one by one when they were read."""


class SourcesField(LinesField):
    """Where the facts come from: ``publisher | what it is | address | date``, one a line."""

    def read(self, line: str) -> Source:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 4 or not parts[0]:
            raise ValidationError(
                _("Please write each source as: publisher | what it is | address | date. This one: %s") % line
            )
        publisher, title, url, date = parts
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError(_("This source’s address must start with https:// – %s") % url)
        return Source(publisher=publisher, title=title, url=url, date=date)

    def write(self, entry: Source) -> str:
        texts = (entry.publisher, entry.title, entry.url, entry.date)
        return " | ".join(text.replace("|", "/") for text in texts)


class ChoicesField(LinesField):
    """A tuple of codes out of ``choices``, ticked in the form and kept in their order."""

    def __init__(self, *args: Any, codes: list[tuple[str, Any]] | None = None, **kwargs: Any) -> None:
        self.codes = codes or []
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return CodesFormField(
            choices=self.codes,
            required=not self.blank,
            label=self.verbose_name.capitalize(),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


class CodesFormField(forms.MultipleChoiceField):
    """Tick boxes whose value is a tuple."""

    def clean(self, value: Any) -> Any:
        return tuple(super().clean(value))
