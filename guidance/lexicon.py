"""The words of an edition, with their stems. Pure: no Django."""

import sqlite3
from collections.abc import Iterable, Mapping

from guidance.spelling import Spelling

# porter takes English endings off; for another language leave it out.
TOKENIZE = "porter unicode61"
TABLES = f"""
CREATE VIRTUAL TABLE word USING fts5(spelt, tokenize='{TOKENIZE}');
CREATE VIRTUAL TABLE stem USING fts5vocab(word, instance);
"""
ADD = "INSERT INTO word (spelt) VALUES (?)"
STEMS = "SELECT word.spelt, stem.term FROM stem JOIN word ON word.rowid = stem.doc"
WITH_THE_STEM = "SELECT spelt FROM word WHERE word MATCH ? LIMIT 1"


class Lexicon:
    """Words in a database of its user's, who sees to it that one thread at a time asks."""

    def __init__(self, database: sqlite3.Connection, counts: Mapping[str, int]) -> None:
        self._database = database
        database.executescript(TABLES)
        database.executemany(ADD, ((word,) for word in counts))
        self._stems: dict[str, str] = dict(database.execute(STEMS).fetchall())
        self._spelling = Spelling(counts)

    def known(self, word: str) -> str | None:
        """The word of the edition that a typed one is, or shares its stem with, or was meant to be."""
        if word in self._stems:
            return word
        found = self._database.execute(WITH_THE_STEM, (f'"{word}"',)).fetchone()
        return found[0] if found else self._spelling.nearest(word)

    def stems(self, words: Iterable[str]) -> frozenset[str]:
        """The stems of words; those that are not in the edition have none."""
        return frozenset(self._stems[word] for word in words if word in self._stems)
