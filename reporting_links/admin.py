from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from esafe.item_admin import ItemAdmin, ReviewedItemAdmin, RowInline
from esafe.item_models import ItemModel
from reporting_links.flow_admin import (
    IN_THIS_ORDER,
    AnswerInline,
    ByWords,
    EveryPlanStepInline,
    InOrder,
    QuestionByWords,
    StepInline,
)
from reporting_links.hours_admin import HoursAsRead, OpeningHoursInline
from reporting_links.models import (
    Action,
    Contact,
    EveryPlan,
    Fact,
    Question,
    Service,
    Situation,
)


class FlowItemAdmin(ItemAdmin):
    """For what has no page of its own but shows in the questions and what they end in."""

    def view_on_site(self, obj: ItemModel) -> str:
        """Preview: the questions from the first one on, with every draft put in."""
        return reverse("admin:look-page", args=["concerned/"])


class ContactInline(RowInline):
    model = Contact


@admin.register(Service)
class ServiceAdmin(HoursAsRead, ReviewedItemAdmin):
    inlines = (OpeningHoursInline, ContactInline)
    list_filter = (*ReviewedItemAdmin.list_filter, "category", "confirmed")
    search_fields = ("name", "key", "phone")


@admin.register(Action)
class ActionAdmin(ByWords, FlowItemAdmin):
    by_words = {"services": "services"}
    help_in_words = {"services": IN_THIS_ORDER}
    list_display = ("key", "text", "kind", "confirmed", "state")
    list_filter = (*ItemAdmin.list_filter, "kind", "confirmed")
    search_fields = ("text", "key")


@admin.register(Fact)
class FactAdmin(FlowItemAdmin):
    list_display = ("key", "words", "state")
    search_fields = ("words", "key")


@admin.register(Situation)
class SituationAdmin(ByWords, InOrder, ReviewedItemAdmin):
    inlines = (StepInline,)
    by_words = {"first_line": "actions", "triggered_by": "facts", "related": "read_next"}
    help_in_words = {"triggered_by": _("One is enough."), "related": IN_THIS_ORDER}
    list_display = ("title", "order", "state", "owner", "review_by", "changed_at")
    list_filter = (*ReviewedItemAdmin.list_filter, "group")
    search_fields = ("title", "key")

    def view_on_site(self, obj: ItemModel) -> str:
        """Preview: its own page. Its address needs none of its steps."""
        path = reverse("situation", "esafe.public_urls", args=[obj.slug])  # type: ignore[attr-defined]
        return reverse("admin:look") + path.removeprefix("/")


@admin.register(EveryPlan)
class EveryPlanAdmin(FlowItemAdmin):
    inlines = (EveryPlanStepInline,)


@admin.register(Question)
class QuestionAdmin(QuestionByWords, InOrder, FlowItemAdmin):
    inlines = (AnswerInline,)
    list_display = ("title", "order", "many", "state")
    search_fields = ("title", "key")
