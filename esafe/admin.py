from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest, HttpResponse

from esafe.item_admin import ItemAdmin
from esafe.models import AuditEntry, OwnerRole, Redirect, Site
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
