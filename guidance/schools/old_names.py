"""Names and addresses of services that are no longer theirs. Pure: no Django."""

import re
from collections.abc import Iterator
from functools import lru_cache

from esafe.content import Content
from guidance.schools.out_of_date import out_of_date
from guidance.schools.passages import Finding, Kind
from reporting_links.content import Service

# "Report Fraud (formerly Action Fraud)" is right as it is.
_SAYS_IT_IS_OLD = re.compile(
    r"\b(?:formerly|previously|once|used to be|was|were|were called|old name|took the place of|replaced)"
    r"(?:\s+(?:known|called|named|as|is|of|the))*\W*$",
    re.I,
)
_ITS_NUMBER = r"(?:\s*\([^)\n]{0,60}\))?"  # between a name and what became of it
# "Action Fraud was replaced in 2025", and "Action Fraud is now" when the name of today follows.
_WAS_REPLACED = re.compile(
    rf"{_ITS_NUMBER}[\s,(–-]{{0,3}}(?:which\s+)?(?:was|were|(?:has|have)\s+been)\s+(?:replaced|renamed)\b",
    re.I,
)
_BECAME = re.compile(
    rf"{_ITS_NUMBER}[\s,(–-]{{0,3}}(?:which\s+)?(?:(?:(?:is|are)\s+)?now|became|(?:has|have)\s+become)\b"
    r"(?:\s+(?:called|known|named|part|as|of|the))*\W*",
    re.I,
)
_AFTER_A_HOST = r"(?![\w-])(?:/[^\s\"'<>)\],;]*)?"


def whole_word(name: str) -> str:
    """A pattern for a name that is no part of a longer word; any space may part its words."""
    return r"(?<!\w)" + r"\s+".join(re.escape(word) for word in name.split()) + r"(?!\w)"


def names_of(service: Service) -> list[str]:
    """What a service is called now: its name, also without what stands in brackets, and its short name."""
    whole = re.sub(r"\s*\([^)]*\)", "", service.name)
    return [name for name in dict.fromkeys((service.name, whole, service.short_name)) if name]


def old_addresses(text: str, content: Content) -> Iterator[Finding]:
    """Addresses on hosts of before, with the address of today."""
    for old in out_of_date().address:
        service = content.service.get(old.service)
        if service is None:
            continue
        pattern = rf"(?<![\w.@-])(?:https?://)?(?:[\w-]+\.)*{re.escape(old.host)}{_AFTER_A_HOST}"
        for match in re.finditer(pattern, text, re.I):
            found = match[0].rstrip(".?!:")
            address = service.info_url or service.report_url
            yield _finding("address", match.start(), found, service, address)


def old_names(text: str, content: Content) -> Iterator[Finding]:
    """Names of before as whole words, unless they stand in a name of today or are said to be old."""
    taken = [(finding.start, finding.end) for finding in old_addresses(text, content)]
    for pattern, key in _patterns(content):
        service = content.service[key]
        todays: list[tuple[int, int]] | None = None
        for match in pattern.finditer(text):
            todays = _todays(text, service) if todays is None else todays
            if _stands_in(match.span(), [*taken, *todays]):
                continue
            before = text[max(0, match.start() - 60) : match.start()]
            if not _SAYS_IT_IS_OLD.search(before) and not _is_told_as_old(text, match.end(), todays):
                taken.append(match.span())
                instead = _without_what_stands_there(service.name, before)
                yield _finding("name", match.start(), match[0], service, instead)


def _is_told_as_old(text: str, end: int, todays: list[tuple[int, int]]) -> bool:
    became = _BECAME.match(text, end)
    follows = became and any(start == became.end() for start, _ in todays)
    return bool(follows or _WAS_REPLACED.match(text, end))


def _without_what_stands_there(name: str, before: str) -> str:
    """``name``, without its first word where that stands ``before`` already: "Papyrus HOPELINEUK"."""
    first, _, rest = name.partition(" ")
    there = re.search(rf"(?<!\w){re.escape(first)}(?:\s+|\s*\()$", before, re.I)
    return rest if rest and there and there[0][0].isupper() else name


def _finding(kind: Kind, start: int, found: str, service: Service, instead: str) -> Finding:
    end = start + len(found)
    return Finding(start=start, end=end, kind=kind, found=found, service=service, instead=instead)


def _stands_in(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _todays(text: str, service: Service) -> list[tuple[int, int]]:
    return [m.span() for name in names_of(service) for m in re.finditer(whole_word(name), text)]


@lru_cache(maxsize=4)
def _patterns_of(names: tuple[tuple[str, str, bool], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(whole_word(name), re.I * (not exact)), key) for name, key, exact in names)


def _patterns(content: Content) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Longest first. A name of before that differs in capitals alone counts only as it was written."""
    names = [(name, s.key) for s in content.service.values() for name in s.previous_names]
    names += [(s.name, s.service) for s in out_of_date().spelling if s.service in content.service]
    exact = {s.key: {name.lower() for name in names_of(s)} for s in content.service.values()}
    in_order = sorted(names, key=lambda row: -len(row[0]))
    return _patterns_of(tuple((name, key, name.lower() in exact[key]) for name, key in in_order))
