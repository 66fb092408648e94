"""The inbox: what readers say, by page. Its words are never copied: not to the audit, not to a log (R100)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from contact.feedback import Feedback
from esafe.staff import audit


class ReadForm(forms.ModelForm):  # type: ignore[type-arg]
    black_out = forms.CharField(
        label=_("Words to black out"),
        help_text=_("One in each line, such as a name. They cannot be brought back."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        required=False,
    )

    class Meta:
        model = Feedback
        fields = ("done",)

    def save(self, commit: bool = True) -> Any:
        self.instance.black_out(self.cleaned_data["black_out"].splitlines())
        return super().save(commit)


class PageFilter(admin.SimpleListFilter):
    title = _("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        pages = Feedback.objects.order_by("page").values_list("page", flat=True).distinct()
        return [(page or "-", page or _("no page of ours")) for page in pages]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value()
        return queryset.filter(page="" if chosen == "-" else chosen) if chosen else queryset


class FeedbackAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ReadForm
    list_display = ("begins", "page", "useful", "looks_urgent", "at", "done")
    list_filter = ("done", "looks_urgent", "useful", PageFilter)
    fields = ("at", "page", "useful", "looks_urgent", "words", "reply_to", "black_out", "done")
    readonly_fields = ("at", "page", "useful", "looks_urgent", "words", "reply_to")
    actions = ("mark_done",)
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=_("words"))
    def begins(self, obj: Feedback) -> str:
        return Truncator(obj.words).chars(60) or str(_("no words"))

    @admin.action(description=_("Mark as done"), permissions=["change"])
    def mark_done(self, request: HttpRequest, queryset: Any) -> None:
        queryset.update(done=True)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        return []

    def save_model(self, request: HttpRequest, obj: Feedback, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.cleaned_data["black_out"]:
            audit.note(request.user.get_username(), audit.Act.CHANGED, "feedback: words blacked out")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._note_deleted(request, 1)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        self._note_deleted(request, queryset.count())
        super().delete_queryset(request, queryset)

    def _note_deleted(self, request: HttpRequest, number: int) -> None:
        audit.note(request.user.get_username(), audit.Act.DELETED, f"feedback: {number}")
