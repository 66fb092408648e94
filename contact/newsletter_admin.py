"""Newsletters in the admin: the list, and the form in which they are written."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contact import newsletter_steps, newsletter_views
from contact.newsletter_form import NewsletterForm
from contact.newsletters import Newsletter
from esafe.staff import audit
from esafe.staff.checking import Checking
from esafe.staff.conflicts import Conflicts

PAGES = ("page", "preview", "test", "approve", "send", "pause", "resume", "decide")


class NewsletterAdmin(Conflicts, Checking, admin.ModelAdmin):  # type: ignore[type-arg]
    form = NewsletterForm
    change_form_template = "admin/newsletter_form.html"  # type: ignore[misc]
    list_display = ("its_page", "topic", "state", "changed_at")
    list_display_links = None
    list_filter: ClassVar[tuple[str, ...]] = ("state",)

    @admin.display(description=_("subject"))
    def its_page(self, obj: Newsletter) -> Any:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:contact_newsletter_page", args=[obj.pk]), obj
        )

    def get_urls(self) -> list[URLPattern]:
        def one(name: str) -> Any:
            view: Any = self.admin_site.admin_view(getattr(newsletter_views, name))
            return path(f"<int:pk>/{name}/", view, name=f"contact_newsletter_{name}")

        return [*(one(name) for name in PAGES), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What went out to somebody stays as it is."""
        is_open: bool = obj is None or obj.open_to_change
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Newsletter, form: Any, change: bool) -> None:
        """A change takes the approval away, and makes whoever changed it the one who cannot approve it."""
        before = None
        if change:
            was = Newsletter.objects.select_for_update().get(pk=obj.pk)
            if not was.open_to_change:
                raise PermissionDenied
            before = newsletter_steps.snapshot(was)
            if before == newsletter_steps.snapshot(obj):
                return
        obj.state, obj.approved_by = Newsletter.State.DRAFT, None
        obj.changed_by, obj.changed_at = request.user, timezone.now()  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        act = audit.Act.CHANGED if change else audit.Act.ADDED
        after = newsletter_steps.snapshot(obj)
        audit.note(request.user.get_username(), act, newsletter_steps.about(obj), before, after)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return redirect("admin:contact_newsletter_page", obj.pk)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return redirect("admin:contact_newsletter_page", obj.pk)
