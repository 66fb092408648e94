"""Forms that show beside each field what is to be mended in it."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esafe import publishing
from esafe.item_models import ItemModel
from esafe.staff import field_checks, withdrawing
from guidance.text_checks import Finding

# Asks for the form again with what was typed, and nothing saved (esafe/staff/conflicts.py).
KEEP_EDITING = "_keep_editing"


class CheckedField(BoundField):
    """A field with what is found in it, for scripts on and off: static/js/checks.js renews it."""

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if described is None or not field_checks.is_checked(self):
            return described
        return f"{described} {self.auto_id}_found".strip()

    def as_widget(self, *args: Any, **kwargs: Any) -> SafeString:
        widget = super().as_widget(*args, **kwargs)
        if not field_checks.is_checked(self):
            return widget
        found = self.form.found.get(self.name, [])  # type: ignore[attr-defined]
        context = {"widget": widget, "id": f"{self.auto_id}_found", "findings": found}
        return render_to_string("admin/checked_field.html", context)


class CarriesOn(forms.BaseForm):
    """A form that is shown again with what was typed, and nothing saved, where that is asked for."""

    def clean(self) -> Any:
        if KEEP_EDITING in self.data and not self.prefix:
            raise ValidationError(
                _("Nothing is saved yet. Everything that you typed is here: please look, then save.")
            )
        return super().clean()


class CheckedForm(CarriesOn, forms.ModelForm):  # type: ignore[type-arg]
    """A form of an item, or of a row in it."""

    bound_field_class = CheckedField

    class Media:
        js = (forms.Script("js/checks.js", type="module"),)

    @cached_property
    def numbers(self) -> Any:
        """The directory of services; the forms of one page share it (esafe/staff/checking.py)."""
        return field_checks.numbers()

    @cached_property
    def found(self) -> dict[str, list[Finding]]:
        """What is found in each field, as it stands in the form."""
        return field_checks.found_in(self)

    def clean_state(self) -> Any:
        """What is in use is not withdrawn; the form says where it is used."""
        state = self.cleaned_data["state"]
        if state == ItemModel.State.WITHDRAWN and self.initial.get("state") not in (None, state):
            reasons = withdrawing.reasons(self.instance, publishing.draft_content())
            if reasons:
                raise ValidationError([ValidationError(reason) for reason in reasons])
        return state
