"""Which parts of an item could hurt a reader if they were wrong, and when less of them is left. Pure: no Django."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from esafe.content import Content
from esafe.item import Item
from guidance import wording

# Kind to fields; None for the whole item. Names and numbers, addresses, hours, the flow, the way out, the notice.
GUARDED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "site": ("exit_url", "exit_name", "notice", "notice_until"),
    "service": (
        "name",
        "short_name",
        "phone",
        "phone_label",
        "phone_note",
        "cost",
        "report_url",
        "info_url",
        "contacts",
        "hours",
        "nations",
        "age_min",
        "age_max",
        "confirmed",
    ),
    "action": ("services", "kind", "confirmed"),
    "fact": None,
    "question": None,
    "every_plan": None,
    "situation": ("order", "first_line", "triggered_by", "interrupt", "modifier", "steps"),
}
ADDRESSES: Final = ("phone", "phone_label", "report_url", "info_url")
ROWS: Final = ("contacts", "hours")
NOTICE: Final = ("notice", "notice_until")
_HREF = re.compile(r'\bhref="([^"]*)"', re.I)


def guarded(item: Item | None, kind: str, known_hosts: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What must not change without a second person. ``links`` are the sites that its texts lead to.

    Those of ``known_hosts`` apart: two people have looked at the addresses of services.
    """
    if item is None:
        return {} if kind in GUARDED else {"links": []}
    whole: dict[str, Any] = msgspec.to_builtins(item)
    fields = GUARDED.get(kind, ())
    names = whole if fields is None else fields
    links = sorted(set(_linked_hosts(whole)) - known_hosts)
    return {**{name: whole.get(name) for name in names}, "links": links}


def hosts_of_services(content: Content) -> frozenset[str]:
    """The sites at which the services of ``content`` are."""
    return frozenset(
        _host(url)
        for service in content.service.values()
        for url in (service.report_url, service.info_url, *(contact.url for contact in service.contacts))
    )


def _linked_hosts(whole: Mapping[str, Any]) -> Iterator[str]:
    addresses = [found for text in wording.reader_texts(whole) for found in _HREF.findall(text)]
    for url in (*addresses, whole.get("next_step_url") or ""):
        if host := _host(url):
            yield host


def _host(url: str) -> str:
    """The site that an address is on; empty for one of our own pages, and for a number."""
    try:
        parts = urlsplit(url)
        host = parts.path.rpartition("@")[2] if parts.scheme == "mailto" else parts.hostname or ""
    except ValueError:
        return url
    return host.lower().removeprefix("www.")


def only_takes_away(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether readers are left with less, and with nothing that they did not have. Both are ``guarded`` parts."""
    return all(now[name] == was[name] or _is_less(name, was, now) for name in now)


def _is_less(name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    if name in ADDRESSES:
        return not now[name]
    if name == "phone_note":  # it says for whom a number is: without the note it would be for everybody
        return not any(now[other] for other in ("phone", "phone_label", name))
    if name in ROWS:
        return _are_left(now[name], was[name])
    if name in NOTICE:
        return not now["notice"]
    return name == "links" and set(now[name]) <= set(was[name])


def _are_left(rows: Sequence[Any], of: Sequence[Any]) -> bool:
    """Whether ``rows`` are some of those in ``of``, in their order, and nothing else."""
    rest = iter(of)
    return all(row in rest for row in rows)
