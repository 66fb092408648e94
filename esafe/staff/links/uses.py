"""Which addresses of other sites our content leads to, and from where. Pure: no Django."""

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from esafe.content import KINDS, Content

Use = tuple[str, str]
_WHOLE = re.compile(r"https?:[^\s<>]*", re.I)
_IN_TEXT = re.compile(r'href="(https?:[^"]*)"', re.I)


def uses(content: Content) -> Mapping[str, tuple[Use, ...]]:
    """Every address of another site, with the kind and key of each item that leads there."""
    found: dict[str, dict[Use, None]] = defaultdict(dict)
    for kind in KINDS:
        for item in content.of(kind).values():
            for address in _addresses(msgspec.to_builtins(item)):
                found[address][kind, item.key] = None
    return {address: tuple(found[address]) for address in sorted(found)}


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if _WHOLE.fullmatch(value):
            yield value
        else:
            yield from (html.unescape(address) for address in _IN_TEXT.findall(value))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _addresses(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _addresses(inner)
