"""Complaints about how we use information, with the clock of the law."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.blacking_out import BlackOutForm
from contact.complaints import Complaint
from esafe.staff import audit
from esafe.staff.checked_forms import CarriesOn
from esafe.staff.conflicts import Conflicts


class AnswerForm(CarriesOn, BlackOutForm):
    acknowledged = forms.BooleanField(
        label=_("We have told this person that we have their complaint"), required=False
    )

    class Meta:
        model = Complaint
        fields = ("outcome",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acknowledged"].initial = bool(self.instance.acknowledged_at)

    def save(self, commit: bool = True) -> Any:
        complaint, now = self.instance, timezone.now()
        told, decided = self.cleaned_data["acknowledged"], self.cleaned_data["outcome"]
        complaint.acknowledged_at = (complaint.acknowledged_at or now) if told else None
        complaint.decided_at = (complaint.decided_at or now) if decided else None
        return super().save(commit)


class ComplaintAdmin(Conflicts, admin.ModelAdmin):  # type: ignore[type-arg]
    form = AnswerForm
    change_form_template = "admin/versioned_form.html"
    list_display = ("at", "looks_urgent", "answer_by", "pressing", "acknowledged_at", "decided_at")
    list_filter = ("looks_urgent",)
    fields = (
        "at",
        "looks_urgent",
        "answer_by",
        "words",
        "reply_to",
        "black_out",
        "acknowledged",
        "acknowledged_at",
        "outcome",
        "decided_at",
    )
    readonly_fields = (
        "at",
        "looks_urgent",
        "answer_by",
        "words",
        "reply_to",
        "acknowledged_at",
        "decided_at",
    )
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=_("to be answered by"))
    def answer_by(self, obj: Complaint) -> Any:
        return obj.due.date()

    @admin.display(description=_("pressing"))
    def pressing(self, obj: Complaint) -> Any:
        return _("Answer now") if obj.is_pressing else "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Complaint, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        state = {
            "acknowledged": obj.acknowledged_at,
            "decided": obj.decided_at,
            "blacked out": bool(form.cleaned_data["black_out"]),
        }
        audit.note(request.user.get_username(), audit.Act.CHANGED, f"complaint: {obj.pk}", after=state)
