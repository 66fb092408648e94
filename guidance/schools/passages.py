"""A school's text in pieces of a sentence or a line, and what was found in each. Pure: no Django."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reporting_links.content import Service

Kind = Literal["name", "address", "number", "dead_number", "unknown_number", "word", "advice"]
# A search that looks on from every word takes time by the square of the length.
LONGEST = 600
_NUMBER_AS_A_NAME = re.compile(r"\s*\(\d+\)")  # "Emergency services (999)"
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s)|$)", re.S)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something to mend from ``start`` to ``end`` of the whole text.

    ``instead`` takes the place of these words, or else ``line`` that of the whole passage: of an
    unknown number only if it is not the school's own. ``better`` says what to write, in words.
    """

    start: int
    end: int
    kind: Kind
    found: str
    service: Service | None = None
    instead: str = ""
    line: str = ""
    better: str = ""

    @property
    def reached(self) -> str:
        """The right number or address with whose it is, where the sentence around it cannot stay."""
        is_way = self.kind in ("number", "dead_number", "address")
        return with_its_name(self.service, self.instead) if self.service and is_way else ""

    @property
    def is_of_harm(self) -> bool:
        """Whether what we say is true only where a child was harmed, which is for the school to say."""
        return self.kind == "word" and bool(self.line or "harmed" in self.instead)


@dataclass(frozen=True)
class Passage:
    """A sentence or a line, which begins at ``start`` of the whole text.

    ``kept`` are the lines of its right numbers, and of those that may be the school's own.
    """

    text: str
    start: int
    findings: tuple[Finding, ...] = ()
    kept: tuple[str, ...] = ()

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
    def is_of_harm(self) -> bool:
        """Whether ``paste`` is only for a child who was harmed."""
        return self.paste != self.paste_if_not

    @property
    def paste(self) -> str:
        """What to put in its place. Empty where there are only numbers that we do not know, with their own lines."""
        return self._mended(self.findings)

    @property
    def paste_if_not(self) -> str:
        """What to put there where it is about no child who was harmed."""
        return self._mended([finding for finding in self.findings if not finding.is_of_harm])

    @property
    def is_replaced(self) -> bool:
        """Whether ``paste`` takes the place of all of it, and not of some words."""
        return any(finding.line for finding in self._mends(self.findings))

    def _mends(self, findings: Sequence[Finding]) -> list[Finding]:
        return [finding for finding in findings if finding.kind != "unknown_number"]

    def _mended(self, findings: Sequence[Finding]) -> str:
        mends = self._mends(findings)
        if any(finding.line for finding in mends):
            lines = [finding.line or finding.reached for finding in mends]
            return "\n".join(dict.fromkeys(filter(None, (*lines, *self.kept))))
        mended, at = "", self.start
        for finding in mends:
            if finding.start >= at:
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


def with_its_name(service: Service, number: str) -> str:
    """A number or an address, with whose it is; to some numbers a word is sent."""
    texts = (c for c in service.contacts if c.channel == "text" and number in c.value)
    text = next(texts, None) if number != service.phone_label else None
    how = f"{text.label.lower()} {text.value}" if text else number
    return f"{_NUMBER_AS_A_NAME.sub('', service.name)}: {how}"


def with_findings(
    parts: Iterable[Passage], findings: Iterable[Finding], kept: Iterable[tuple[int, str]]
) -> list[Passage]:
    """The passages in which something was found, each with all of it, in the order of the text."""
    in_order = sorted(findings, key=lambda finding: (finding.start, -finding.end))
    wrong = {finding.start for finding in in_order if finding.kind in ("number", "dead_number")}
    right = sorted(number for number in kept if number[0] not in wrong)
    found = []
    for part in parts:
        own = tuple(f for f in in_order if part.start <= f.start < part.end)
        if own:
            lines = tuple(line for start, line in right if part.start <= start < part.end)
            found.append(Passage(part.text, part.start, own, lines))
    return found


def mended(text: str, found: Iterable[Passage]) -> str:
    """``text`` with all that we say to paste."""
    at, pieces = 0, []
    for passage in found:
        if passage.paste:
            pieces += [text[at : passage.start], passage.paste]
            at = passage.end
    return "".join([*pieces, text[at:]])
