"""A text of our own, in its few tags of HTML, as the paragraphs of a word processor. Pure: no Django."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

STYLES = {"h1": "Heading1", "h2": "Heading2", "p": "Normal", "li": "ListBullet"}
# Spaces of any number, and what XML cannot hold.
_NO_WORDS = re.compile(r"[\s\x00-\x1f\ufffe\uffff]+")


@dataclass
class Run:
    """A few words. ``link`` names their address (see ``Reader.links``); a break has no words."""

    text: str
    link: str = ""
    is_break: bool = False


@dataclass
class Paragraph:
    style: str
    runs: list[Run] = field(default_factory=list)


class Reader(HTMLParser):
    """Gathers ``paragraphs``, and ``links``: the name of each address, by address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self.links: dict[str, str] = {}
        self._open: Paragraph | None = None
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in STYLES:
            self._open = Paragraph(STYLES[tag])
            self.paragraphs.append(self._open)
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            self._link = self.links.setdefault(address, f"link{len(self.links) + 1}")
        elif tag == "br" and self._open:
            self._open.runs.append(Run("", is_break=True))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = ""
        elif tag in STYLES:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open.runs.append(Run(_NO_WORDS.sub(" ", data), self._link))


def read(html: str) -> Reader:
    """The paragraphs of an HTML text and its links."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader
