from django import forms
from django.contrib import admin

from esafe.item_admin import ItemAdmin, ReviewedItemAdmin, RowInline
from guidance.models import Bar, Figure, NewsItem, Page, Section, Synonym
from reporting_links.flow_admin import IN_THIS_ORDER, ByWords


class SectionInline(RowInline):
    model = Section

    class Media:
        js = (forms.Script("js/section-kinds.js", type="module"),)

    autocomplete_fields = ("service", "action", "figure")


@admin.register(Page)
class PageAdmin(ByWords, ReviewedItemAdmin):
    by_words = {"related": "read_next"}
    help_in_words = {"related": IN_THIS_ORDER}
    inlines = (SectionInline,)
    list_filter = (*ReviewedItemAdmin.list_filter, "area", "group")
    search_fields = ("title", "key")


@admin.register(NewsItem)
class NewsItemAdmin(ByWords, ReviewedItemAdmin):
    by_words = {"figures": "figures"}
    help_in_words = {"figures": IN_THIS_ORDER}
    search_fields = ("title", "key")


class BarInline(RowInline):
    model = Bar


@admin.register(Figure)
class FigureAdmin(ItemAdmin):
    inlines = (BarInline,)
    list_display = ("__str__", "value", "period", "publisher", "current_until", "state")
    search_fields = ("claim", "key")


@admin.register(Synonym)
class SynonymAdmin(ItemAdmin):
    search_fields = ("typed", "means", "key")
