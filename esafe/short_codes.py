"""Short codes: what stands for a page in /go/ links, QR codes and cards for ever. Pure: no Django.

A code is made of the page's address alone, so that nothing has to be remembered. A page that was
renamed keeps the codes of its old addresses: publishing asks for a redirect from each of them.
"""

import hashlib
from functools import lru_cache

from esafe.addresses import public_addresses
from esafe.content import Content

# No vowels, so that no code is a word; none of 0 o 1 l i, which look alike in print.
LETTERS = "bcdfghjkmnpqrstvwxz23456789"
LENGTH = 5


@lru_cache(maxsize=1024)
def code(path: str) -> str:
    """The code of an address such as ``/help/threats-and-demands/``."""
    number = int.from_bytes(hashlib.sha256(path.encode()).digest()[:8])
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def go(path: str) -> str:
    """The short address that leads to a page, whatever its name becomes."""
    return f"/go/{code(path)}/"


def target(content: Content, asked: str) -> str | None:
    """Where a code leads now: a page of ``content``, through a redirect if it was renamed."""
    for path in (*public_addresses(content), *content.redirect):
        if code(path) == asked:
            moved = content.redirect.get(path)
            return moved.to if moved else path
    return None
