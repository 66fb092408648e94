"""The card: what other sites show of us in a frame. How it looks, how high it is, and the HTML to paste.

It has no script, no form and no cookie, and it tells nobody where it is shown (R5, R6, R133).
"""

from typing import Literal, get_args

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from esafe.content import Content
from guidance.schools import shareable
from guidance.schools.shareable import Shareable

Size = Literal["small", "medium", "large"]
Look = Literal["auto", "light", "dark"]
SIZES: tuple[Size, ...] = get_args(Size)
LOOKS: tuple[Look, ...] = get_args(Look)
# In CSS px: what the fullest card of a size needs at a width of 300 (a test measures it).
HEIGHTS: dict[Size, int] = {"small": 390, "medium": 500, "large": 610}
WITH_THREE_THINGS = 760
NARROWEST, WIDEST = 240, 600


def path(code: str, size: Size, look: Look) -> str:
    """The address of a card."""
    return f"/embed/{code}/{size}/{look}/"


def paths(content: Content) -> list[str]:
    """The addresses of every card of an edition."""
    codes = [found.code for found in shareable.all_of(content)]
    return [path(code, size, look) for code in codes for size in SIZES for look in LOOKS]


def height(shown: Shareable, size: Size) -> int:
    """How high the frame of a card must be for all of it to be seen, in CSS px."""
    return WITH_THREE_THINGS if shown.page and size == "large" else HEIGHTS[size]


def frame(shown: Shareable, size: Size, look: Look, title: str) -> SafeString:
    """The HTML that shows a card. No style in it: the strictest school allows none, and 100% then is all there is."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" referrerpolicy="no-referrer"></iframe>',
        settings.SITE_URL + path(shown.code, size, look),
        title,
        height(shown, size),
    )
