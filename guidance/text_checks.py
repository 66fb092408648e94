"""What is checked in the words of staff, each check a small function. Pure: no Django.

A check is given one text (plain, or limited HTML) and yields findings. One that ``stops`` keeps the
text from being published, whichever way it came in (esafe/text_problems.py); the others are hints.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guidance import look_alikes, readability, wording

Directory = Mapping[str, str]
# Two numbers may have a stroke or a dash between them: "0800 068 4141/01632 960001".
_NUMBER = re.compile(
    r"(?:(?<![\w/.=-])|(?<=\d{3}/))(?:\+\d{1,3}|0044|\(?0)"
    r"(?:(?![ \u00a0][‐–-][ \u00a0]\(?(?:0|\+44))[\d \u00a0().‐–-]){7,16}\d"
)
# "116 123", and a number of North America.
_GROUPED = re.compile(
    r"(?<![\w£$€#.,/=+-])(?<!\d )(?:\d{3}[ \u00a0]\d{3}|1[-. ]\d{3}[-. ]\d{3}[-. ]\d{4})\b(?![,.-]?[ \u00a0]?\d)"
)
# "116 123", "85258"
SHORT = r"(?:\d{3} \d{3}|\d{3,6})\b(?! ?\d)"
_SHORT_NUMBER = re.compile(rf"\b(?:call|ring|phone|dial|text|to) (?:\w+ (?:to|on) )?({SHORT})", re.I)
RELAY = "18001"
_HEADING = re.compile(r"<h([1-6])\b", re.I)
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.I | re.S)
_HREF = re.compile(r'\bhref="([^"]*)"', re.I)
_SAYS_NOTHING = re.compile(
    r"(?:click|press|tap|see|go|read)?\s*(?:on )?(?:here|this|this link|this page|link|more|read more|find out more|"
    r"learn more|more information|website|click|press|tap)",
    re.I,
)
_BARE_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
_TELLING = re.compile(
    r"(?:^|[-_/])((?:sex|porn|nude|naked|abus|rape|rapist|groom|blackmail|extort|suicid|selfharm|predator|paedo|pedo|csa|"
    r"molest|incest|indecent|explicit|victim|sadis|prostitut|kill|murder)[a-z]*|self[-_]harm)(?=$|[-_/])",
    re.I,
)


@dataclass(frozen=True)
class Finding:
    """What to mend (``stops``) or to think about, in plain words."""

    text: str
    stops: bool = True


Check = Callable[[str, Directory], Iterator[Finding]]


def digits(number: str) -> str:
    """A number as it is dialled in the UK: "+44 (0)808 800 5000" is 08088005000."""
    found = re.sub(r"[^\d+]", "", number.replace("(0)", ""))
    return re.sub(r"^(?:\+44|0044)", "0", found)


def numbers_in(text: str) -> Iterator[re.Match[str]]:
    """What looks like a phone number in a text, in its order."""
    return _NUMBER.finditer(text)


def words_to_avoid(text: str, directory: Directory) -> Iterator[Finding]:
    """A word that harms, with what to write instead (safety rules, part 3)."""
    for found, instead in wording.to_avoid(text):
        yield Finding(f"Please avoid “{found}”. Better: {instead}.")


def unsafe_advice(text: str, directory: Directory) -> Iterator[Finding]:
    """Advice to delete, to capture, to copy or send on a picture, or to pay (S3, S5, S6, S7)."""
    for found, instead in wording.unsafe_advice(text):
        yield Finding(f"Please avoid “{found}”. Better: {instead}.")


def long_sentences(text: str, directory: Directory) -> Iterator[Finding]:
    for sentence in readability.long_sentences(text):
        start = " ".join(sentence.split()[:6])
        text = (
            f"This sentence has more than {readability.LONGEST_SENTENCE} words. Could it be two? “{start} …”"
        )
        yield Finding(text, stops=False)


def hard_to_read(text: str, directory: Directory) -> Iterator[Finding]:
    """A reading age above 12, or a LIX above 40."""
    age, lix = readability.reading_age(text), readability.lix(text)
    if age is None or lix is None:
        return
    if age > readability.OLDEST_READING_AGE or lix > readability.HARDEST_LIX:
        text = f"This is hard to read: reading age {age:.0f} (aim for 9 to 11), LIX {lix:.0f} (aim for less than 40)."
        yield Finding(f"{text} Shorter sentences and shorter words help.", stops=False)


def typed_numbers(text: str, directory: Directory) -> Iterator[Finding]:
    """A phone number typed into a text: numbers live in the directory of services alone."""
    for number, dialled in _numbers_to_dial(text):
        key = directory.get(dialled)
        if key:
            yield Finding(f"Please name the service in braces, {{{key}}}, instead of typing {number}.")


def unknown_numbers(text: str, directory: Directory) -> Iterator[Finding]:
    """A number that no service has, wherever it stands: two people look at those in the directory."""
    short = ((number, digits(number)) for number in _SHORT_NUMBER.findall(text))
    for number, dialled in (*_numbers_to_dial(text), *short):
        if dialled.removeprefix(RELAY) and dialled not in directory:
            yield Finding(
                f"“{number}” is not in the directory of services. Please add it to its service first."
            )


def _numbers_to_dial(text: str) -> Iterator[tuple[str, str]]:
    for found in (*numbers_in(text), *_GROUPED.finditer(text)):
        number = found[0].strip(" ()")
        yield number, digits(number)


def heading_order(text: str, directory: Directory) -> Iterator[Finding]:
    """Headings go down one level at a time; a text starts below its own heading, at level 3."""
    before = 2
    for level in (int(found) for found in _HEADING.findall(text)):
        if level > before + 1 or level < 3:
            yield Finding("Its headings skip a level. Please use the larger heading first.")
            return
        before = level


def link_text(text: str, directory: Directory) -> Iterator[Finding]:
    """The words of a link say where it leads, also when they are read alone."""
    for attributes, inner in _LINK.findall(text):
        words = readability.plain(inner).strip(" .…>»→")
        if not words:
            yield Finding("A link has no words. Please say where it leads.")
        elif _SAYS_NOTHING.fullmatch(words):
            yield Finding(
                f"“{words}” does not say where the link leads. Please link words such as “the law”."
            )
        if not _HREF.search(attributes):
            yield Finding(f"The link “{words}” leads nowhere. Please give it an address, or take it off.")


def bare_address(text: str, directory: Directory) -> Iterator[Finding]:
    """An address is for browsers; people read words."""
    for found in _BARE_ADDRESS.findall(readability.plain(text)):
        yield Finding(f"Please put words in place of the address {found}, and link them.")


def look_alike_characters(text: str, directory: Directory) -> Iterator[Finding]:
    """Hidden characters, digits and letters of other alphabets (R60)."""
    if text.isascii():
        return
    for name in look_alikes.hidden_characters(text):
        yield Finding(f"There is a character that nobody can see ({name}). Please type these words again.")
    for digit in look_alikes.other_digits(text):
        yield Finding(f"“{digit}” only looks like a digit. Please type 0 to 9.")
    for word in look_alikes.mixed_words(text):
        yield Finding(f"“{word}” mixes letters of two alphabets. Please type it again.")


def look_alike_addresses(text: str, directory: Directory) -> Iterator[Finding]:
    """Links in a text, and addresses in their own field, whose host is not plainly readable (R60)."""
    if "//" not in text and "www." not in text.lower() and "href" not in text:
        return
    links = _HREF.findall(text)
    for found in dict.fromkeys([*look_alikes.addresses_in(text), *(x for x in links if x.startswith("//"))]):
        host = look_alikes.strange_host(found)
        if host:
            yield Finding(
                f"“{host}” may not be the address that it looks like. Please type it with plain letters."
            )
    for found in links:
        if not found.isascii():
            yield Finding(f"“{found}” has letters that only look plain. Please type the address again.")


def telling_address(text: str, directory: Directory) -> Iterator[Finding]:
    """An address is neutral: a filter blocks it, and whoever looks at the screen or its history reads it."""
    for word in _TELLING.findall(text):
        yield Finding(
            f"“{word}” in an address can be seen in histories, and filters block it. Please use neutral words."
        )


def dialled_number(text: str, directory: Directory) -> Iterator[Finding]:
    """A number as phones take it, of a kind that the UK has (R60)."""
    if not re.fullmatch(r"\+?[0-9]+", text):
        yield Finding(f"The number to dial may hold digits only, not “{text}”.")
    elif not re.fullmatch(
        r"\+(?!44)\d{7,14}|(?:\+44|0)(?:1|2|3|5[56]|7[1-57-9]|8)\d{6,9}|[1-9]\d{2,5}|000", text
    ):
        yield Finding(f"“{text}” is not a number that UK phones can dial, or it is a costly one.")


PROSE: tuple[Check, ...] = (
    words_to_avoid,
    unsafe_advice,
    typed_numbers,
    unknown_numbers,
    heading_order,
    link_text,
    bare_address,
    look_alike_characters,
    look_alike_addresses,
)
HINTS: tuple[Check, ...] = (long_sentences, hard_to_read)
LOOKS: tuple[Check, ...] = (look_alike_characters, look_alike_addresses)
ADDRESS: tuple[Check, ...] = (telling_address, look_alike_characters)
HAVE_ADDRESSES = frozenset({"page", "news"})
NUMBER: tuple[Check, ...] = (dialled_number, look_alike_characters)


def findings(checks: Iterable[Check], text: str, directory: Directory) -> list[Finding]:
    """What ``checks`` find in one text, each once, what stops publishing first."""
    if not text.strip():
        return []
    found = dict.fromkeys(finding for check in checks for finding in check(text, directory))
    return sorted(found, key=lambda finding: not finding.stops)


def checks_of(kind: str, field: str) -> tuple[Check, ...]:
    """What is checked in a field of an item of ``kind``, or of a row in it. Hints come with prose only."""
    if field == "phone":
        return NUMBER
    if field == "slug" or (field == "key" and kind in HAVE_ADDRESSES):
        return ADDRESS
    if field == "previous_names":
        return (*LOOKS, unknown_numbers)
    if field in wording.NOT_PROSE:
        return LOOKS
    if kind == "service":
        own = (typed_numbers, unknown_numbers) if field == "phone_label" else (typed_numbers,)
        return tuple(check for check in (*PROSE, *HINTS) if check not in own)
    return (*PROSE, *HINTS)


def named_texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an item (as plain dicts and lists), with the field that holds it."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for inner, held in value.items():
            yield from named_texts(held, name if name in wording.NOT_PROSE else inner)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from named_texts(held, name)
