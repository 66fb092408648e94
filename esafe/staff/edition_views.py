"""Earlier editions: who, when, why, what changed; bringing one item back; withdrawing at once."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from esafe import live, publishing
from esafe.addresses import address
from esafe.content import KINDS, Content
from esafe.edition import BadEdition, loads
from esafe.item import Item
from esafe.item_models import ItemModel
from esafe.models import EditionRecord, Redirect
from esafe.staff import audit, timing
from esafe.staff.differences import differences
from esafe.staff.withdrawing import readers_have


def editions(request: HttpRequest) -> HttpResponse:
    """Every edition, newest first."""
    _must(request, "esafe.view_editionrecord")
    records = EditionRecord.objects.defer("file")
    context = {
        **admin.site.each_context(request),
        "title": _("Editions"),
        "records": Paginator(records, 50).get_page(request.GET.get("page")),
        "live_number": live.store.current().number,
    }
    return TemplateResponse(request, "admin/editions.html", context)


def edition(request: HttpRequest, number: int) -> HttpResponse:
    """What one edition changed, item by item, with ways to bring each back as it was in it and before it."""
    _must(request, "esafe.view_editionrecord")
    record = get_object_or_404(EditionRecord, pk=number)
    before = EditionRecord.objects.filter(pk__lt=number).first()
    old, new = _content(before) if before else None, _content(record)
    context = {
        **admin.site.each_context(request),
        "title": _("Edition %s") % number,
        "record": record,
        "before": before,
        "is_live": live.store.current().number == number,
        "changes": [
            (
                change,
                differences(
                    old.of(change.kind).get(change.key) if old else None, new.of(change.kind).get(change.key)
                ),
            )
            for change in (publishing.changes(old, new) if old else [])
        ],
    }
    return TemplateResponse(request, "admin/edition.html", context)


@require_POST
def bring_back(request: HttpRequest, number: int, kind: str, key: str) -> HttpResponse:
    """Make an item's draft what it was in an earlier edition. Readers notice nothing yet.

    Words that readers do not have yet are shown first, and replaced when that is confirmed. What
    somebody saved since they were shown is shown too.
    """
    record = get_object_or_404(EditionRecord, pk=number)
    model = publishing.models_of_items().get(kind)
    item = _content(record).of(kind).get(key) if kind in KINDS else None
    if model is None or item is None:
        raise Http404
    _must(request, f"{model._meta.app_label}.change_{model._meta.model_name}")
    with transaction.atomic():
        row = get_object_or_404(model._default_manager.select_for_update(), key=key)
        if (other := _has_its_address(row, item)) is not None:
            return _keep_apart(request, row, other)
        if _would_lose_words(row, item) and request.POST.get("shown") != row.changed_at.isoformat():
            return _ask_first(request, number, row, item)
        # As in the form: another way out asks for a fresh factor (R41).
        moves_exit = getattr(item, "exit_url", "") != getattr(row, "exit_url", "")
        reauthentication_required(_take, enabled=moves_exit)(request, row, item)
    messages.success(
        request, _("It is a draft now, as it was in edition %s. Look at it, then mark it as ready.") % number
    )
    return redirect(_form_of(row))


def _has_its_address(row: Any, item: Any) -> ItemModel | None:
    """Another item that was given the address which ``item`` had, where two cannot have one."""
    if not any(field.name == "slug" and field.unique for field in row._meta.fields):
        return None
    found: ItemModel | None = type(row)._default_manager.filter(slug=item.slug).exclude(pk=row.pk).first()
    return found


def _keep_apart(request: HttpRequest, row: ItemModel, other: ItemModel) -> HttpResponse:
    text = _(
        "Nothing was changed: {other} has the address now that this had. Please give that one another first."
    )
    link = format_html('<a href="{}">“{}”</a>', _form_of(other), other)
    messages.error(request, format_html(text, other=link))
    return redirect(_form_of(row))


def _take(request: HttpRequest, row: ItemModel, item: Item) -> None:
    before = audit.snapshot(row)
    row.state = ItemModel.State.DRAFT
    row.take(item)
    audit.item_saved(request.user.get_username(), row, before)
    timing.after_a_change(request, row, before)
    _make_way(request, item)


def _make_way(request: HttpRequest, item: Item) -> None:
    """Withdraw the redirect at an item's own address. Readers have it until the item is live again."""
    try:
        path = address(item)
    except TypeError:
        return
    for row in Redirect.objects.filter(key=path).exclude(state=ItemModel.State.WITHDRAWN):
        before = audit.snapshot(row)
        row.state = ItemModel.State.WITHDRAWN
        row.save(update_fields=["state", "changed_at"])
        audit.item_saved(request.user.get_username(), row, before)


