"""Phone numbers as a school's text has them. Pure: no Django."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from guidance import text_checks
from guidance.schools.passages import LONGEST

NEAR = 80  # characters between a name and its number
THEIR_OWN = re.compile(r"\b(?:our|us|school|office|reception)\b", re.I)
# A name speaks for a number no further than this.
_ENDS = re.compile(rf"\n\s*\n|[.!?]\s|{THEIR_OWN.pattern}", re.I)
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|$)|\n")
_DAY = re.compile(r"\d\d[.–-]\d\d[.–-](?:\d\d)?\d\d")
# Childline's is like this; what staff type is not looked at for numbers so short.
_SHORT_AND_FREE = re.compile(r"(?<![\w/.=-])0800 ?\d{4}(?![ .-]?\d)")
# A shorter one is a year, the number of a room, or one that everybody knows.
_SHORT = re.compile(rf"(?<![\w£$€#.,/=+-])(?<!\d )(?=\d{{3}} ?\d\d){text_checks.SHORT}(?!,\d)")
_UK_LENGTHS = range(10, 12)
_SHORT_LENGTHS = range(5, 7)


@dataclass(frozen=True)
class WrittenNumber:
    """A number from ``start`` to ``end`` of ``text``; the number before it ended at ``before``."""

    text: str
    start: int
    end: int
    before: int

    @property
    def written(self) -> str:
        return self.text[self.start : self.end]

    @property
    def dialled(self) -> str:
        return text_checks.digits(self.written)

    @property
    def lead(self) -> str:
        """What stands before it, as far as the number before."""
        return self.text[max(self.before, self.start - NEAR) : self.start]

    @property
    def spoken_for_from(self) -> int:
        """Where the words begin that may say whose it is."""
        return self.start - len(_ENDS.split(self.lead)[-1])

    @property
    def is_near_another(self) -> bool:
        return self.before > 0 and self.start - self.before <= NEAR

    @property
    def around(self) -> tuple[int, int]:
        """From the line above to the end of its sentence."""
        line = self.text.rfind("\n", 0, self.start) + 1
        above = len(self.text[:line].rstrip())
        end = self.end + LONGEST
        ends = _SENTENCE_ENDS.search(self.text, self.end, end)
        return self.text.rfind("\n", 0, above) + 1, ends.start() if ends else end

    @property
    def is_short(self) -> bool:
        return is_short(self.dialled)

    @property
    def is_of_the_uk(self) -> bool:
        """Whether it is as long as a number of the UK, and no day."""
        if _DAY.fullmatch(self.written):
            return False
        return len(self.dialled) in _UK_LENGTHS or self.dialled.startswith("08")


def is_short(dialled: str) -> bool:
    """Whether it is like "116 123" or "85258", which few services have."""
    return len(dialled) in _SHORT_LENGTHS


def written_numbers(text: str, known: Container[str]) -> Iterator[WrittenNumber]:
    """What looks like a phone number, in the order of the text.

    A short one that is not ``known`` may be no phone number, and parts nothing.
    """
    found = [*text_checks.numbers_in(text), *_SHORT_AND_FREE.finditer(text), *_SHORT.finditer(text)]
    before = end = 0
    for match in sorted(found, key=lambda match: match.start()):
        if match.start() < end:
            continue
        end = match.end()
        written = match[0].strip(" ()")
        start = match.start() + match[0].index(written)
        number = WrittenNumber(text, start, start + len(written), before)
        yield number
        if not number.is_short or number.dialled in known:
            before = end
