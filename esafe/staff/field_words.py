"""What a field is called in the forms of staff."""

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst

from esafe import publishing


def field_in_words(name: str, kind: str) -> str:
    """The words beside a field, or above rows, of items of this kind; its name where it has none."""
    model = publishing.models_of_items()[kind]
    try:
        field = model._meta.get_field(model.rows.get(name, name))
    except FieldDoesNotExist:
        return capfirst(name.replace("_", " "))
    rows = field.related_model if name in model.rows else None
    return str(capfirst(rows._meta.verbose_name_plural if rows else field.verbose_name))  # type: ignore[union-attr]
