"""Whether a better word surely reads well in the very place of one to avoid. Pure: no Django."""

import re

_STARTS = r"(?:^|[.,:;!?(“\"–—-]\s*)"
# Before what takes the place of a noun: behind another noun ("cyberbullying victims") it would be a new one's.
_BEFORE = re.compile(
    rf"(?:{_STARTS}|\b(?:a|about|against|all|and|any|are|as|avoid|become|blame|by|each|every|for|from|help|helps|is|many|"
    r"most|not|of|or|protect|some|stop|support|supports|that|the|these|to|with)\s+)$",
    re.I,
)
# After several words that take the place of one noun: it may have been part of a longer name.
_AFTER = re.compile(
    r"\s*(?:$|[.,:;!?)”\"–—]|\s(?:and|are|at|by|can|could|do|does|feel|first|for|from|had|has|have|in|is|may|might|must|"
    r"need|needs|never|not|of|often|on|or|should|to|was|were|who|will|with|would)\b)",
    re.I,
)
_AFTER_ONE_OR_MANY = re.compile(
    r"\s*(?:$|[.,:;!?)”\"–—]|\s(?:can|could|may|might|must|should|will|would)\b)", re.I
)
_AFTER_AN_OBJECT = re.compile(
    rf"{_AFTER_ONE_OR_MANY.pattern}|\s(?:and|at|by|for|from|in|of|on|or|to|with)\b", re.I
)
_START = re.compile(rf"{_STARTS}(?:the\s+)?$", re.I)
_NAME = re.compile(r"\b[A-Z][\w’']*\s+$")  # "Cookie Monster"
_CHILD = re.compile(r"\bchild(?:ren)?\b", re.I)
_OFFENDER = re.compile(r"\b(?:offender|pa?edophile|predator|monster|pervert)s?\b", re.I)


def _a_child(before: str, after: str) -> bool:
    return bool(_BEFORE.search(before)) and not _CHILD.search(before)


def _a_child_who(before: str, after: str) -> bool:
    return _a_child(before, after) and bool(_AFTER.match(after))


def _an_offender(before: str, after: str) -> bool:
    return not _OFFENDER.search(before + after)


def _sexual_pictures(before: str, after: str) -> bool:
    """They are many; the word in whose place they stand was one thing."""
    pattern = _AFTER_ONE_OR_MANY if _START.search(before) else _AFTER_AN_OBJECT
    return bool(pattern.match(after))


def _sexual_pictures_are(before: str, after: str) -> bool:
    return bool(_START.search(before)) and not re.match(r"\s+(?:when|where|the|called)\b", after, re.I)


def _blaming(before: str, after: str) -> bool:
    return not re.search(r"\b(?:a|an|the)\s+$", before, re.I) and _a_child_who(before, after)


# Where a better word is not here, it reads well everywhere.
_READS_WELL = {
    "sexual images of children are": _sexual_pictures_are,
    "sexual images of children": _sexual_pictures,
    "sexual pictures shared without consent are": _sexual_pictures_are,
    "sexual pictures shared without consent": _sexual_pictures,
    "blaming the child": _blaming,
    "children harmed by": _a_child,
    "child harmed by": _a_child,
    "children who were harmed": _a_child_who,
    "child who was harmed": _a_child_who,
    "an offender": _an_offender,
    "offender": _an_offender,
    "offenders": _an_offender,
}
NOT_EVERYWHERE = frozenset(_READS_WELL)


def reads_well(better: str, found: str, before: str, after: str) -> bool:
    """Whether ``better`` can stand for what was ``found`` between what stands ``before`` and ``after`` in the passage."""
    if better not in _READS_WELL:
        return True
    is_name = found[0].isupper() and _NAME.search(before)
    return not is_name and _READS_WELL[better](before, after)
