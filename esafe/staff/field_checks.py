"""What is found in the fields of a form of staff, as they stand in it: saved or just typed."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import SimpleLazyObject

from esafe.item_models import Copied
from esafe.text_problems import directory
from guidance import item_checks, text_checks
from guidance.text_checks import Finding

NOT_TEXT = (
    forms.ChoiceField,
    forms.ModelChoiceField,
    forms.BooleanField,
    forms.NullBooleanField,
    forms.IntegerField,
    forms.DateField,
    forms.DateTimeField,
)


def kind_of(model: type[Copied]) -> str:
    """The kind of the item that a model stands for, or of the item that its rows are in."""
    if hasattr(model, "content_kind"):
        return str(model.content_kind)
    owners = (
        f.related_model
        for f in model._meta.fields
        if getattr(f.remote_field, "on_delete", None) is models.CASCADE
    )
    return next(str(owner.content_kind) for owner in owners if owner and hasattr(owner, "content_kind"))


def numbers() -> Any:
    """The directory as staff have it now, drafts included; read when it is first asked."""
    return SimpleLazyObject(_numbers)


def _numbers() -> dict[str, str]:
    from reporting_links.models import Service

    rows = Service.objects.prefetch_related("contacts", "hours")
    return directory([service.to_item() for service in rows])


def readers_see(model: type[Copied], name: str) -> bool:
    """Whether a field is part of the item, and not for staff alone."""
    names = {field.name for field in dataclasses.fields(model.item_type)}
    return name in names or any(name.startswith(f"{nested}_") for nested in model.nested)


def is_checked(bound: Any) -> bool:
    """Whether anything may be found in a field."""
    model = bound.form._meta.model
    whole = bound.name in ("review_by", "sources", "service", "action", "figure", "amount")
    is_text = readers_see(model, bound.name) and not isinstance(bound.field, NOT_TEXT)
    return not bound.is_hidden and (whole or is_text)


def in_text(bound: Any, known: Mapping[str, str]) -> list[Finding]:
    """What the text of one field is to be mended for, or thought about."""
    value = bound.value()
    if not isinstance(value, str) or isinstance(bound.field, NOT_TEXT):
        return []
    if not readers_see(bound.form._meta.model, bound.name):
        return []
    checks = text_checks.checks_of(kind_of(bound.form._meta.model), bound.name)
    return text_checks.findings(checks, value, known)


def found_in(form: Any) -> dict[str, list[Finding]]:
    """All that is found in a form, by the name of the field."""
    found = {bound.name: in_text(bound, form.numbers) for bound in form if is_checked(bound)}
    for name, finding in _in_whole(form):
        if name in found:
            found[name].insert(0, finding)
    return found


def _in_whole(form: Any) -> Iterator[tuple[str, Finding]]:
    """What fields lack that belong together. A new form is not blamed for being empty."""
    if not form.is_bound and form.instance._state.adding:
        return
    model = form._meta.model
    values = {bound.name: _value(bound) for bound in form}
    if hasattr(model, "content_kind"):
        yield from item_checks.item_findings(model.content_kind, values)
    elif {"kind", "service", "action"} <= values.keys():
        yield from item_checks.section_findings(values)
        yield from item_checks.heading_findings(values)
    elif {"channel", "value"} <= values.keys():
        yield from item_checks.contact_findings(values)
    elif {"label", "amount", "shown"} <= values.keys():
        yield from item_checks.bar_findings(values)


def _value(bound: Any) -> Any:
    """A field's value as it would be saved; what cannot be read counts as nothing."""
    if not bound.form.is_bound or isinstance(bound.field, forms.ModelChoiceField):
        return (
            bound.form.get_initial_for_field(bound.field, bound.name)
            if not bound.form.is_bound
            else bound.data
        )
    try:
        return bound.field.to_python(bound.data)
    except (ValidationError, TypeError):
        return None
