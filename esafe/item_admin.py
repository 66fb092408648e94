"""How every item is edited: the rich editor under our policy, states, and preview."""

from typing import Any, ClassVar

import js_asset
from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from esafe import publishing
from esafe.addresses import address
from esafe.content import Content
from esafe.item_models import ItemModel
from esafe.staff import audit, timing, withdrawing
from esafe.staff.checked_forms import CheckedForm
from esafe.staff.checking import Checking
from esafe.staff.conflicts import Conflicts
from esafe.staff.rows import PlacedFormSet, RowForm
from esafe.uses import without

# The one style element that django-prose-editor 0.28.0 adds by script (requirement R3). It
# changes with the version; a browser test says so.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"

# One box with a name; the admin's own two have none for a screen reader.
MOMENT = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
KEEPING_IT_TRUE = ("owner", "deputy", "reviewed_on", "review_by", "sources")
WHEN = ("state", "publish_at")


class EditorMedia:
    """Lets the rich editor run under the staff policy, on change forms alone."""

    class Media:
        js = ("js/prose-label.js", forms.Script("js/word-paste.js", type="module"))

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = js_asset.Media.from_media(context["media"], nonce=str(request.csp_nonce))
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        response._csp_update = {"style-src": [EDITOR_STYLE]}  # type: ignore[attr-defined]
        return response


class RowInline(admin.StackedInline):  # type: ignore[type-arg]
    class Media:
        js = (forms.Script("js/places.js", type="module"),)

    extra = 1  # always empty, so that adding needs no script
    form = RowForm
    formset = PlacedFormSet
    ordering = ("position", "pk")


class ItemAdmin(Conflicts, Checking, EditorMedia, admin.ModelAdmin):  # type: ignore[type-arg]
    form = CheckedForm
    list_display: tuple[str, ...] = ("__str__", "key", "state", "changed_at")
    list_filter: ClassVar[tuple[str, ...]] = ("state",)
    actions = ("mark_ready", "mark_draft", "mark_withdrawn")
    save_on_top = True
    exclude = ("publish_at",)  # it has a form of its own (esafe/staff/timing.py)
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 80})},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MOMENT},
    }

    def view_on_site(self, obj: ItemModel) -> str:
        """Preview: the readers' page with every draft put in."""
        try:
            path = address(obj.to_item())
        except TypeError:
            path = "/"
        return reverse("admin:look") + path.removeprefix("/")

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj and self.has_change_permission(request, obj):
            context["versions_address"] = reverse("admin:earlier-versions", args=[obj.content_kind, obj.key])
            if withdrawing.readers_have(obj):
                context["withdraw_address"] = reverse("admin:withdraw", args=[obj.content_kind, obj.key])
        if obj and request.user.has_perm(timing.RIGHT):
            context["time_seen"] = timing.seen(obj)
            context["time_address"] = reverse("admin:time", args=[obj.content_kind, obj.key])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The words first, then who keeps them true, then when readers get them."""
        names = list(self.get_fields(request, obj))
        groups = ((_("Keeping it true"), KEEPING_IT_TRUE), (_("When readers get it"), WHEN))
        of_groups = {name for _title, group in groups for name in group}
        chosen = [(title, [name for name in group if name in names]) for title, group in groups]
        words = [name for name in names if name not in of_groups]
        return [(title, {"fields": fields}) for title, fields in [(None, words), *chosen] if fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("key", "publish_at") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Remember the item as it was: what is around it is saved after it."""
        request.item_before = audit.snapshot(type(obj).objects.get(pk=obj.pk)) if change else {}  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        saved = type(form.instance).objects.get(pk=form.instance.pk)
        before = request.item_before  # type: ignore[attr-defined]
        audit.item_saved(request.user.get_username(), saved, before)
        timing.after_a_change(request, saved, before)

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
        """Give items a state. What leaves with one that is withdrawn no longer uses the next."""
        is_leaving = state == ItemModel.State.WITHDRAWN
        content = publishing.draft_content() if is_leaving else Content()
        for obj in queryset:
            before = audit.snapshot(obj)
            reasons = withdrawing.reasons(obj, content) if is_leaving else []
            if reasons:
                joined = format_html_join(" ", "{}", ((reason,) for reason in reasons))
                messages.error(request, format_html("{}: {}", obj, joined))
                continue
            content = without(content, obj.content_kind, obj.key)
            obj.state = state
            obj.save(update_fields=["state", "changed_at"])
            self.log_change(request, obj, [{"changed": {"fields": [str(_("state"))]}}])
            audit.item_saved(request.user.get_username(), obj, before)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Items are withdrawn, never deleted: a kept edition may bring them back."""
        return False


class ReviewedItemAdmin(ItemAdmin):
    list_display: tuple[str, ...] = ("__str__", "key", "state", "owner", "review_by", "changed_at")
    list_filter: ClassVar[tuple[str, ...]] = ("state", "owner", "review_by")
