"""What is read of a page: its status, where it sends us, and its title. Pure: no Django."""

import html
import re
import zlib
from dataclasses import dataclass
from email.message import Message

LARGEST = 64 * 1024
LONGEST_TITLE = 300
# Two short patterns: one for both would take a page full of openings for ever.
_OPENING = re.compile(r"<title\b[^>]{0,200}>", re.I)
_CLOSING = re.compile(r"</title", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["']?([\w-]+)""", re.I)


@dataclass(frozen=True)
class Answer:
    """What a page said. ``location`` is as it was sent; ``title`` is empty when there is none."""

    status: int
    location: str = ""
    title: str = ""


class Reading:
    """Takes a page piece by piece, and no more of it than it takes to know its title."""

    def __init__(self, status: int, headers: Message) -> None:
        self.status = status
        self.headers = headers
        self._raw = 0
        self._text = b""
        encoding = (headers.get("Content-Encoding") or "identity").strip().lower()
        self._packed = zlib.decompressobj(wbits=47) if encoding in ("gzip", "x-gzip", "deflate") else None
        is_html = headers.get_content_type() in ("text/html", "application/xhtml+xml")
        self._readable = status == 200 and is_html and (self._packed is not None or encoding == "identity")

    @property
    def wants_more(self) -> bool:
        """Whether the title may still be to come."""
        is_enough = max(self._raw, len(self._text)) >= LARGEST or b"</title" in self._text.lower()
        return self._readable and not is_enough

    def take(self, piece: bytes) -> None:
        """Read on. What is packed is unpacked no further than is read of any page."""
        self._raw += len(piece)
        room = LARGEST - len(self._text)
        try:
            self._text += self._packed.decompress(piece, room) if self._packed else piece[:room]
        except zlib.error:
            self._readable = False

    def answer(self) -> Answer:
        """What was read."""
        location = self.headers.get("Location") or ""
        location = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
        return Answer(self.status, location, self._title())

    def _title(self) -> str:
        text = self._in_letters()
        opening = _OPENING.search(text)
        closing = _CLOSING.search(text, opening.end()) if opening else None
        if opening is None or closing is None:
            return ""
        return one_line(html.unescape(text[opening.end() : closing.start()]))[:LONGEST_TITLE]

    def _in_letters(self) -> str:
        named = self.headers.get_content_charset()
        if named is None and (found := _CHARSET.search(self._text)):
            named = found[1].decode("ascii")
        try:
            return self._text.decode(named or "utf-8", "replace")
        except (LookupError, UnicodeError):  # a name of no alphabet
            return self._text.decode("utf-8", "replace")


def one_line(text: str) -> str:
    """Text without line breaks and without what cannot be printed."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
