"""What a reader typed, as the words to look for. Pure: no Django.

Nothing of it is an instruction: quotes, operators and markup are only what stands between words.
"""

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 100
MOST_TERMS = 10
# Compatible forms can be longer than what was typed, so that is cut first and the result again.
_LONGEST_TYPED = 4 * LONGEST
_SPACE = frozenset({"Cc", "Zs", "Zl", "Zp"})
_NOTHING = frozenset({"Cs", "Cf", "Co", "Cn"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OF = re.compile(r"['’]s$")

# Words that say little about what has happened; the child's own among them.
LITTLE = frozenset(
    "a about after all also am an and any anyone are as at be been being but by can cant child children "
    "could daughter daughters did do does doesnt done dont for from get getting gone got grandson "
    "granddaughter had has have havent having he help her hers hes hi him his how i if ill "
    "im in into is isnt it its itself ive just keep keeping keeps kid kids know like me mine my myself need needs no "
    "not of off on one or other our ours out over please really she shes should so some somebody "
    "someone something son sons teen teenage teenager than thank thanks that the their them then there these "
    "they theyre thing things think this those to too up us very was way we were what whats when where "
    "which who whose why will with would year years yo you your yours".split()
)


def cleaned(typed: str) -> str:
    """One line of at most ``LONGEST`` characters, in compatible form (NFKC), that any database can hold."""
    whole = unicodedata.normalize("NFKC", "".join(_character(c) for c in typed[:_LONGEST_TYPED]))
    return " ".join(whole.split())[:LONGEST].strip()


def _character(character: str) -> str:
    category = unicodedata.category(character)
    return " " if category in _SPACE else "" if category in _NOTHING else character


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word of a text as it is compared, with where it begins and ends."""
    for match in _WORD.finditer(text):
        yield folded(match[0]), match.start(), match.end()


def folded(word: str) -> str:
    """A word without capitals, accents and apostrophes: "Child’s" is "child"."""
    if word.isascii() and word.isalnum():
        return word.lower()
    bare = unicodedata.normalize("NFKD", _OF.sub("", word)).casefold()
    return "".join(character for character in bare if character.isalnum())


def terms(text: str) -> list[str]:
    """The words of a text that say something, each once, ``MOST_TERMS`` at most."""
    found = dict.fromkeys(word for word, _, _ in words(text) if word and word not in LITTLE)
    return list(found)[:MOST_TERMS]
