"""A time to go live: whoever may publish sets it, for the words that they have seen."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from esafe import publishing
from esafe.item_models import ItemModel
from esafe.staff import audit

RIGHT = "esafe.add_editionrecord"


class TimeForm(forms.Form):
    """When an item goes live by itself; empty for never."""

    publish_at = forms.DateTimeField(
        required=False, error_messages={"invalid": gettext_lazy("Please choose a day and a time.")}
    )

    def clean_publish_at(self) -> datetime.datetime | None:
        at: datetime.datetime | None = self.cleaned_data["publish_at"]
        if at and at <= timezone.now():
            raise ValidationError(_("This time is past. Please choose one to come, or publish it now."))
        return at


@require_POST
def set_time(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Set the time of one item, change it or take it away. Refused when its words changed since they were seen."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    model = publishing.models_of_items().get(kind)
    if model is None:
        raise Http404
    row, form = get_object_or_404(model, key=key), TimeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["publish_at"]))
    elif request.POST.get("seen") == seen(row) and _keep(request, row, form.cleaned_data["publish_at"]):
        messages.success(request, _("The time is kept."))
    else:
        messages.warning(request, _("It has changed meanwhile. Please look again."))
    return redirect(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", row.pk)


def after_a_change(request: HttpRequest, row: ItemModel, before: dict[str, Any]) -> None:
    """Take the time of ``row`` away when its words are not those of ``before`` any more.

    Who may publish has seen what they typed, so their change leaves it.
    """
    same_words = {**before, "state": ""} == {**audit.snapshot(row), "state": ""}
    if row.publish_at and not same_words and not request.user.has_perm(RIGHT):
        _keep(request, row, None)
        messages.warning(
            request,
            _("Its words have changed, so its time was taken away. Please ask a publisher to set it again."),
        )


def seen(row: ItemModel) -> str:
    """Which words of ``row`` a page shows: when they were saved."""
    return row.changed_at.isoformat()


def _keep(request: HttpRequest, row: ItemModel, at: datetime.datetime | None) -> bool:
    """Whether ``row`` has the time ``at`` now; not, when somebody saved it this very moment."""
    before, row.publish_at = {"publish_at": row.publish_at}, at
    kept = type(row)._default_manager.filter(pk=row.pk, changed_at=row.changed_at).update(publish_at=at)
    if kept:
        about = f"{row.content_kind}: {row.key}"
        audit.note(request.user.get_username(), audit.Act.TIMED, about, before, {"publish_at": at})
    return bool(kept)
