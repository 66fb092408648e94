"""Words that must not stand where somebody else may see them: sender, subject, first line (R94). Pure."""

import re
from typing import Final

FIRST_LINE: Final = 120  # characters that a mail client shows of a message beside its subject
_ALARMING = re.compile(
    r"\b(?:(?:sextort|sexting|sexual|abus|molest|groom(?:ing|ed|er)|blackmail|extort|porn|naked|nude|explicit|"
    r"predator|paedophil|pedophil|exploit|victim|offend|suicid|self[- ]harm|threat|assault)\w*|"
    r"sex|rape[ds]?|rapist|report(?:s|ed|ing)?|police|crime|criminal|ceop|iwf|safeguarding|child protection)\b",
    re.IGNORECASE,
)


def alarming_in(text: str) -> list[str]:
    """The words of ``text`` that would tell somebody what it is about, each once, as they stand there."""
    return list(dict.fromkeys(found.group() for found in _ALARMING.finditer(text)))


def name_among(*names: str) -> str:
    """The first of ``names`` that says nothing to somebody who looks over a shoulder; "" where none is so."""
    return next((name for name in names if name and not alarming_in(name)), "")


def first_line(text: str) -> str:
    """What a mail client shows of a text beside its subject."""
    return " ".join(text.split())[:FIRST_LINE]
