"""Phone numbers of a school's text that are not in the directory of services. Pure: no Django."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from esafe.content import Content
from esafe.text_problems import directory
from guidance import text_checks
from guidance.schools.old_names import names_of, whole_word
from guidance.schools.out_of_date import out_of_date
from guidance.schools.passages import Finding
from reporting_links.content import Service

NEAR = 80  # characters between a name and its number
_DAY = re.compile(r"\d\d[.–-]\d\d[.–-](?:\d\d)?\d\d")
# A name speaks for a number no further than this.
_ENDS = re.compile(r"\n\s*\n|[.!?]\s|\b(?:our|us|school|office|reception)\b", re.I)
_IN_BRACKETS = re.compile(r"\s*\(([^)\n]{2,60})\)")
# Childline's is like this; what staff type is not looked at for numbers so short.
_SHORT_AND_FREE = re.compile(r"(?<![\w/.=-])0800 ?\d{4}(?![ .-]?\d)")
_UK_LENGTHS = range(10, 12)
_KIND_OF_SERVICE = re.compile(r"\s+(?:Helpline|Centre|Safety Centre)$")


def unknown_numbers(text: str, content: Content, ceop_line: str) -> Iterator[Finding]:
    """Numbers that we do not know; one that may be the school's own only once.

    ``ceop_line`` is what to write where nobody can be called.
    """
    known = directory(content.service.values())
    asked: set[str] = set()
    before = 0
    for match in _numbers_in(text):
        number = match[0].strip(" ()")
        dialled = text_checks.digits(number)
        if dialled not in known and _is_a_number(number, dialled):
            start = match.start() + match[0].index(number)
            found = _finding(start, number, _near(text, before, match, content), ceop_line)
            if found.service or dialled not in asked:
                yield found
            asked.add(dialled)
        before = match.end()


def _numbers_in(text: str) -> list[re.Match[str]]:
    found = [*text_checks.numbers_in(text), *_SHORT_AND_FREE.finditer(text)]
    return sorted(found, key=lambda match: match.start())


def _is_a_number(number: str, dialled: str) -> bool:
    if _DAY.fullmatch(number):
        return False
    return len(dialled) in _UK_LENGTHS or dialled.startswith("08")


def _finding(start: int, number: str, near: Service | None, ceop_line: str) -> Finding:
    bare = Finding(start=start, end=start + len(number), kind="unknown_number", found=number)
    dialled = text_checks.digits(number)
    for old in out_of_date().number:
        if near and near.key == old.service and dialled.startswith(old.starts):
            right = _by_channel(near, old.channel)
            line = "" if right else ceop_line
            return replace(bare, kind="dead_number", service=near, instead=right, line=line)
    if near and near.phone:
        return replace(bare, kind="number", service=near, instead=near.phone_label or near.phone)
    return bare


def _by_channel(service: Service, channel: str) -> str:
    found = (c.value for c in service.contacts if channel and c.channel == channel and c.confirmed)
    return next(found, "")


def _near(text: str, before: int, number: re.Match[str], content: Content) -> Service | None:
    """The service whose name stands last before a number, in its sentence; or right after it in brackets."""
    stretch = _ENDS.split(text[max(before, number.start() - NEAR) : number.start()])[-1]
    after = _IN_BRACKETS.match(text[number.end() : number.end() + NEAR])
    return _last_named(stretch, content) or _last_named(after[1] if after else "", content)


def _last_named(text: str, content: Content) -> Service | None:
    names = {name: s.key for s in reversed(tuple(content.service.values())) for name in _spoken(s)}
    found = _any_of(tuple(sorted(names, key=len, reverse=True))).findall(text)
    return content.service[names[" ".join(found[-1].split())]] if found else None


@lru_cache(maxsize=4)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(whole_word, names)))


def _spoken(service: Service) -> list[str]:
    """The names of a service, those of before, and without "Helpline": people write "NSPCC"."""
    names = [*names_of(service), *service.previous_names]
    spoken = dict.fromkeys([*names, *(_KIND_OF_SERVICE.sub("", name) for name in names)])
    return [name for name in spoken if not name.isdigit()]
