"""Two people on one item, newsletter or complaint: the second to save sees both texts and chooses. Nothing typed is lost."""

import copy
import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from esafe.staff import versions
from esafe.staff.checked_forms import KEEP_EDITING
from esafe.staff.versions import SAVED, Seen, Version
from esafe.staff.whole_forms import WHOLE, completed

SEEN, RESOLVED, CHOICE = "_seen", "_resolved", "choice-"


class Conflicts:
    """For a ModelAdmin: its form carries the version that it was opened with.

    Its form is a ``CarriesOn``, and its template extends ``admin/versioned_form.html``.
    """

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" or object_id is None or SEEN not in request.POST:
            return super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            locked = self.model._default_manager.select_for_update().filter(pk=unquote(object_id))  # type: ignore[attr-defined]
            obj = locked.first() if unquote(object_id).isdecimal() else None
            if obj is not None and self.has_change_permission(request, obj):  # type: ignore[attr-defined]
                if WHOLE not in request.POST and RESOLVED not in request.POST:
                    request.POST = completed(request.POST, _saved_forms(self, request, obj))  # type: ignore[assignment]
                page = self._settle(request, obj)
                if page is not None:
                    return page
            return super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]

    def _settle(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """The page with both texts; None when the form, perhaps changed by what was chosen, may go on."""
        seen = Seen.read(str(request.POST[SEEN]))
        saved = version_of(self, request, obj, saved=True)
        now = Seen.of(obj, saved)
        is_chosen = RESOLVED in request.POST
        if seen.at == now.at and not is_chosen:
            return None
        typed = version_of(self, request, obj, saved=False)
        found = list(versions.choices(seen, typed, saved))
        if seen.at != now.at and versions.colleague_changed(seen, typed, saved, found):
            return self._page(request, obj, found, versions.added_rows(seen, typed, saved), now)
        if is_chosen and not all(CHOICE + choice.key in request.POST for choice in found):
            return self._page(request, obj, found, [], now)
        if is_chosen:
            request.POST = chosen(request.POST, typed, saved, now)  # type: ignore[assignment]
        return None

    def _page(
        self, request: HttpRequest, obj: Any, found: list[versions.Choice], added: list[str], now: Seen
    ) -> HttpResponse:
        by, at = _last_saving(obj)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": _("Someone else has saved this meanwhile"),
            "subtitle": None,
            "opts": self.opts,  # type: ignore[attr-defined]
            "object": obj,
            "choices": found,
            "added": added,
            "by": by,
            "at": at,
            "fields": [
                pair for pair in _sent(request.POST) if not pair[0].startswith((SEEN, RESOLVED, CHOICE))
            ],
            "seen": now,
        }
        return TemplateResponse(request, "admin/conflict.html", context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None and obj.pk:
            sent = request.POST.get(SEEN) if request.method == "POST" else None
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["seen"] = sent or Seen.of(obj, versions.version(context["adminform"].form, formsets))
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        return response


def version_of(model_admin: Any, request: HttpRequest, obj: Any, saved: bool) -> Version:
    """The forms of an item with what is ``saved``, or with what was typed."""
    return versions.version(*_forms(model_admin, request, obj, saved))


def _saved_forms(model_admin: Any, request: HttpRequest, obj: Any) -> Iterator[Any]:
    """Every form on the page of an item, as it was before anything was typed."""
    form, formsets = _forms(model_admin, request, obj, saved=True)
    yield form
    for formset in formsets:
        yield formset.management_form
        yield from formset.forms


def _forms(model_admin: Any, request: HttpRequest, obj: Any, saved: bool) -> tuple[Any, list[Any]]:
    asked = copy.copy(request)
    asked.method = "GET" if saved else "POST"
    fields = flatten_fieldsets(model_admin.get_fieldsets(asked, obj))
    form_class = model_admin.get_form(asked, obj, change=True, fields=fields)
    mine = copy.copy(obj)
    form = form_class(instance=mine) if saved else form_class(request.POST, instance=mine)
    formsets, _inlines = model_admin._create_formsets(asked, mine, change=True)
    return form, formsets


def _last_saving(obj: Any) -> tuple[str, datetime.datetime | None]:
    """Who saved this last, and when."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(obj), object_id=str(obj.pk)
    ).select_related("user")
    last = entries.order_by("-action_time").first()
    at = getattr(obj, "changed_at", None) or (last.action_time if last else None)
    return last.user.get_username() if last else "", at


def _sent(data: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value) for name, values in data.lists() if name != "csrfmiddlewaretoken" for value in values
    ]


def chosen(data: QueryDict, typed: Version, saved: Version, now: Seen) -> QueryDict:
    """What was typed, with what is saved in place of it where that was chosen."""
    made = data.copy()
    for key, mine in typed.fields.items():
        if key in saved.fields and data.get(CHOICE + key) == SAVED:
            for suffix, values in saved.fields[key].parts.items():
                made.setlist(mine.html_name + suffix, values)
    gone = versions.gone_rows(typed, saved)
    for prefix in {typed.rows[row][0] for row in gone}:
        left_out = {typed.rows[row][1] for row in gone if data.get(CHOICE + row) == SAVED}
        put_back = {typed.rows[row][1] for row in gone} - left_out
        _number_again(made, prefix, left_out, put_back)
    made[SEEN] = str(now)
    if made.pop(RESOLVED) == ["edit"]:
        made[KEEP_EDITING] = "yes"
    return made


def _number_again(data: QueryDict, prefix: str, left_out: set[int], put_back: set[int]) -> None:
    """Take rows out, and make rows new that are to be put back: the rows that are saved come first."""
    rows = []
    for number in range(int(str(data[f"{prefix}-TOTAL_FORMS"]))):
        start = f"{prefix}-{number}-"
        row = {name.removeprefix(start): data.pop(name) for name in list(data) if name.startswith(start)}
        if number in put_back:
            row["id"] = [""]
        if number not in left_out:
            rows.append(row)
    rows.sort(key=lambda row: not row.get("id", [""])[0])
    for number, row in enumerate(rows):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = str(sum(bool(row.get("id", [""])[0]) for row in rows))
