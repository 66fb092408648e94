"""How hard a text is to read: long sentences, reading age and LIX. Pure: no Django.

Reading age is the Automated Readability Index as an age in years: 4.71 × characters per word +
0.5 × words per sentence − 21.43 is a school grade, and five more an age. LIX is words per sentence
plus the share of words of more than six letters, in per cent; it counts no syllables, so it holds
for Welsh as well.
"""

import html
import re

LONGEST_SENTENCE = 25
OLDEST_READING_AGE = 12.0
HARDEST_LIX = 40.0
FEWEST_WORDS_TO_JUDGE = 80
LONG_WORD = 7
_BLOCKS = re.compile(r"</(?:p|li|h\d|blockquote|dt|dd|td|th)>|<br ?/?>", re.I)
_TAGS = re.compile(r"<[^>]+>")
_PLACEHOLDERS = re.compile(r"\{(\w+)\}")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])[\"”’)]*\s+|\n+")
_WORD = re.compile(r"[\w'’-]+")


def plain(text: str) -> str:
    """Limited HTML as plain text: one line a block, placeholders as one short name each."""
    text = _BLOCKS.sub("\n", text)
    text = _PLACEHOLDERS.sub("CEOP", _TAGS.sub("", text))
    return html.unescape(text).strip()


def sentences(text: str) -> list[str]:
    """The sentences of limited HTML, each as plain text."""
    return [s.strip() for s in _SENTENCE_END.split(plain(text)) if _WORD.search(s)]


def long_sentences(text: str) -> list[str]:
    """Sentences of more than ``LONGEST_SENTENCE`` words, as they stand in the text."""
    return [s for s in sentences(text) if len(_WORD.findall(s)) > LONGEST_SENTENCE]


def _measured(text: str) -> tuple[list[str], int] | None:
    """The words and the number of sentences, or None where there are too few words to judge."""
    found = sentences(text)
    words = [w for s in found for w in _WORD.findall(s)]
    return (words, len(found)) if len(words) >= FEWEST_WORDS_TO_JUDGE else None


def reading_age(text: str) -> float | None:
    """Reading age in years, or None where there are too few words to judge."""
    measured = _measured(text)
    if measured is None:
        return None
    words, count = measured
    grade = 4.71 * sum(len(w) for w in words) / len(words) + 0.5 * len(words) / count - 21.43
    return round(grade + 5, 1)


def lix(text: str) -> float | None:
    """LIX, or None where there are too few words to judge. Below 40 is easy to read."""
    measured = _measured(text)
    if measured is None:
        return None
    words, count = measured
    long_words = sum(len(w) >= LONG_WORD for w in words)
    return round(len(words) / count + 100 * long_words / len(words), 1)
