from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from esafe.item_admin import ItemAdmin
from esafe.models import Redirect, Site


@admin.register(Site)
class SiteAdmin(ItemAdmin):
    def save_model(self, request: HttpRequest, obj: Site, form: Any, change: bool) -> None:
        """Remember who changed where leaving goes: somebody else must publish it (R40)."""
        if "exit_url" in form.changed_data:
            obj.exit_changed_by = request.user.get_username()
        super().save_model(request, obj, form, change)


@admin.register(Redirect)
class RedirectAdmin(ItemAdmin):
    list_display = ("key", "to", "state")
