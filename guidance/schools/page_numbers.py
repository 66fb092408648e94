"""Phone numbers of a school's text that are wrong, or not in the directory of services. Pure: no Django."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from esafe.content import Content
from esafe.text_problems import directory
from guidance.schools.out_of_date import Number, out_of_date
from guidance.schools.passages import Finding
from guidance.schools.service_names import ServiceNames
from guidance.schools.written_numbers import (
    THEIR_OWN,
    WrittenNumber,
    is_short,
    written_numbers,
)
from reporting_links.content import Service
from reporting_links.helpers import FOR_PARENT

LineOf = Callable[[Service], str]
_IN_BRACKETS = re.compile(r"\s*\([^)\n]{2,60}\)")
_NAMED_AFTER = re.compile(r"(?:(?!\b(?:and|or)\b)[^,;/|)\n\d]){0,60}", re.I)  # "0800 1111 for Childline"
_DIGITS = re.compile(r"\d(?:[\d ]*\d)?")
_SAID = re.compile(r"\b(text|call|ring|phone|telephone|tel)\b", re.I)
_JOIN = (
    r"a|at|call|day or night|day|dial|free|freephone|helpline|hours?|is|line|now|number|on|phone|ring|telephone|tel|text|"
    r"the|them|to|24|7"
)
# What may stand between a name and its number, and between two numbers of one service.
_TO_ITS_NUMBER = re.compile(rf"(?:\W|\b(?:{_JOIN})\b)*", re.I)
_AND = re.compile(rf"(?:[^\w\n]|\b(?:and|or|{_JOIN})\b)*", re.I)


def wrong_numbers(text: str, content: Content, line_of: LineOf) -> Iterator[Finding]:
    """Numbers that are not the named service's, or that we do not know; the school's own only once.

    ``line_of`` says what to write of a service that nobody can call; and of the service named near, or else
    of the NSPCC Helpline, where a number that we do not know is not right.
    """
    known = directory(content.service.values())
    names = ServiceNames(text, content)
    asked: set[str] = set()
    last: Service | None = None  # whose the number before was
    for number in written_numbers(text, known):
        last = last if number.is_near_another else None
        is_known = number.dialled in known
        found = _anothers(number, names) if is_known or number.is_short else None
        if is_known:
            last = content.service.get(known[number.dialled])
        elif number.is_of_the_uk:
            found = _unknown(number, names, last, line_of)
            last = found.service
        if found and (found.service or number.dialled not in asked):
            line = found.line or line_of(content.service[FOR_PARENT])
            yield found if found.service else replace(found, line=line)
            asked.add(number.dialled)


def _bare(number: WrittenNumber) -> Finding:
    return Finding(start=number.start, end=number.end, kind="unknown_number", found=number.written)


def _anothers(number: WrittenNumber, names: ServiceNames) -> Finding | None:
    """A number directly after the name of a service that has others."""
    service = _directly(number, names)
    own = directory([service]) if service else {}
    if service is None or number.dialled in own or (number.is_short and not any(map(is_short, own))):
        return None
    after = _NAMED_AFTER.match(number.text, number.end)
    named = names.between(number.spoken_for_from, after.end() if after else number.end)
    right = _right(service, number)
    if not right or any(number.dialled in directory([name.service]) for name in named):
        return None
    return replace(_bare(number), kind="number", service=service, instead=right)


def _directly(number: WrittenNumber, names: ServiceNames) -> Service | None:
    before = names.between(number.spoken_for_from, number.start)
    is_direct = before and _TO_ITS_NUMBER.fullmatch(number.text, before[-1].end, number.start)
    return before[-1].service if is_direct else None


def _unknown(number: WrittenNumber, names: ServiceNames, last: Service | None, line_of: LineOf) -> Finding:
    for old in out_of_date().number:
        service = _whose_before(number, names, last, old)
        if service:
            right = _by_channel(service, old.channel)
            line = "" if right else line_of(service)
            return replace(_bare(number), kind="dead_number", service=service, instead=right, line=line)
    if _is_called_their_own(number):
        return _bare(number)
    service = _beside(number, names) or (last if _AND.fullmatch(number.lead) else None)
    right = _right(service, number) if service else ""
    if service and right:
        return replace(_bare(number), kind="number", service=service, instead=right)
    near = service or _near(number, names)
    line = line_of(near) if near else ""
    if service and line and not service.phone:
        return replace(_bare(number), kind="number", service=service, line=line)
    return replace(_bare(number), line=line)


def _is_called_their_own(number: WrittenNumber) -> bool:
    after = _IN_BRACKETS.match(number.text, number.end)
    return bool(after and THEIR_OWN.search(after[0]))


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
    """The number alone: to some a word is sent."""
    values = (c.value for c in service.contacts if channel and c.channel == channel and c.confirmed)
    found = _DIGITS.search(next(values, ""))
    return found[0] if found else ""


def _right(service: Service, number: WrittenNumber) -> str:
    """The number of ``service`` to call; or to text, where the words before ``number`` say that."""
    said = _SAID.findall(number.lead)
    phone = service.phone_label or service.phone
    to_text = not service.phone or (said and said[-1].lower() == "text")
    return _by_channel(service, "text") if to_text else phone


def _near(number: WrittenNumber, names: ServiceNames) -> Service | None:
    """The service whose name stands last before a number, in its sentence; or right after it in brackets."""
    before = names.between(number.spoken_for_from, number.start)
    return before[-1].service if before else _in_brackets(number, names)


def _beside(number: WrittenNumber, names: ServiceNames) -> Service | None:
    """The service whose name stands right before a number, or right after it in brackets."""
    before = names.between(number.spoken_for_from, number.start)
    return _directly(number, names) if before else _in_brackets(number, names)


def _in_brackets(number: WrittenNumber, names: ServiceNames) -> Service | None:
    after = _IN_BRACKETS.match(number.text, number.end)
    found = names.between(number.end, after.end()) if after else []
    return found[-1].service if found else None
