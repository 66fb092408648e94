"""Checks of a whole form: a list on top, the answer to a script while staff type, and words after saving."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from esafe.staff import field_checks


@dataclass(frozen=True)
class Found:
    """One finding, with the field that it stands beside: its name, its id and what it is called."""

    name: str
    id: str
    label: str
    text: str
    stops: bool


def unsaved(model_admin: Any, request: HttpRequest, obj: Any) -> list[Any]:
    """The form and the forms of its rows, with what was typed, as the admin makes them. Nothing is saved."""
    fields = flatten_fieldsets(model_admin.get_fieldsets(request, obj))
    form_class = model_admin.get_form(request, obj, change=obj is not None, fields=fields)
    form = form_class(request.POST, instance=obj)
    formsets, _inlines = model_admin._create_formsets(request, form.instance, change=obj is not None)
    return [form, *(row for formset in formsets for row in formset.forms if not _is_leaving(formset, row))]


def _is_leaving(formset: Any, row: Any) -> bool:
    """Whether a row is to be deleted, or was never filled in."""
    deleted = bool(formset.can_delete and row.data.get(row.add_prefix("DELETE")))
    return deleted or (row.instance._state.adding and not row.has_changed())


def findings(forms: list[Any]) -> Iterator[Found]:
    """Everything that is found in the forms of one page."""
    numbers = field_checks.numbers()
    for form in forms:
        form.numbers = numbers
        for name, found in getattr(form, "found", {}).items():
            bound = form[name]
            label = str(bound.label)
            if form.prefix:
                row = int(form.prefix.rpartition("-")[2]) + 1
                label = f"{form.instance._meta.verbose_name} {row}: {label}"
            yield from (
                Found(bound.html_name, bound.auto_id, capfirst(label), f.text, f.stops) for f in found
            )


class Checking:
    """For a ModelAdmin of items: shows and answers what is found."""

    change_form_template: Any = "admin/item_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_check"  # type: ignore[attr-defined]
        view = self.admin_site.admin_view(self.check_view)  # type: ignore[attr-defined]
        return [
            path("add/check/", view, name=f"{name}_new"),
            path("<path:object_id>/check/", view, name=name),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def check_address(self, obj: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_check"  # type: ignore[attr-defined]
        return reverse(name, args=[obj.pk]) if obj and obj.pk else reverse(f"{name}_new")

    def object_to_change(self, request: HttpRequest, object_id: str | None) -> Any:
        """The item that a script asks about; None for a new one. Raises PermissionDenied."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None  # type: ignore[attr-defined]
        allowed = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)  # type: ignore[attr-defined]
        if not allowed or (object_id and obj is None):
            raise PermissionDenied
        return obj

    @method_decorator(require_POST)
    def check_view(self, request: HttpRequest, object_id: str | None = None) -> JsonResponse:
        """What is found in a form that is not saved. Keeps nothing."""
        forms = unsaved(self, request, self.object_to_change(request, object_id))
        return JsonResponse({"found": [asdict(found) for found in findings(forms)]})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        forms = [context["adminform"].form]
        forms += [row for inline in context["inline_admin_formsets"] for row in inline.formset.forms]
        filled = [
            form
            for form in forms
            if not (form.prefix and form.instance._state.adding and not form.has_changed())
        ]
        context["found"] = sorted(findings(filled), key=lambda found: not found.stops)
        context["check_address"] = self.check_address(kwargs.get("obj"))
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Say at once what would stop what was just saved from being published."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        rows = [row for formset in formsets for row in formset.forms if not _is_leaving(formset, row)]
        count = sum(found.stops for found in findings([form, *rows]))
        if count:
            text = ngettext(
                "It is saved, but it cannot be published yet: {} thing is to be mended in {}.",
                "It is saved, but it cannot be published yet: {} things are to be mended in {}.",
                count,
            )
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"  # type: ignore[attr-defined]
            link = format_html('<a href="{}">“{}”</a>', reverse(name, args=[form.instance.pk]), form.instance)
            messages.warning(request, format_html(text, count, link))
