from django.contrib import admin

from esafe.item_admin import ItemAdmin
from esafe.models import Redirect, Site


@admin.register(Site)
class SiteAdmin(ItemAdmin):
    pass


@admin.register(Redirect)
class RedirectAdmin(ItemAdmin):
    list_display = ("key", "to", "state")
