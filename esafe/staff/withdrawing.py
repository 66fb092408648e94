"""An item in use is not withdrawn before what uses it says something else."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esafe import live, publishing
from esafe.content import Content
from esafe.item import Item
from esafe.item_models import ItemModel
from esafe.uses import uses


def readers_have(item: ItemModel) -> Item | None:
    """The item as readers have it now; None when they do not."""
    content = publishing.previous_content(live.store)
    return content.of(item.content_kind).get(item.key) if content else None


def places(item: ItemModel, content: Content) -> list[SafeString]:
    """Where ``content`` uses an item, each as a link to what is to be changed first."""
    found = uses(content, item.content_kind, item.key)
    return [
        format_html('<a href="{}">{}</a>', publishing.edit_address(problem), problem) for problem in found
    ]


def reasons(item: ItemModel, content: Content) -> list[Any]:
    """Why an item cannot be withdrawn from ``content``, all drafts put in; nothing when it can."""
    found = places(item, content)
    return [_("This is still in use. Please change these first, then withdraw it:"), *found] if found else []
