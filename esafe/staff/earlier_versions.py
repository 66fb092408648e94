"""The earlier versions of one item, each with a way to bring it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from esafe import publishing
from esafe.edition import BadEdition, item_in
from esafe.item import Item
from esafe.item_models import ItemModel
from esafe.models import EditionRecord
from esafe.staff.differences import FieldDifference, differences

# A page shows this many versions at most, and reads this many editions at most to find them: an
# edition is some 400 KB, so that a page reads 40 MB, however many there are.
SHOWN: Final = 20
READ: Final = 100
# So many files of editions are in memory at once.
AT_ONCE: Final = 5


@dataclass(frozen=True)
class Version:
    """An item as it was in one edition; ``item`` is None where the edition does not have it."""

    number: int
    published_at: datetime
    published_by: str
    note: str
    item: Item | None


@dataclass(frozen=True)
class Shown:
    """A version, and in what it differs from the draft as it is now."""

    version: Version
    fields: list[FieldDifference]
    brings_back: bool


@require_safe
def earlier_versions(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Each edition that changed this item, newest first. One page asks the database for editions once."""
    model = publishing.models_of_items().get(kind)
    if model is None:
        raise Http404
    if not request.user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
        raise PermissionDenied
    row = get_object_or_404(model, key=key)
    versions, older = versions_of(kind, key, _start(request))
    context = {
        **admin.site.each_context(request),
        "title": _("Earlier versions of “%s”") % row,
        "item": row,
        "opts": model._meta,
        "change": {"kind": kind},
        "versions": list(_shown(row, versions)),
        "older": older,
        "read": READ,
    }
    return TemplateResponse(request, "admin/earlier_versions.html", context)


def _start(request: HttpRequest) -> int | None:
    asked = request.GET.get("from", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


def versions_of(kind: str, key: str, start: int | None = None) -> tuple[list[Version], int | None]:
    """The versions of an item from edition ``start`` back: SHOWN at most, out of READ editions at most.

    With them comes the edition to go on from, or None when there is none left.
    """
    found: list[Version] = []
    newer: Version | None = None
    for count, version in enumerate(_read(kind, key, start)):
        if newer and newer.item is not None and newer.item != version.item:
            found.append(newer)
        if len(found) == SHOWN or count == READ:
            return found, version.number
        newer = version
    if newer and newer.item is not None:
        found.append(newer)
    return found, None


def _read(kind: str, key: str, start: int | None) -> Iterator[Version]:
    """The item in each edition, newest first: one more than READ, which the last is compared with."""
    records = EditionRecord.objects.all() if start is None else EditionRecord.objects.filter(pk__lte=start)
    for record in records[: READ + 1].iterator(chunk_size=AT_ONCE):
        try:
            item = item_in(record.file, kind, key)
        except BadEdition:
            item = None  # nothing can be brought back from it either
        yield Version(record.number, record.published_at, record.published_by, record.note, item)


def _shown(row: ItemModel, versions: list[Version]) -> Iterator[Shown]:
    now: Any = row.to_item()
    for version in versions:
        # As where bringing back asks: what would go is struck out, what would come is marked.
        fields = differences(now, version.item)
        yield Shown(version, fields, bool(fields) or row.state == ItemModel.State.WITHDRAWN)
