"""An item in use is not withdrawn before what uses it says something else."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esafe import publishing
from esafe.item_models import ItemModel
from esafe.uses import uses


def places(item: ItemModel) -> list[SafeString]:
    """Where an item is used, drafts put in, each as a link to what is to be changed first."""
    content = publishing.draft_content()
    found = uses(content, item.content_kind, item.key)
    return [
        format_html('<a href="{}">{}</a>', publishing.edit_address(problem), problem) for problem in found
    ]


def reasons(item: ItemModel) -> list[Any]:
    """Why an item cannot be withdrawn yet; nothing when it can."""
    found = places(item)
    return [_("This is still in use. Please change these first, then withdraw it:"), *found] if found else []
