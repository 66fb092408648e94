"""Where each item is read. Pure: no Django. The URL maps serve exactly these (a test says so)."""

from esafe.content import Content
from esafe.item import Item
from guidance.content import NewsItem, Page
from reporting_links.content import Service, Situation

LISTS = (
    "/",
    "/concerned/",
    "/help/",
    "/advice/",
    "/services/",
    "/news/",
    "/news/figures/",
    "/news/changes/",
    "/search/",
    "/schools/",
    "/schools/texts/",
    "/schools/it/",
    "/schools/it/test/",
    "/print/",
    "/sitemap/",
)
# What has an address of its own.
KINDS = ("situation", "page", "service", "news")
# Kept like pages, but for machines: no page, and not in the sitemap.
FEED = "/news.atom"


def address(item: Item) -> str:
    """The path of an item's own page. Raises TypeError for an item that has none."""
    match item:
        case Page(area="advice"):
            return f"/advice/{item.key}/"
        case Page():
            return f"/{item.key}/"
        case NewsItem():
            return f"/news/{item.key}/"
        case Situation():
            return f"/help/{item.slug}/"
        case Service():
            return f"/services/{item.slug or item.key.replace('_', '-')}/"
    raise TypeError(f"{type(item).__name__} has no page of its own")


def item_addresses(content: Content) -> dict[str, Item]:
    """Every item that has a page, by path."""
    kinds = (content.situation, content.page, content.service, content.news)
    return {address(item): item for kind in kinds for item in kind.values()}


def public_addresses(content: Content) -> tuple[str, ...]:
    """Every reading page, in the order of the sitemap."""
    return (*LISTS, *item_addresses(content))


def find(content: Content, ref: str) -> Item | None:
    """The item that ``kind:key`` names, or None."""
    kind, _, key = ref.partition(":")
    return content.of(kind).get(key) if kind in {"page", "news", "situation", "service"} else None
