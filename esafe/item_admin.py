"""How every item is edited: the rich editor under our policy, states, and preview."""

from typing import Any, ClassVar

import js_asset
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from esafe.addresses import address
from esafe.item_models import ItemModel

# The one style element that django-prose-editor 0.28.0 adds by script (requirement R3). It
# changes with the version; a browser test says so.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


class EditorMedia:
    """Lets the rich editor run under the staff policy, on change forms alone."""

    class Media:
        js = ("js/prose-label.js",)

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = js_asset.Media.from_media(context["media"], nonce=str(request.csp_nonce))
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        response._csp_update = {"style-src": [EDITOR_STYLE]}  # type: ignore[attr-defined]
        return response


class RowInline(admin.StackedInline):  # type: ignore[type-arg]
    extra = 0
    ordering = ("position", "pk")


class ItemAdmin(EditorMedia, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display: tuple[str, ...] = ("__str__", "key", "state", "changed_at")
    list_filter: ClassVar[tuple[str, ...]] = ("state",)
    actions = ("mark_ready", "mark_draft", "mark_withdrawn")
    save_on_top = True
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 80})}}

    def view_on_site(self, obj: ItemModel) -> str:
        """Preview: the readers' page with every draft put in."""
        try:
            path = address(obj.to_item())
        except TypeError:
            path = "/"
        return reverse("admin:preview") + path.removeprefix("/")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("key",) if obj else ()

    @admin.action(description=_("Mark as ready for the next edition"), permissions=["change"])
    def mark_ready(self, request: HttpRequest, queryset: Any) -> None:
        self._mark(request, queryset, ItemModel.State.READY)

    @admin.action(description=_("Mark as draft"), permissions=["change"])
    def mark_draft(self, request: HttpRequest, queryset: Any) -> None:
        self._mark(request, queryset, ItemModel.State.DRAFT)

    @admin.action(description=_("Withdraw from the next edition"), permissions=["change"])
    def mark_withdrawn(self, request: HttpRequest, queryset: Any) -> None:
        self._mark(request, queryset, ItemModel.State.WITHDRAWN)

    def _mark(self, request: HttpRequest, queryset: Any, state: ItemModel.State) -> None:
        for obj in queryset:
            obj.state = state
            obj.save(update_fields=["state", "changed_at"])
            self.log_change(request, obj, [{"changed": {"fields": [str(_("state"))]}}])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Items are withdrawn, never deleted: a kept edition may bring them back."""
        return False


class ReviewedItemAdmin(ItemAdmin):
    list_display: tuple[str, ...] = ("__str__", "key", "state", "owner", "review_by", "changed_at")
    list_filter: ClassVar[tuple[str, ...]] = ("state", "owner", "review_by")
