"""What later editions changed, found by comparing what programs were told then and are told now.

The log of changes is not asked: it names an action that was changed, but not the plans that show it.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from esafe.api.items import Data, list_data
from esafe.edition import BadEdition, Edition
from esafe.edition_store import EditionStore

LONGEST = 9  # digits


@dataclass(frozen=True)
class Since:
    """``complete``: ``items`` are all there are, as the older edition is not kept any more.

    ``withdrawn`` are keys of items that the older edition had.
    """

    items: tuple[Data, ...]
    withdrawn: tuple[str, ...] = ()
    complete: bool = True


def edition_number(values: list[str]) -> int | None:
    """The number of an edition in a query, None when there is none. Raises ValueError."""
    if not values:
        return None
    text = values[0]
    if len(values) > 1 or not (text.isascii() and text.isdecimal()) or len(text) > LONGEST or not int(text):
        raise ValueError("no number of an edition")
    return int(text)


def everything(kind: str, edition: Edition, at: datetime.datetime) -> Since:
    return Since(tuple(list_data(kind, edition, at).values()))


def since(store: EditionStore, number: int, kind: str, edition: Edition, at: datetime.datetime) -> Since:
    """What is not in ``edition`` as it was in the one of ``number``; everything when that is gone."""
    now = list_data(kind, edition, at)
    try:
        before = edition if number == edition.number else store.get(number)
        told = list_data(kind, before, at)
    except (OSError, BadEdition, KeyError):
        return Since(tuple(now.values()))
    changed = tuple(data for key, data in now.items() if _content(data) != _content(told.get(key, {})))
    return Since(changed, tuple(sorted(told.keys() - now.keys())), complete=False)


def _content(data: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in data.items() if name != "edition"}
