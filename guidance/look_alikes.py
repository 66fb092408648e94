"""Characters and addresses that look like others, and so may lead somewhere else (R60). Pure: no Django."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

# Marks that turn the direction of text, or cannot be seen: what is read is not what is there.
HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_FRACTIONS_AND_POWERS = frozenset("¼½¾¹²³")
_WORD = re.compile(r"[^\W\d_]+")
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")
_IN_TEXT = re.compile(r'(?:https?:)?//[^\s"<>]+|\bwww\.[^\s"<>]+', re.I)


def hidden_characters(text: str) -> Iterator[str]:
    """The names of characters in ``text`` that nobody can see."""
    for mark in dict.fromkeys(HIDDEN.findall(text)):
        yield unicodedata.name(mark, f"U+{ord(mark):04X}").lower()


def other_digits(text: str) -> Iterator[str]:
    """Digits in ``text`` that are not 0 to 9, though they may look so."""
    for sign in dict.fromkeys("" if text.isascii() else text):
        is_number = unicodedata.category(sign) in ("Nd", "Nl", "No")
        if is_number and not sign.isascii() and sign not in _FRACTIONS_AND_POWERS:
            yield sign


def mixed_words(text: str) -> Iterator[str]:
    """Words in ``text`` that mix letters of two alphabets, such as Latin and Cyrillic."""
    if not text.isascii():
        yield from (word for word in _WORD.findall(text) if len(_alphabets(word)) > 1)


def _alphabets(word: str) -> set[str]:
    return {unicodedata.name(letter, "?").split(" ")[0] for letter in word}


def addresses_in(text: str) -> list[str]:
    """Whatever in ``text`` a browser may take as an address of another site."""
    return _IN_TEXT.findall(text)


def strange_host(address: str) -> str:
    """The host of a web address when it is not plainly readable; empty when it is.

    Plainly readable: letters a to z, digits and hyphens, a name with a dot, nothing before an @,
    and nothing that stands for letters of other alphabets (``xn--``).
    """
    if address.startswith("/") and not address.startswith("//"):
        return ""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").rstrip(".")
        named_before = parts.username is not None
    except ValueError:
        return address
    readable = _HOST.match(host) and not any(label.startswith("xn--") for label in host.split("."))
    return (
        ""
        if readable and not named_before and "\\" not in address and host.isascii()
        else (parts.netloc or address)
    )
