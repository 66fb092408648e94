"""Which parts of an item could hurt a reader if they were wrong, and when less of them is left. Pure: no Django."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from esafe.item import Item

# Kind to fields; None for the whole item. Names and numbers, addresses, hours, the flow, the way out, the notice.
GUARDED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "site": ("exit_url", "exit_name", "notice", "notice_until"),
    "service": (
        "name",
        "short_name",
        "phone",
        "phone_label",
        "phone_note",
        "cost",
        "report_url",
        "info_url",
        "contacts",
        "hours",
        "nations",
        "age_min",
        "age_max",
        "confirmed",
    ),
    "action": ("services", "kind", "confirmed"),
    "fact": None,
    "question": None,
    "every_plan": None,
    "situation": ("order", "first_line", "triggered_by", "interrupt", "modifier", "steps"),
}
ADDRESSES: Final = ("phone", "phone_label", "report_url", "info_url")
ROWS: Final = ("contacts", "hours")
NOTICE: Final = ("notice", "notice_until")


def guarded(item: Item | None, kind: str) -> dict[str, Any]:
    """What must not change without a second person."""
    if item is None:
        return {}
    whole: dict[str, Any] = msgspec.to_builtins(item)
    fields = GUARDED.get(kind, ())
    names = whole if fields is None else fields
    return {name: whole.get(name) for name in names}


def only_takes_away(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether readers are left with less, and with nothing that they did not have. Both are ``guarded`` parts."""
    return all(now[name] == was[name] or _is_less(name, was, now) for name in now)


def _is_less(name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    if name in ADDRESSES:
        return not now[name]
    if name == "phone_note":  # it says for whom a number is: without the note it would be for everybody
        return not any(now[other] for other in ("phone", "phone_label", name))
    if name in ROWS:
        return _are_left(now[name], was[name])
    return name in NOTICE and not now["notice"]


def _are_left(rows: Sequence[Any], of: Sequence[Any]) -> bool:
    """Whether ``rows`` are some of those in ``of``, in their order, and nothing else."""
    rest = iter(of)
    return all(row in rest for row in rows)
