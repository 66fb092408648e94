"""What changed in an item, in words: field by field, and word by word inside a field. Pure."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import msgspec

_TAGS = re.compile(r"<(?:/(?:p|li|h\d|ul|ol)|br ?/?)>")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)
_ANY_TAG = re.compile(r"<[^>]+>")
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A run of text that stayed ("same"), is gone ("out") or is new ("in")."""

    what: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FieldDifference:
    """One field that differs; ``lines`` are its lines that differ, each as parts."""

    field: str
    lines: tuple[tuple[Part, ...], ...]


def differences(before: Any, after: Any) -> list[FieldDifference]:
    """The fields in which two items of one kind differ, in the order of ``after``. None is an item not there."""
    was, now = _fields(before), _fields(after)
    return [
        FieldDifference(field=name, lines=tuple(_lines(was.get(name), now.get(name))))
        for name in dict.fromkeys([*now, *was])
        if was.get(name) != now.get(name)
    ]


def _fields(item: Any) -> Mapping[str, Any]:
    return msgspec.to_builtins(item) if item is not None else {}


def _lines(before: Any, after: Any) -> Iterator[tuple[Part, ...]]:
    was, now = list(_flat(before)), list(_flat(after))
    for act, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if act == "equal":
            continue
        for old, new in _paired(was[a:b], now[c:d]):
            yield tuple(_words(old, new))


def _paired(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for place in range(max(len(old), len(new))):
        yield (old[place] if place < len(old) else "", new[place] if place < len(new) else "")


def _words(old: str, new: str) -> Iterator[Part]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    for act, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if act == "equal":
            yield Part(what="same", text="".join(a[i:j]))
            continue
        if j > i:
            yield Part(what="out", text="".join(a[i:j]))
        if m > k:
            yield Part(what="in", text="".join(b[k:m]))


def _flat(value: Any, label: str = "") -> Iterator[str]:
    """A value as lines of text: rows and their fields one a line, paragraphs one a line."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, str(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _flat(inner, label)
    elif value not in (None, "", False):
        for line in _text(str(value)):
            yield f"{label}: {line}" if label else line


def _text(value: str) -> Iterator[str]:
    """Its lines, with the addresses of links: they are approved as well."""
    for line in _TAGS.sub("\n", _LINK.sub(r"\2 (\1)", value)).splitlines():
        words = unescape(_ANY_TAG.sub("", line)).strip()
        if words:
            yield words
