"""Form fields in which codes are chosen by their words. They work without scripts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reporting_links.flow_choices import Choice, Choices, Group
from reporting_links.flow_words import not_known
from reporting_links.models import Action


class TickList(forms.Widget):
    """Boxes to tick: what is chosen on top, in its own order, and all else to add below it.

    So a list saved unchanged keeps its order, and what is not known stays until it is taken away.
    """

    use_fieldset = True

    class Media:
        js = ("js/tick-search.js",)

    def __init__(self, groups: Sequence[Group] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.groups = groups

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        codes = list(value or ())
        known = {choice.code: choice for group in self.groups for choice in group.choices}
        left = [
            Group(group.heading, tuple(choice for choice in group.choices if choice.code not in codes))
            for group in self.groups
        ]
        context = {
            "name": name,
            "attrs": self.build_attrs(self.attrs, attrs),
            "chosen": [known.get(code) or Choice(code, not_known(code), not_known(code)) for code in codes],
            "unknown": [code for code in codes if code not in known],
            "groups": [group for group in left if group.choices],
        }
        return render_to_string("admin/tick_list.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing arrives when nothing is ticked, which is a value too."""
        return False

    def id_for_label(self, id_: str) -> str:
        """A label stands for one box only; the list has a name of its own."""
        return ""


class CodesByWords(forms.Field):
    """A tuple of codes, chosen by their words. Codes that are not known are kept as they are."""

    def __init__(self, *, groups: Sequence[Group], **kwargs: Any) -> None:
        label = str(kwargs.get("label", ""))
        super().__init__(widget=TickList(groups, {"aria-label": label}), **kwargs)

    def prepare_value(self, value: Any) -> list[str]:
        return list(value or ())

    def to_python(self, value: Any) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(code.strip() for code in value or () if code.strip()))
        for code in codes:
            ProhibitNullCharactersValidator()(code)
            if len(code.splitlines()) > 1:
                raise ValidationError(_("Please choose each of them once."))
        return codes

    def has_changed(self, initial: Any, data: Any) -> bool:
        return tuple(initial or ()) != self.to_python(data)


class ActionSelect(forms.Select):
    """One of all actions, with a link to the form of the one that is chosen."""

    def __init__(self, choices_in_words: Choices, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.in_words = choices_in_words

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        pk = int(value) if str(value or "").isdecimal() else None
        mark = f'value="{pk}"'
        options = self.in_words.action_options.replace(mark, f"{mark} selected", 1)
        context = {
            "name": name,
            "attrs": self.build_attrs(self.attrs, attrs),
            "options": mark_safe(options),  # noqa: S308 - escaped where it was made
            "words": self.in_words.action_words.get(pk) if pk else None,
            "address": reverse("admin:reporting_links_action_change", args=[pk]) if pk else "",
        }
        return render_to_string("admin/action_select.html", context)


class ActionByWords(forms.TypedChoiceField):
    """An action, chosen by its words. Its choices are read once for a whole page of steps."""

    def __init__(self, *, in_words: Choices, **kwargs: Any) -> None:
        choices = [("", ""), *((str(pk), words) for pk, words in in_words.action_words.items())]
        widget = ActionSelect(in_words, {"aria-label": str(kwargs.get("label", ""))})
        super().__init__(
            choices=choices,
            widget=widget,
            coerce=lambda pk: in_words.actions[int(pk)],
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Action) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")
