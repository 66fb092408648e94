"""Reading the audit, and taking it away as a list."""

import csv
import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from esafe.staff import audit
from esafe.staff.csv_cells import safe
from esafe.staff.people_admin import fresh


class AuditAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("at", "who", "act", "about")
    list_filter = ("act", "at")
    search_fields = ("who", "about")
    date_hierarchy = "at"
    fields = ("at", "who", "act", "about", "was", "became")
    readonly_fields = fields
    actions = ("export",)
    list_per_page = 100
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("before"))
    def was(self, obj: Any) -> SafeString:
        return _shown(obj.before)

    @admin.display(description=_("after"))
    def became(self, obj: Any) -> SafeString:
        return _shown(obj.after)

    @admin.action(description=_("Export as a list (CSV)"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="audit.csv"'
        response.write("\ufeff")
        rows = csv.writer(response, quoting=csv.QUOTE_ALL)
        rows.writerow(["when (UTC)", "who", "what", "about", "before", "after"])
        for entry in queryset.iterator():
            cells = (
                entry.at.isoformat(),
                entry.who,
                entry.act,
                entry.about,
                _text(entry.before),
                _text(entry.after),
            )
            rows.writerow([safe(cell) for cell in cells])
        audit.note(request.user.get_username(), audit.Act.EXPORTED, f"audit: {queryset.count()}")
        return response

    @fresh
    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().response_action(request, *args, **kwargs)


def _text(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _shown(value: Any) -> SafeString:
    """Field by field: what a field is called, and what stood in it."""
    if not isinstance(value, dict):
        return format_html("{}", value or "")
    rows = (
        (name.replace("_", " "), one if isinstance(one, str) else _text(one)) for name, one in value.items()
    )
    return format_html('<dl class="history">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))
