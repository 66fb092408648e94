"""Two texts side by side, with what differs marked. Pure: no Django."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing word by word takes the square of their number: longer texts are compared line by line.
MOST_WORDS = 3000


@dataclass(frozen=True)
class Part:
    """A piece of a text, and whether the other text says something else in its place."""

    text: str
    differs: bool


def marked(one: str, other: str) -> tuple[list[Part], list[Part]]:
    """Both texts in pieces."""
    split = _WORDS.findall if len(one) + len(other) < MOST_WORDS * 10 else lambda text: text.splitlines(True)
    left, right = split(one), split(other)
    lefts, rights = [], []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        lefts.append(Part("".join(left[a:b]), what != "equal"))
        rights.append(Part("".join(right[c:d]), what != "equal"))
    return [part for part in lefts if part.text], [part for part in rights if part.text]
