"""A picture that a school links from: the words of what it shows, as SVG and PNG, in letters of their own."""

from typing import Literal

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guidance.paper import drawings, typesetting
from guidance.paper.shelf import Shelf
from guidance.schools.shareable import Shareable

Form = Literal["svg", "png"]
TYPES: dict[str, str] = {"svg": "image/svg+xml", "png": "image/png"}
# In CSS px; the PNG has two dots for each.
WIDTH, HEIGHT = 320, 84
shelf = Shelf(most=64)


def path(code: str, form: Form) -> str:
    """The address of a button."""
    return f"/embed/{code}/button.{form}"


def picture(title: str, site: str, form: Form) -> bytes:
    """The button that says ``title``. Raises typesetting.Busy."""
    return shelf.take((title, site, form), lambda: _made(title, site, form))


def _made(title: str, site: str, form: Form) -> bytes:
    data = {
        "kind": "button",
        "title": title,
        "site": site,
        "logo": drawings.drawing("logo", drawings.ON_NIGHT),
        "published": "2000-01-01",
    }
    return typesetting.made(data, form)


def snippet(shown: Shareable, alt: str, form: Form) -> SafeString:
    """The HTML of a button and its link."""
    return format_html(
        '<a href="{}"><img src="{}" alt="{}" width="{}" height="{}"></a>',
        settings.SITE_URL + shown.short_link,
        settings.SITE_URL + path(shown.code, form),
        alt,
        WIDTH,
        HEIGHT,
    )
