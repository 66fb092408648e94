"""Phone numbers of a school's text that are not in the directory of services. Pure: no Django."""

import re
from collections.abc import Iterator
from dataclasses import replace

from esafe.content import Content
from esafe.text_problems import directory
from guidance.schools.out_of_date import Number, out_of_date
from guidance.schools.passages import Finding
from guidance.schools.service_names import ServiceNames
from guidance.schools.written_numbers import THEIR_OWN, WrittenNumber, written_numbers
from reporting_links.content import Service

_IN_BRACKETS = re.compile(r"\s*\([^)\n]{2,60}\)")
# What may stand between two numbers of one service: "call 0800 068 4141, or text 88247".
_AND = re.compile(r"(?:[^\w\n]|\b(?:and|or|call|ring|phone|telephone|tel|text|number|at|is|on|to)\b)*", re.I)
_SAID = re.compile(r"\b(text|call|ring|phone|telephone|tel)\b", re.I)


def unknown_numbers(text: str, content: Content, ceop_line: str) -> Iterator[Finding]:
    """Numbers that we do not know; one that may be the school's own only once.

    ``ceop_line`` is what to write where nobody can be called.
    """
    known = directory(content.service.values())
    names = ServiceNames(text, content)
    asked: set[str] = set()
    last: Service | None = None  # whose the number before was
    for number in written_numbers(text):
        last = last if number.is_near_another else None
        if number.dialled in known:
            last = content.service.get(known[number.dialled])
        elif number.is_of_the_uk:
            found = _finding(number, names, last, ceop_line)
            last = found.service
            if last or number.dialled not in asked:
                yield found
            asked.add(number.dialled)


def _finding(number: WrittenNumber, names: ServiceNames, last: Service | None, ceop_line: str) -> Finding:
    bare = Finding(start=number.start, end=number.end, kind="unknown_number", found=number.written)
    for old in out_of_date().number:
        service = _whose_before(number, names, last, old)
        if service:
            right = _by_channel(service, old.channel)
            line = "" if right else ceop_line
            return replace(bare, kind="dead_number", service=service, instead=right, line=line)
    near = _near(number, names) or (last if _AND.fullmatch(number.lead) else None)
    right = _right(near, number) if near else ""
    return replace(bare, kind="number", service=near, instead=right) if right else bare


def _whose_before(
    number: WrittenNumber, names: ServiceNames, last: Service | None, old: Number
) -> Service | None:
    """The service that had a number like ``old``, if it is named near, in the sentence or just above."""
    if not number.dialled.startswith(old.starts):
        return None
    found = [_near(number, names)]
    if not THEIR_OWN.search(number.lead):
        found += [last, *(name.service for name in names.between(*number.around))]
    return next((service for service in found if service and service.key == old.service), None)


def _by_channel(service: Service, channel: str) -> str:
    found = (c.value for c in service.contacts if channel and c.channel == channel and c.confirmed)
    return next(found, "")


def _right(service: Service, number: WrittenNumber) -> str:
    """The number of ``service`` to call; or to text, where the words before ``number`` say that."""
    said = _SAID.findall(number.lead)
    if said and said[-1].lower() == "text":
        return _by_channel(service, "text")
    return service.phone_label or service.phone


def _near(number: WrittenNumber, names: ServiceNames) -> Service | None:
    """The service whose name stands last before a number, in its sentence; or right after it in brackets."""
    before = names.between(number.spoken_for_from, number.start)
    after = _IN_BRACKETS.match(number.text, number.end)
    found = before or (names.between(number.end, after.end()) if after else [])
    return found[-1].service if found else None
