from django.contrib import admin

from esafe.item_admin import ItemAdmin, ReviewedItemAdmin, RowInline
from reporting_links.models import Action, Contact, Fact, OpeningHours, Service, Situation, Step


class ContactInline(RowInline):
    model = Contact


class OpeningHoursInline(RowInline):
    model = OpeningHours


class StepInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Step
    extra = 0
    ordering = ("position", "pk")
    autocomplete_fields = ("action",)


@admin.register(Service)
class ServiceAdmin(ReviewedItemAdmin):
    inlines = (OpeningHoursInline, ContactInline)
    list_filter = (*ReviewedItemAdmin.list_filter, "category", "confirmed")
    search_fields = ("name", "key", "phone")


@admin.register(Action)
class ActionAdmin(ItemAdmin):
    list_display = ("key", "text", "kind", "confirmed", "state")
    list_filter = (*ItemAdmin.list_filter, "kind", "confirmed")
    search_fields = ("text", "key")


@admin.register(Fact)
class FactAdmin(ItemAdmin):
    list_display = ("key", "words", "state")
    search_fields = ("words", "key")


@admin.register(Situation)
class SituationAdmin(ReviewedItemAdmin):
    inlines = (StepInline,)
    list_filter = (*ReviewedItemAdmin.list_filter, "group")
    search_fields = ("title", "key")
