"""The known word that a misspelt one is meant to be. Pure: no Django."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

SHORTEST, LONGEST = 4, 24
LONG_ENOUGH_FOR_TWO = 8


class Spelling:
    """Known words, by length and letters, so that few need a close look. ``counts`` says how common each is."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._known: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for word in sorted(counts):
            if SHORTEST <= len(word) <= LONGEST and word.isalpha():
                self._known[len(word)].append((_letters(word), word))

    def nearest(self, word: str) -> str | None:
        """The known word with the fewest slips of the finger in it: one, or two in a long word."""
        if not (SHORTEST <= len(word) <= LONGEST and word.isalpha()):
            return None
        allowed = 2 if len(word) >= LONG_ENOUGH_FOR_TWO else 1
        near = [
            (slips, known[0] != word[0], -self._counts[known], known)
            for known in self._alike(word, allowed)
            if (slips := distance(word, known, allowed)) <= allowed
        ]
        return min(near)[-1] if near else None

    def _alike(self, word: str, allowed: int) -> Iterator[str]:
        """Each slip changes the letters of a word by two at most."""
        letters = _letters(word)
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for other, known in self._known.get(length, ()):
                if (letters ^ other).bit_count() <= 2 * allowed:
                    yield known


def _letters(word: str) -> int:
    """Which letters a word has, and which of them more than once, as bits."""
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) & 31)
        once, twice = once | bit, twice | (once & bit)
    return once | twice << 32


def distance(one: str, other: str, enough: int = LONGEST) -> int:
    """How many letters were left out, added, changed or swapped with their neighbour.

    Not counted further than one more than ``enough``.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one):
        current = [row + 1]
        for column, wanted in enumerate(other):
            slips = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter != wanted))
            if row and column and letter == other[column - 1] and one[row - 1] == wanted:
                slips = min(slips, before[column - 1] + 1)
            current.append(slips)
        if min(current) > enough and min(last) > enough:
            return enough + 1
        before, last = last, current
    return last[-1]
