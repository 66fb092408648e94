"""What changed about services, as schools' pages still show it: ``out_of_date.toml``. Pure: no Django."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("out_of_date.toml")


@dataclass(frozen=True, kw_only=True)
class Address:
    """A host that was a service's own."""

    host: str
    service: str


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """Another way to write a name that a service had before, or to say that of today."""

    name: str
    service: str


@dataclass(frozen=True, kw_only=True)
class Number:
    """How a number begins that is no longer the service's, when it stands beside its name.

    ``channel`` is the way to reach it that has the right number; empty when nobody can be called.
    """

    starts: str
    service: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class OutOfDate:
    address: tuple[Address, ...]
    spelling: tuple[Spelling, ...]
    said: tuple[Spelling, ...]
    number: tuple[Number, ...]


@cache
def out_of_date() -> OutOfDate:
    """The whole file."""
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), OutOfDate)
