"""The two forms of the cookies page. Neither is shown, or answers, where nothing is optional."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from esafe.labels import LABELS
from esafe.on_device import OPTIONAL, Class, StoredItem
from esafe.remembered import NATIONS, Remembered

CLASS_LABELS = {
    "statistics": _("Counting visits, to make this site better"),
    "preferences": _("Remembering what you choose"),
}


class ChoiceForm(forms.Form):
    """A yes or no for each class of these items. “No” wherever nobody said yes."""

    def __init__(
        self, data: Any = None, *, items: Iterable[StoredItem] = (), yes: Iterable[Class] = ()
    ) -> None:
        super().__init__(data)
        for name in OPTIONAL:
            of_class = [item for item in items if item.item_class == name]
            if of_class:
                self.fields[name] = forms.ChoiceField(
                    label=CLASS_LABELS[name],
                    help_text=" ".join(f"{item.what}. {item.purpose}" for item in of_class),
                    choices=[("yes", _("Yes")), ("no", _("No"))],
                    widget=forms.RadioSelect,
                    initial="yes" if name in yes else "no",
                )

    def agreed(self) -> list[Class]:
        """The classes that a valid form says yes to."""
        return [name for name in OPTIONAL if self.cleaned_data.get(name) == "yes"]


class RememberedForm(forms.Form):
    """What to remember, for a reader who said yes to that."""

    text_size = forms.ChoiceField(
        label=_("How large should the words be?"),
        choices=[("normal", _("As they are")), ("large", _("Large")), ("larger", _("Larger"))],
        widget=forms.RadioSelect,
    )
    nation = forms.ChoiceField(
        label=_("Where does the child live?"),
        help_text=_("Some services are only for one nation."),
        choices=[
            *((code, capfirst(LABELS["nation"][code])) for code in NATIONS),
            ("", _("Do not remember this")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data: Any = None, *, remembered: Remembered | None = None) -> None:
        super().__init__(data, initial=vars(remembered) if remembered else None)

    def chosen(self) -> Remembered:
        """What a valid form asks us to remember."""
        return Remembered(self.cleaned_data["text_size"], self.cleaned_data["nation"])
