"""Sees in a message that a child may be at risk, or that it names somebody, before it is sent (R99).

It reads words, not meaning, and asks gently: it never keeps a message back.
"""

import re
from typing import Final

RISK: Final = "risk"
PERSONAL: Final = "personal"

_CHILDREN = (
    "son|daughter|child|kid|boy|girl|teen|grandson|granddaughter|grandchild|niece|nephew|brother|sister|"
    "stepson|stepdaughter|friend|pupil|student"
)
_WHO = rf"\b(?:my|our|his|her|their|a|the)\s+(?:\w+\s+)?(?:{_CHILDREN})\b|\bi\b|\bi[’']m\b|\bme\b"
_WHAT = (
    r"\b(?:suicid\w*|kill (?:my|him|her|them)sel\w+|self[- ]?harm\w*|end (?:my|his|her|their) life|want to die|"
    r"blackmail\w*|sextort\w*|threat\w*|rap(?:e|ed|ist)|abus\w*|groom\w*|hurt\w*|scared|frightened|"
    r"nudes?|naked|pictures?|photos?|videos?|webcam|live ?stream\w*|meet(?:ing)? (?:him|her|them)|"
    r"run(?:ning)? away|missing)\b"
)
_AT_ONCE = r"\b(?:help me|please help|what (?:do|should) (?:i|we) do|in danger|urgent\w*|right now|emergency|overdose)\b"
_NEAR = 120  # characters between who and what
_PERSONAL = tuple(
    re.compile(each)
    for each in (
        r"[\w.+-]+@[\w-]+\.\w+",
        r"(?:\+|\b)\d(?:[\s().-]?\d){8,14}\b",
        r"(?i:\b(?:my|his|her|their)\s+(?:full\s+)?name\s+is\b)",
        r"\b(?:called|named)\s+[A-Z][a-z]+",
        r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+[A-Z][a-z]+",
        r"(?<!\w)@\w{3,}",
        r"(?i:\b(?:snap(?:chat)?|insta(?:gram)?|discord|tiktok|username)\s*(?:is|:|name)\s*\S+)",
    )
)


def seen_in(text: str) -> frozenset[str]:
    """RISK and PERSONAL, as far as they may be in ``text``."""
    found = set()
    if _is_risk(text):
        found.add(RISK)
    if any(each.search(text) for each in _PERSONAL):
        found.add(PERSONAL)
    return frozenset(found)


def _is_risk(text: str) -> bool:
    if re.search(_AT_ONCE, text, re.I):
        return True
    people = [found.start() for found in re.finditer(_WHO, text, re.I)]
    return any(
        abs(found.start() - person) <= _NEAR for found in re.finditer(_WHAT, text, re.I) for person in people
    )