def _would_lose_words(row: ItemModel, item: Item) -> bool:
    """Whether somebody is working on words that readers do not have, and ``item`` neither."""
    return row.state != ItemModel.State.WITHDRAWN and row.to_item() not in (readers_have(row), item)


def _ask_first(request: HttpRequest, number: int, row: ItemModel, item: Item) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Somebody is working on “%s”") % row,
        "number": number,
        "item": row,
        "edit": _form_of(row),
        "change": {"kind": row.content_kind},
        "fields": differences(row.to_item(), item),
    }
    return TemplateResponse(request, "admin/bring_back.html", context)


@require_POST
def withdraw(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Take one item away from readers at once, and nothing else. One person is enough."""
    model = publishing.models_of_items().get(kind)
    if model is None:
        raise Http404
    _must(request, f"{model._meta.app_label}.change_{model._meta.model_name}")
    row = get_object_or_404(model, key=key)
    item = readers_have(row)
    if not item:
        messages.warning(request, _("Readers do not have it, so there is nothing to take away."))
        return redirect(_form_of(row))
    before, name = audit.snapshot(row), request.user.get_username()
    row.state = ItemModel.State.WITHDRAWN
    row.save(update_fields=["state", "changed_at"])
    was, way_on = _way_on(item)
    try:
        with_it = {(kind, key)} | ({("redirect", way_on.key)} if way_on else set())
        made = publishing.publish(name, _("Withdrawn at once: %s") % row, only=with_it)
    except (publishing.NotPublished, OSError, BadEdition) as error:
        row.state = before["state"]
        row.save(update_fields=["state", "changed_at"])
        _undo(was, way_on)
        if isinstance(error, publishing.NotPublished):
            return _still_needed(request, row, error)
        messages.error(request, _("It was not withdrawn yet: %s. Readers keep what they have.") % error)
    except publishing.Meanwhile:
        audit.item_saved(name, row, before)
        messages.warning(request, _("Readers did not have it."))
    else:
        audit.item_saved(name, row, before)
        if way_on:
            audit.item_saved(name, way_on, audit.snapshot(was) if was else {})
        messages.success(request, _("It is gone from the site. Edition %s is live.") % made.number)
    return redirect(_form_of(row))


def _still_needed(request: HttpRequest, row: ItemModel, refused: publishing.NotPublished) -> HttpResponse:
    """What is to be changed before an item can be withdrawn, each with a link to it."""
    context = {
        **admin.site.each_context(request),
        "title": _("“%s” was not withdrawn yet") % row,
        "problems": [(problem, publishing.edit_address(problem)) for problem in refused.problems],
        "is_service": row.content_kind == "service",
        "edit": _form_of(row),
    }
    return TemplateResponse(request, "admin/still_needed.html", context)


def _way_on(item: Item) -> tuple[Redirect | None, Redirect | None]:
    """A redirect of the item's address to the list that it is in, as it was and as it is now: no address dies.

    One that staff have made ready leads where they say. None, None for an item without an address.
    """
    try:
        path = address(item)
    except TypeError:
        return None, None
    parent = "/" + path.strip("/").partition("/")[0] + "/"
    to = parent if parent != path else "/"
    was = Redirect.objects.filter(key=path).first()
    if was and was.state == ItemModel.State.READY:
        to = was.to
    now = {"to": to, "state": ItemModel.State.READY, "publish_at": None}
    way_on, _is_new = Redirect.objects.update_or_create(key=path, defaults=now)
    return was, way_on


def _undo(was: Redirect | None, way_on: Redirect | None) -> None:
    if was:
        was.save()
    elif way_on:
        way_on.delete()


def _must(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def _content(record: EditionRecord) -> Content:
    try:
        return loads(record.file.encode()).content
    except BadEdition as error:
        raise Http404(str(error)) from error


def _form_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
