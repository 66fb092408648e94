"""Where a school's text names services, by any name that people use. Pure: no Django."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from esafe.content import Content
from guidance.schools.old_names import names_of, whole_word
from guidance.schools.out_of_date import out_of_date
from reporting_links.content import Service

_KIND_OF_SERVICE = re.compile(r"\s+(?:Helpline|Centre|Safety Centre)$")


@dataclass(frozen=True)
class ServiceName:
    """A service that a text names from ``start`` to ``end``."""

    service: Service
    start: int
    end: int


class ServiceNames:
    """All of them in a text, which is read once."""

    def __init__(self, text: str, content: Content) -> None:
        self._found = list(_found(text, content))
        self._starts = [name.start for name in self._found]

    def between(self, start: int, end: int) -> list[ServiceName]:
        """Those that stand whole from ``start`` to ``end``, in their order."""
        found = self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [name for name in found if name.end <= end]


def _found(text: str, content: Content) -> Iterator[ServiceName]:
    """People write "Papyrus" and "SHOUT"; in small letters such a name may be a word like any other."""
    as_written = {name: s.key for s in reversed(tuple(content.service.values())) for name in _spoken(s)}
    old = out_of_date()
    as_written |= {s.name: s.service for s in (*old.spelling, *old.said) if s.service in content.service}
    keys = {name.casefold(): key for name, key in as_written.items()}
    for match in _any_of(tuple(sorted(as_written, key=len, reverse=True))).finditer(text):
        name = " ".join(match[0].split())
        key = keys.get(name.casefold())
        if key and (name[0].isupper() or name in as_written):
            yield ServiceName(content.service[key], *match.span())


@lru_cache(maxsize=4)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(whole_word, names)), re.I)


def _spoken(service: Service) -> list[str]:
    """The names of a service, those of before, and without "Helpline": people write "NSPCC"."""
    names = [*names_of(service), *service.previous_names]
    spoken = dict.fromkeys([*names, *(_KIND_OF_SERVICE.sub("", name) for name in names)])
    return [name for name in spoken if not name.isdigit()]
