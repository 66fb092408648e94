"""Opening hours as rows, with how readers see them."""

from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from esafe.item_admin import RowInline
from reporting_links.hours_preview import service_as_typed
from reporting_links.models import OpeningHours


class OpeningHoursInline(RowInline):
    model = OpeningHours
    template = "admin/hours_inline.html"

    class Media:
        js = (forms.Script("js/hours.js", type="module"),)


class HoursAsRead:
    """For the admin of services: answers how readers would see rows that are not saved."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.hours_view)  # type: ignore[attr-defined]
        return [
            path("add/hours/", view, name="reporting_links_service_hours_new"),
            path("<path:object_id>/hours/", view, name="reporting_links_service_hours"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    @method_decorator(require_POST)
    def hours_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """The hours in words, from a form that is not saved. Keeps nothing."""
        obj = self.object_to_change(request, object_id)  # type: ignore[attr-defined]
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))  # type: ignore[attr-defined]
        form = self.get_form(request, obj, change=obj is not None, fields=fields)(request.POST, instance=obj)  # type: ignore[attr-defined]
        formsets, _inlines = self._create_formsets(request, form.instance, change=obj is not None)  # type: ignore[attr-defined]
        hours = next(formset for formset in formsets if formset.prefix == "hours")
        context: dict[str, Any] = {"service": service_as_typed(hours)}
        return render(request, "admin/hours_as_read.html", context)
