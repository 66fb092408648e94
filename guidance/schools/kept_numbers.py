"""Numbers of a school's text that a line must not lose which takes the place of their sentence. Pure: no Django."""

import re
from collections.abc import Iterator

from esafe.content import Content
from esafe.text_problems import directory
from guidance import wording
from guidance.schools.old_names import old_names
from guidance.schools.passages import with_its_name
from guidance.schools.written_numbers import WrittenNumber, written_numbers
from guidance.text_checks import digits
from reporting_links.content import Service

_OF_THREE_DIGITS = re.compile(r"(?<![\w£$€#.,/=+-])(?<!\d )\d{3}(?![\w%/-]|[,.]?\d| [\d%])")
_NEW_CLAUSE = re.compile(r"[,;|\n•]|[.!?:]\s|\s[–—-]\s|\b(?:and|or|then)\b", re.I)


def kept_numbers(text: str, content: Content) -> Iterator[tuple[int, str]]:
    """Where each number begins, with its line: whose it is, or else what the school said with it."""
    known = directory(content.service.values())
    for match in _OF_THREE_DIGITS.finditer(text):
        if service := content.service.get(known.get(match[0], "")):
            yield match.start(), with_its_name(service, match[0])
    for number in written_numbers(text, known):
        if service := content.service.get(known.get(number.dialled, "")):
            yield number.start, with_its_name(service, _as_we_write_it(service, number.written))
        elif number.is_of_the_uk:
            yield number.start, _as_the_school_says_it(number, content)


def _as_we_write_it(service: Service, written: str) -> str:
    return service.phone_label if digits(written) == service.phone else written


def _as_the_school_says_it(number: WrittenNumber, content: Content) -> str:
    """The number with the words just before it, if nothing in them is to be mended."""
    said = _NEW_CLAUSE.split(number.lead)[-1].lstrip(" ).")
    if wording.unsafe_advice(said) or wording.to_avoid(said) or any(old_names(said, content)):
        said = ""
    closing = ")" * (said.count("(") - said.count(")"))
    return f"{said[:1].upper()}{said[1:]}{number.written}{closing}"
