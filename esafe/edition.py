"""An edition: all public content at one moment, as one numbered, immutable file. Pure: no Django."""

import dataclasses
import datetime
import hashlib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import msgspec

from esafe.content import KINDS, Content
from esafe.item import Item, Site

FORMAT = 1


class BadEdition(Exception):
    """A file is not a whole edition that this code can read. Says which file, and why."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition. ``published_at`` is in UTC; ``digest`` covers everything else."""

    number: int
    published_at: datetime.datetime
    content: Content
    note: str = ""
    digest: str = ""

    @property
    def site(self) -> Site:
        return self.content.site["site"]


class _File(msgspec.Struct):
    format: int
    digest: str
    edition: msgspec.Raw


def _plain(value: Any) -> Any:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(f"{type(value)} cannot be part of an edition")


def _body(edition: Edition) -> bytes:
    return msgspec.json.encode(dataclasses.replace(edition, digest=""), enc_hook=_plain)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def sealed(edition: Edition) -> Edition:
    """The same edition with the digest of its content."""
    return dataclasses.replace(edition, digest=_digest(_body(edition)))


def dumps(edition: Edition) -> bytes:
    """A sealed edition as the bytes of its file."""
    file = _File(format=FORMAT, digest=edition.digest, edition=msgspec.Raw(_body(edition)))
    return msgspec.json.encode(file)


def loads(data: bytes, name: str = "edition") -> Edition:
    """The edition in ``data``. Raises BadEdition when it is cut, altered or of a newer format."""
    try:
        file = msgspec.json.decode(data, type=_File)
        if file.format > FORMAT:
            raise BadEdition(f"{name} has format {file.format}; this code reads up to {FORMAT}")
        body = bytes(file.edition)
        if _digest(body) != file.digest:
            raise BadEdition(f"{name} is not whole: its digest does not fit its content")
        edition = msgspec.json.decode(body, type=Edition)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadEdition(f"{name} cannot be read: {error}") from error
    return dataclasses.replace(edition, digest=file.digest)


def item_in(data: str, kind: str, key: str) -> Item | None:
    """One item of the edition in ``data``, at a fraction of what the whole costs; None when it has none.

    Its digest is not looked at: enough to show the item, not to bring it back. Raises BadEdition.
    """
    try:
        file = _only(kind).decode(data)
        if file.format > FORMAT:
            raise BadEdition(f"the edition has format {file.format}; this code reads up to {FORMAT}")
        item = getattr(file.edition.content, kind).get(key)
        return msgspec.json.decode(item, type=KINDS[kind]) if item is not None else None
    except msgspec.MsgspecError as error:
        raise BadEdition(f"the edition cannot be read: {error}") from error


@cache
def _only(kind: str) -> msgspec.json.Decoder[Any]:
    """Reads of an edition's file the items of one kind, each left as it stands."""
    items: Any = (kind, dict[str, msgspec.Raw], msgspec.field(default_factory=dict))
    content = msgspec.defstruct("_Content", [items])
    edition = msgspec.defstruct("_Edition", [("content", content)])
    return msgspec.json.Decoder(msgspec.defstruct("_Part", [("format", int), ("edition", edition)]))
