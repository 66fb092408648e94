"""Whether a page is still called what it was called. Pure: no Django."""

import difflib
import re

# Words that two titles share without being about the same thing.
_SMALL = frozenset("the and for with your you from about what how our are can a an to of in on is".split())
_WORD = re.compile(r"\w+")
# Titles of the pages that keep machines out.
_WALL = re.compile(
    r"just a moment|attention required|access denied|checking your browser|are you a robot|captcha"
    r"|verify you are human|pardon our interruption|security check|request unsuccessful",
    re.I,
)
ENOUGH = 0.5


def is_wall(title: str) -> bool:
    """Whether this is what a site shows to machines instead of the page."""
    return bool(_WALL.search(title))


def _words(title: str) -> set[str]:
    words = {word for word in _WORD.findall(title.casefold()) if word not in _SMALL}
    return words or set(_WORD.findall(title.casefold()))


def resembles(was: str, now: str) -> bool:
    """Whether ``now`` may name the same page as ``was``; a page without a title tells nothing."""
    before, after = _words(was), _words(now)
    if not before or not after:
        return True
    if len(before & after) / min(len(before), len(after)) >= ENOUGH:
        return True
    return difflib.SequenceMatcher(None, was.casefold(), now.casefold()).ratio() >= 0.7
