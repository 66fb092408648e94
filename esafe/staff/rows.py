"""Rows inside an item's form: sections, steps, answers, hours. Their order is a place number."""

from typing import Any

from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from esafe.staff.checked_forms import CheckedForm


class RowForm(CheckedForm):
    def has_changed(self) -> bool:
        """A new row is left alone until something besides its place is filled in."""
        return bool(set(self.changed_data) - ({"position"} if self.instance._state.adding else set()))


class RowFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """A new row goes to the end."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance._state.adding and "position" in form.fields:
            places = [row.position for row in self.get_queryset()]
            form.initial["position"] = max(places, default=-1) + 1


class PlacedFormSet(RowFormSet):
    """Rows that move up and down by buttons; what the buttons say is here, static/js/places.js adds them."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "position" in form.fields:
            form.fields["position"].widget.attrs |= {
                "data-place": "",
                "data-up": _("Move up"),
                "data-down": _("Move down"),
                "data-said": _("Now {place} of {all}"),
            }


class NamedRowFormSet(RowFormSet):
    """Rows of a table: each field says to a screen reader where it stands."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        row = _("new") if form.instance._state.adding or index is None else index + 1
        for field in (field for field in form.fields.values() if not field.widget.is_hidden):
            field.widget.attrs["aria-label"] = _("%(field)s (row: %(row)s)") % {
                "field": field.label,
                "row": row,
            }
