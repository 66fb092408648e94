"""Sees in a message that a child may be at risk, or that it names somebody, before it is sent (R99).

It reads words, not meaning, and asks gently: it never keeps a message back. So when it is in doubt, it asks.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from contact import care_words as words

RISK: Final = "risk"
PERSONAL: Final = "personal"

_NEAR = 120  # characters between whom and what
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.I)


_ABOUT_A_PAGE = _any_of(words.ABOUT_A_PAGE)
_ALONE = _any_of(words.ALONE)
_TOGETHER = (
    (_any_of(words.CHILDREN), _any_of(words.OF_A_CHILD)),
    (_any_of(words.ANYBODY), _any_of(words.OF_ANYBODY)),
)
_PERSONAL = re.compile("|".join(words.PERSONAL))


def seen_in(text: str) -> frozenset[str]:
    """RISK and PERSONAL, as far as they may be in ``text``."""
    text = " ".join(text.translate(_STRAIGHT).split())
    found = {RISK: _is_risk(_ABOUT_A_PAGE.sub("-", text)), PERSONAL: bool(_PERSONAL.search(text))}
    return frozenset(each for each, is_there in found.items() if is_there)


def _is_risk(text: str) -> bool:
    return bool(_ALONE.search(text)) or any(_near(who, what, text) for who, what in _TOGETHER)


def _near(who: re.Pattern[str], what: re.Pattern[str], text: str) -> bool:
    """Whether somebody stands beside something of it."""
    people = [found.start() for found in who.finditer(text)]
    for found in what.finditer(text):
        nearest = bisect_left(people, found.start() - _NEAR)
        if nearest < len(people) and people[nearest] <= found.start() + _NEAR:
            return True
    return False
