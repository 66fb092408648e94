"""The addresses that programs read. Pure: no Django."""

from collections.abc import Mapping
from types import MappingProxyType

from esafe.addresses import address
from esafe.content import Content
from esafe.item import Item
from guidance.content import NewsItem, Page
from reporting_links.content import Service, Situation

API = "/api/"
EDITION = f"{API}edition/"
OPENAPI = f"{API}openapi.json"
LLMS = "/llms.txt"
# The kinds of item that have a list, by their name in addresses.
KINDS: Mapping[str, str] = MappingProxyType(
    {"pages": "page", "services": "service", "situations": "situation", "news": "news"}
)
CLASSES: Mapping[type[Item], str] = MappingProxyType(
    {Page: "pages", Service: "services", Situation: "situations", NewsItem: "news"}
)


def slug(item: Item) -> str:
    """The last part of an item's address: neutral words, as in the address of its page."""
    return address(item).rstrip("/").rpartition("/")[2]


def item_address(item: Item) -> str:
    """Where the data of an item are."""
    return f"{API}{CLASSES[type(item)]}/{slug(item)}/"


def by_slug(content: Content, kinds: str) -> dict[str, Item]:
    """The items of one list, such as ``"services"``, by the last part of their address."""
    return {slug(item): item for item in content.of(KINDS[kinds]).values()}


def moved(content: Content, kinds: str, old: str) -> str | None:
    """Where the data are of an item whose page was renamed, or None."""
    pages = {address(item): item for kind in KINDS.values() for item in content.of(kind).values()}
    for path, redirect in content.redirect.items():
        is_it = path.rstrip("/").rpartition("/")[2] == old and redirect.to in pages
        if is_it and CLASSES[type(pages[redirect.to])] == kinds:
            return item_address(pages[redirect.to])
    return None


def addresses(content: Content) -> tuple[str, ...]:
    """Every address for programs that has one answer for everybody."""
    lists = (f"{API}{kinds}/" for kinds in KINDS)
    items = (item_address(item) for kind in KINDS.values() for item in content.of(kind).values())
    return (API, EDITION, OPENAPI, LLMS, *lists, *items)
