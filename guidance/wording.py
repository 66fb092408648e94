"""How our words read: what to avoid, long sentences and reading age. Pure: no Django.

The list of words is that of the safety rules, part 3, with S3, S5, S6, S7, S16 and S18.
Reading age is the Automated Readability Index: 4.71 × characters per word + 0.5 × words per
sentence − 21.43 is a school grade; five more is an age in years.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST_SENTENCE = 25
OLDEST_READING_AGE = 12.0
FEWEST_WORDS_TO_JUDGE = 80


NOT_PROSE = frozenset(
    "key slug owner sources keywords url report_url info_url next_step_url exit_url to phone "
    "kind area group category channel days nations picture order band steps triggered_by "
    "first_line related figures service services action contact_email previous_names typed means "
    "facts asked_if not_asked_if if_nothing".split()
)


def reader_texts(value: Any) -> Iterator[str]:
    """Every text of an item (as plain dicts and lists) that readers see."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in NOT_PROSE:
                yield from reader_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from reader_texts(inner)


@dataclass(frozen=True)
class Avoid:
    """A pattern of words that must not reach readers, and what to write instead."""

    pattern: str
    instead: str


AVOID = (
    Avoid(r"child porn\w*|kiddie porn\w*", "sexual images of children"),
    Avoid(r"revenge porn\b(?! helpline)", "sexual pictures shared without consent"),
    Avoid(r"self-generated|selfies?", "a picture they were tricked or pressured into sending"),
    Avoid(r"engaged? in|took part in|performed", "was made to, was tricked into"),
    Avoid(r"put (?:themselves|himself|herself) at risk|risky behaviour", "an offender targeted them"),
    Avoid(r"attention.seeking|promiscuous|naive|naïve", "an offender targeted them"),
    Avoid(r"you should have|why did you", "thank you for telling me"),
    Avoid(r"secretive", "may find it hard to tell you"),
    Avoid(r"victims?|paedophiles?|predators?|predatory|monsters?|perverts?", "the child; the offender"),
    Avoid(r"committed suicide|commit suicide", "died by suicide"),
    Avoid(r"catfish\w*", "a criminal"),
    Avoid(r"lurid|indecent", "sexual"),
    Avoid(r"only online|real abuse", "online and in person"),
    Avoid(r"in a relationship with an adult", "was groomed by"),
    Avoid(r"nothing to worry about|we will get it removed", "there is help"),
    Avoid(
        r"cannot get in(?:to)? trouble|won't get in(?:to)? trouble",
        "say honestly what the police look at",
    ),
    Avoid(r"remove report\b", "Report Remove"),
)
# One pass over lower-case text: an edition is judged whenever it is built.
_AVOID = re.compile(r"\b(?:" + "|".join(rf"(?P<n{n}>{rule.pattern})" for n, rule in enumerate(AVOID)) + ")")
# Deleting and capturing are only ever named in order to forbid them (S5, S6).
_FORBIDS = re.compile(r"\b(?:not|never|nobody|no one|without|instead of)\b", re.I)
# A capture of words alone, with no sexual picture in sight, is the one exception (I3).
_WORDS_ONLY = re.compile(r"\bscreenshot of words only\b.*\b(?:never|not|no)\b", re.I)
_FORBIDDEN = (
    (re.compile(r"\b(?:delete|deletes|deleting|factory.reset|wipe)\b", re.I), "do not delete anything (S5)"),
    (
        re.compile(r"\bscreen ?(?:shot|grab)s?\b|\bphotograph(?:s|ing)? (?:it|the screen)\b", re.I),
        "a sentence that forbids it; pen and paper is our way (S6)",
    ),
)
_BLOCKS = re.compile(r"</(?:p|li|h\d|blockquote|dt|dd|td|th)>|<br ?/?>", re.I)
_TAGS = re.compile(r"<[^>]+>")
_PLACEHOLDERS = re.compile(r"\{(\w+)\}")
_SENTENCE_END = re.compile(r"(?<=[.?:;])[\"”’)]*\s+|\n+")
_WORD = re.compile(r"[\w'’-]+")


def plain(text: str) -> str:
    """Limited HTML as plain text: one line a block, placeholders as one short name each."""
    text = _BLOCKS.sub("\n", text)
    text = _PLACEHOLDERS.sub("CEOP", _TAGS.sub("", text))
    return html.unescape(text).strip()


def sentences(text: str) -> list[str]:
    return [s.strip() for s in _SENTENCE_END.split(plain(text)) if _WORD.search(s)]


def long_sentences(text: str) -> list[str]:
    """Sentences of more than ``LONGEST_SENTENCE`` words, as they stand in the text."""
    return [s for s in sentences(text) if len(_WORD.findall(s)) > LONGEST_SENTENCE]


def reading_age(text: str) -> float | None:
    """Reading age in years, or None where there are too few words to judge."""
    found = sentences(text)
    words = [w for s in found for w in _WORD.findall(s)]
    if len(words) < FEWEST_WORDS_TO_JUDGE:
        return None
    letters = sum(len(w) for w in words)
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / len(found) - 21.43
    return round(grade + 5, 1)


def to_avoid(text: str) -> list[tuple[str, str]]:
    """Words in ``text`` that readers must not meet, each with what to write instead."""
    words = plain(text)
    found = [
        (words[match.start() : match.end()], AVOID[int((match.lastgroup or "")[1:])].instead)
        for match in _AVOID.finditer(words.lower())
    ]
    if "!" in words:
        found.append(("!", "a full stop"))
    return found + [(s, instead) for s in sentences(text) for instead in _advised_against(s)]


def _advised_against(sentence: str) -> Iterator[str]:
    for pattern, instead in _FORBIDDEN:
        named = pattern.search(sentence)
        if named and not _FORBIDS.search(sentence[: named.start()]) and not _WORDS_ONLY.search(sentence):
            yield instead
