"""Who is on the mailing list. Staff look somebody up, and take them off; wishes are changed by their owner alone."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contact import updates
from contact.newsletter_views import sign_ups
from contact.subscribers import Subscriber
from esafe.staff import audit

REMOVE = "contact.remove_subscriber"


class SubscriberAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    change_form_template = "admin/subscriber.html"
    list_display = ("email", "how_often", "confirmed_at", "paused_until")
    list_filter = ("how_often", "wants_advice", "wants_news", "wants_schools")
    search_fields = ("email__iexact",)
    fields = (
        "email",
        "wants_advice",
        "wants_news",
        "wants_schools",
        "how_often",
        "paused_until",
        "plain_subject",
        "asked_at",
        "confirmed_at",
    )
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("mail/", view(sign_ups), name="contact_sign_ups"),
            path("<int:pk>/remove/", view(self.remove), name="contact_subscriber_remove"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Django would write the address down; ``remove`` does not."""
        return False

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_remove"] = request.user.has_perm(REMOVE)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    @method_decorator(require_POST)
    def remove(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take somebody off, who asked us to. It asks for a fresh sign-in (R41)."""
        if not request.user.has_perm(REMOVE):
            raise PermissionDenied
        response: HttpResponse = _remove(request, pk)
        return response


@reauthentication_required  # type: ignore[untyped-decorator]
def _remove(request: HttpRequest, pk: int) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, pk=pk)
    never = bool(request.POST.get("never"))
    updates.stop(subscriber, never=never)
    audit.note(request.user.get_username(), audit.Act.TAKEN_OFF)
    done = _("Done. The address is gone.")
    kept = _("So that we never write to it again, we keep a code that tells nobody what it was.")
    messages.success(request, f"{done} {kept}" if never else done)
    return redirect("admin:contact_subscriber_changelist")
