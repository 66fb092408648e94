"""What a reading page tells programs about itself: nothing where a reader's answers may be."""

from html import unescape

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, to_locale

from esafe.addresses import item_addresses, public_addresses
from esafe.api.linked_data import block_text, page_data
from esafe.edition import Edition

register = template.Library()
ASKS = frozenset({"/concerned/", "/search/"})
# What a link to a page under each address is called when it is shared. Titles of pages are what a
# parent would say, and may tell a family chat too much; so does a summary, so all have the strapline.
SECTIONS = {
    "/help/": gettext_lazy("Help now"),
    "/advice/": gettext_lazy("Advice"),
    "/services/": gettext_lazy("Whom to call"),
    "/news/": gettext_lazy("News and figures"),
}
PICTURE = "img/preview.png"
WIDTH, HEIGHT = 1200, 630


@register.simple_tag(takes_context=True)
def shared_link(context: template.Context) -> SafeString:
    """The page's one address, and what programs show for a link to it."""
    request = context.get("request")
    edition = _edition(request)
    if edition is None or request is None:
        return SafeString("")
    site = edition.site
    told = {
        "og:type": "website",
        "og:url": settings.SITE_URL + request.path,
        "og:title": _section(request.path) or site.name,
        "og:description": site.strapline,
        "og:site_name": site.name,
        "og:locale": to_locale(get_language() or settings.LANGUAGE_CODE),
        "og:image": settings.SITE_URL + static(PICTURE),
        "og:image:width": WIDTH,
        "og:image:height": HEIGHT,
        "og:image:alt": gettext("A house at night. Light is in its window."),
    }
    link = format_html('<link rel="canonical" href="{}">', told["og:url"])
    return link + format_html_join("", '<meta property="{}" content="{}">', told.items())


@register.simple_tag(takes_context=True)
def data_block(context: template.Context) -> SafeString:
    """The page in schema.org's words. It is data: no browser runs it, and our policy lets it be."""
    request = context.get("request")
    edition = _edition(request)
    if edition is None or request is None:
        return SafeString("")
    item = item_addresses(edition.content).get(request.path)
    title = str(getattr(item, "title", "") or getattr(item, "name", "")) or _title(context)
    text = block_text(page_data(request.path, title, item, edition))
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - see block_text


def _title(context: template.Context) -> str:
    """The page's own words for its title, as ``<title>`` has them before the name of the site."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block("title")
    return unescape(block.render(context)).strip()


def _edition(request: HttpRequest | None) -> Edition | None:
    """The edition that a reading page is from; None when the answer is no such page."""
    edition: Edition | None = getattr(request, "edition", None)
    if request is None or edition is None or request.method not in ("GET", "HEAD"):
        return None
    is_told = request.path not in ASKS and request.path in public_addresses(edition.content)
    return edition if is_told else None


def _section(path: str) -> str:
    return next((str(name) for start, name in SECTIONS.items() if path.startswith(start)), "")
