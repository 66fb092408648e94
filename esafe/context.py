"""What every public template may use."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from esafe import live, starter
from esafe.content import KINDS, Content
from esafe.edition import Edition
from esafe.edition_store import NoEdition


@cache
def built_in() -> Content:
    """The starter content in the code: the numbers for an error page when there is no edition."""
    items: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for entry in starter.load():
        items[entry.kind][entry.item.key] = entry.item
    return Content(**items)


def _live() -> Edition | None:
    """For an error that was found before the request had its edition."""
    try:
        return live.store.current()
    except NoEdition:
        return None


def edition(request: HttpRequest) -> dict[str, Any]:
    """The request's edition, its content and the site's own texts."""
    found = getattr(request, "edition", None) or _live()
    content = found.content if found else built_in()
    return {
        "edition": found,
        "content": content,
        "site": content.site["site"],
        "services": content.service,
    }
