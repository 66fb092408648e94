"""How readers will see opening hours that are being typed."""

import dataclasses
from typing import Any

from django.core.exceptions import ValidationError

from reporting_links.content import OpeningHours, Service


def service_as_typed(formset: Any) -> Service:
    """A service with the rows of ``formset``, saved or not, in their order. What cannot be read is left out."""
    rows = sorted(
        (row for row in formset.forms if _counts(formset, row)), key=lambda row: _value(row, "position") or 0
    )
    hours = tuple(hours for row in rows if (hours := _hours(row)) is not None)
    phone = formset.data.get("phone", "") if formset.is_bound else formset.instance.phone
    bare = {"key": "preview", "name": "", "run_by": "", "what_for": "", "owner": ""}
    item = formset.instance.to_item() if formset.instance.pk else None
    nations = item.nations if item else ()
    dates = {"reviewed_on": None, "review_by": None}
    return Service(**bare, **dates, category="talk", nations=nations, phone=phone, hours=hours)  # type: ignore[arg-type]


def _counts(formset: Any, row: Any) -> bool:
    """Whether a row will be there: it is not to be deleted, and something is filled in."""
    deleted = row.data.get(row.add_prefix("DELETE")) if formset.is_bound else None
    return not deleted and bool(_value(row, "days"))


def _hours(row: Any) -> OpeningHours | None:
    values = {field.name: _value(row, field.name) for field in dataclasses.fields(OpeningHours)}
    is_unread = any(row.is_bound and row[name].data and values[name] is None for name in ("opens", "closes"))
    return None if is_unread else OpeningHours(**values)


def _value(row: Any, name: str) -> Any:
    """A field as it would be saved, and nothing for what cannot be read."""
    bound = row[name]
    if not row.is_bound:
        return row.get_initial_for_field(bound.field, name)
    try:
        return bound.field.clean(bound.data)
    except ValidationError:
        return None
