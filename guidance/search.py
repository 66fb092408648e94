"""Finds what fits a reader's own words, in memory. Pure: no Django.

An index belongs to the content of one edition: made on the first search, gone with the edition.
What readers type is looked up and forgotten.
"""

import sqlite3
import threading
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from esafe import addresses
from esafe.content import Content
from esafe.item import Item
from guidance import query
from guidance.lexicon import TOKENIZE, Lexicon
from guidance.searchable import Entry, Kind, entries

MOST_RESULTS = 10
MOST_WORDS_MEANT = 20
# What each word of a synonym adds to the first that it means, and how much less to each after it.
MEANT, LATER = 10.0, 2.0
# A result must be worth this part of the best one.
WORTH_SHOWING = 0.5
# Situations and services come before anything that is only to be read.
ORDER: dict[Kind, int] = {"situation": 0, "service": 0, "page": 1, "news": 2}
TABLE = f"CREATE VIRTUAL TABLE entry USING fts5(title, keywords, summary, rest, content='', tokenize='{TOKENIZE}')"
ADD = "INSERT INTO entry (rowid, title, keywords, summary, rest) VALUES (?, ?, ?, ?, ?)"
FIND = "SELECT rowid, -bm25(entry, 8, 6, 3, 1) FROM entry WHERE entry MATCH ?"


@dataclass(frozen=True)
class Piece:
    """A part of a text; ``found`` when it is one of the words that were looked for."""

    text: str
    found: bool


@dataclass(frozen=True)
class Result:
    """An item that may help, with its title and a sentence or two of it in pieces."""

    kind: Kind
    item: Item
    title: tuple[Piece, ...]
    extract: tuple[Piece, ...]


@dataclass(frozen=True)
class _Meaning:
    """What a few typed words (their stems) mean: rows of the index, best first, and words of the site.

    ``certain`` when staff say so; a name may be in a question about something else.
    """

    typed: frozenset[str]
    rows: tuple[int, ...]
    words: tuple[str, ...] = ()
    certain: bool = False


class Index:
    """All that can be found in one edition. Safe to share between threads."""

    def __init__(self, content: Content) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._database.close)
        self._database.execute(TABLE)
        self._entries = tuple(entries(content))
        counts = self._add_entries()
        counts.update({word for s in content.synonym.values() for text in s.typed for word in _words(text)})
        self._lexicon = Lexicon(self._database, counts)
        self._meanings = (*self._names(), *self._synonyms(content))

    def _add_entries(self) -> Counter[str]:
        """Make every entry findable; says in how many each word is."""
        counts: Counter[str] = Counter()
        for row, entry in enumerate(self._entries):
            columns = [_words(text) for text in (entry.title, entry.keywords, entry.summary, entry.rest)]
            counts.update({word for column in columns for word in column})
            self._database.execute(ADD, (row, *(" ".join(column) for column in columns)))
        return counts

    def _names(self) -> Iterator[_Meaning]:
        for row, entry in enumerate(self._entries):
            for typed in self._phrases(entry.names):
                yield _Meaning(typed, (row,))

    def _synonyms(self, content: Content) -> Iterator[_Meaning]:
        rows = {id(entry.item): row for row, entry in enumerate(self._entries)}
        for synonym in content.synonym.values():
            items = [addresses.find(content, text) for text in synonym.means]
            meant = tuple(rows[id(item)] for item in items if item is not None)
            words = tuple(word for text in synonym.means if ":" not in text for word in query.terms(text))
            for typed in self._phrases(synonym.typed):
                yield _Meaning(typed, meant, words, certain=True)

    def _phrases(self, texts: Iterable[str]) -> set[frozenset[str]]:
        """The stems of each text; small words count, as in "not in the UK"."""
        return {self._lexicon.stems(_words(text)) for text in texts} - {frozenset()}

    def find(self, typed: str) -> list[Result]:
        """What may help, best first; nothing when nothing fits. Any text will do."""
        text = query.cleaned(typed)
        with self._lock:
            known = [word for term in query.terms(text) if (word := self._lexicon.known(term))]
            stems = self._lexicon.stems(known)
            meanings = self._meanings_of(stems | self._lexicon.stems(_words(text)))
            meant = [word for meaning in meanings for word in meaning.words][:MOST_WORDS_MEANT]
            scores = self._scores([*known, *meant])
        self._add_meanings(scores, meanings)
        certain = {row for meaning in meanings if meaning.certain for row in meaning.rows}
        wanted = stems | self._lexicon.stems(meant)
        return [self._result(self._entries[row], wanted) for row in self._best(scores, certain)]

    def _meanings_of(self, stems: frozenset[str]) -> list[_Meaning]:
        """What is meant; "revenge porn" has one meaning, and not that of "porn" as well."""
        found = [meaning for meaning in self._meanings if meaning.typed <= stems]
        return [meaning for meaning in found if not any(meaning.typed < other.typed for other in found)]

    def _scores(self, words: list[str]) -> dict[int, float]:
        """How well each row fits, by how rare the words are and where they stand."""
        if not words:
            return {}
        any_of = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        found = self._database.execute(FIND, (any_of,)).fetchall()
        return {row: score * self._entries[row].weight for row, score in found}

    def _add_meanings(self, scores: dict[int, float], meanings: list[_Meaning]) -> None:
        for meaning in meanings:
            for place, row in enumerate(meaning.rows):
                worth = MEANT * len(meaning.typed) - LATER * place
                worth *= 1.0 if meaning.certain else self._entries[row].weight
                scores[row] = scores.get(row, 0.0) + worth

    def _best(self, scores: dict[int, float], certain: set[int]) -> list[int]:
        enough = WORTH_SHOWING * max(scores.values(), default=0.0)
        rows = [row for row, score in scores.items() if score >= enough or row in certain]
        rows.sort(key=lambda row: (row not in certain, ORDER[self._entries[row].kind], -scores[row]))
        return rows[:MOST_RESULTS]

    def _result(self, entry: Entry, wanted: frozenset[str]) -> Result:
        """The sentence with the most of the wanted words, or the summary."""
        texts = (entry.summary, *entry.sentences)
        extract = max(texts, key=lambda text: len(wanted & self._lexicon.stems(_words(text))))
        title, shown = (tuple(self._pieces(text, wanted)) for text in (entry.title, extract))
        return Result(entry.kind, entry.item, title, shown)

    def _pieces(self, text: str, wanted: frozenset[str]) -> Iterator[Piece]:
        """A text with the wanted words told apart."""
        end = 0
        for word, begin, after in query.words(text):
            if self._lexicon.stems([word]) & wanted:
                if end < begin:
                    yield Piece(text[end:begin], found=False)
                yield Piece(text[begin:after], found=True)
                end = after
        if end < len(text):
            yield Piece(text[end:], found=False)


def _words(text: str) -> list[str]:
    return [word for word, _, _ in query.words(text) if word]


_lock = threading.Lock()
_indexes: dict[int, Index] = {}


def index_of(content: Content) -> Index:
    """The index of the content of one edition."""
    with _lock:
        index = _indexes.get(id(content))
        if index is None:
            index = _indexes[id(content)] = Index(content)
            weakref.finalize(content, _indexes.pop, id(content))
        return index
