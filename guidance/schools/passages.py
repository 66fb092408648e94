"""A school's text in pieces of a sentence or a line, and what was found in each. Pure: no Django."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from reporting_links.content import Service

Kind = Literal["name", "address", "number", "dead_number", "unknown_number", "word", "advice"]
# A search that looks on from every word takes time by the square of the length.
LONGEST = 600
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s)|$)", re.S)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something to mend from ``start`` to ``end`` of the whole text.

    ``instead`` takes the place of these words; ``line`` takes that of the whole passage. With
    neither, only the school can mend it. ``better`` says what to write, in words.
    """

    start: int
    end: int
    kind: Kind
    found: str
    service: Service | None = None
    instead: str = ""
    line: str = ""
    better: str = ""


@dataclass(frozen=True)
class Passage:
    """A sentence or a line, which begins at ``start`` of the whole text."""

    text: str
    start: int
    findings: tuple[Finding, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is what was found. All of it is not marked."""
        pieces, at = [], self.start
        for finding in self.findings:
            if finding.start >= at and finding.kind != "advice":
                pieces.append((self._cut(at, finding.start), False))
                pieces.append((self._cut(finding.start, finding.end), True))
                at = finding.end
        return [piece for piece in (*pieces, (self._cut(at, self.end), False)) if piece[0]]

    @property
    def reasons(self) -> list[Finding]:
        """Its findings, each thing that was found once."""
        return list({(finding.kind, finding.found): finding for finding in self.findings}.values())

    @property
    def is_mended(self) -> bool:
        """Whether ``paste`` mends all that was found in it."""
        return any(f.line for f in self.findings) or all(f.instead for f in self.findings)

    @property
    def paste(self) -> str:
        """What to put in its place; empty where nobody can know."""
        lines = dict.fromkeys(finding.line for finding in self.findings if finding.line)
        if lines:
            return "\n".join(lines)
        mended, at = "", self.start
        for finding in self.findings:
            if finding.instead and finding.start >= at:
                mended += self._cut(at, finding.start) + finding.instead
                at = finding.end
        return mended + self._cut(at, self.end) if mended else ""

    def _cut(self, start: int, end: int) -> str:
        return self.text[start - self.start : end - self.start]


def passages(text: str) -> Iterator[Passage]:
    """Every sentence of every line, in order. What is very long comes in several pieces."""
    for line in _LINE.finditer(text):
        for sentence in _SENTENCE.finditer(line[0]):
            yield from _short_enough(sentence[0].rstrip(), line.start() + sentence.start())


def _short_enough(text: str, start: int) -> Iterator[Passage]:
    while len(text) > LONGEST:
        cut = text.rfind(" ", 1, LONGEST) + 1 or LONGEST
        yield Passage(text[:cut], start)
        text, start = text[cut:], start + cut
    if any(character.isalnum() for character in text):
        yield Passage(text, start)


def with_findings(parts: Iterable[Passage], findings: Iterable[Finding]) -> list[Passage]:
    """The passages in which something was found, each with all of it, in the order of the text."""
    in_order = sorted(findings, key=lambda finding: (finding.start, -finding.end))
    found = []
    for part in parts:
        own = tuple(f for f in in_order if part.start <= f.start < part.end)
        if own:
            found.append(Passage(part.text, part.start, own))
    return found
