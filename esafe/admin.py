from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest, HttpResponse

from esafe.item_admin import ItemAdmin
from esafe.models import AuditEntry, OwnerRole, Redirect, Site
from esafe.staff import audit
from esafe.staff.audit_admin import AuditAdmin
from esafe.staff.people_admin import PeopleAdmin, fresh


@admin.register(Site)
class SiteAdmin(ItemAdmin):
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A new way out asks for a fresh factor (R41). What was typed waits meanwhile."""
        known = Site.objects.values_list("exit_url", flat=True)
        moves = request.method == "POST" and request.POST.get("exit_url") not in known
        if moves and self.has_change_permission(request):
            return self._freshly(request, *args, **kwargs)
        response: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return response

    @fresh
    def _freshly(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return response


@admin.register(Redirect)
class RedirectAdmin(ItemAdmin):
    list_display = ("key", "to", "state")


# Roles are made by migrations (esafe/staff/roles.py); rights are never given one by one.
for hidden in (Group, User, EmailAddress, Authenticator, UserSession):
    admin.site.unregister(hidden)
admin.site.register(User, PeopleAdmin)
admin.site.register(AuditEntry, AuditAdmin)


@admin.register(OwnerRole)
class OwnerRoleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "person", "deputy")
    list_select_related = ("person", "deputy")

    def save_model(self, request: HttpRequest, obj: OwnerRole, form: Any, change: bool) -> None:
        """Of an owner who is renamed the audit has the old name, too."""
        before = _named(OwnerRole.objects.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        after = _named(obj)
        if before != after:
            act = audit.Act.CHANGED if change else audit.Act.ADDED
            about = f"owner: {before['name'] if before else obj.name}"
            audit.note(request.user.get_username(), act, about, before, after)

    def delete_model(self, request: HttpRequest, obj: OwnerRole) -> None:
        audit.note(request.user.get_username(), audit.Act.DELETED, f"owner: {obj.name}", _named(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.delete_model(request, obj)


def _named(owner: OwnerRole) -> dict[str, str]:
    """An owner as the audit keeps it: the people by name, since it outlives their accounts."""
    return {"name": owner.name, "person": str(owner.person or ""), "deputy": str(owner.deputy or "")}
