"""Guessing passwords grows slow; the owner of an account is never locked out (R34).

Failures are counted for an account from one network, for a network, and for an account from
anywhere. Each further one after a few lengthens the wait, up to a limit. Somebody who keeps
guessing from elsewhere can make the owner wait a minute at most, and never keeps out a passkey.
"""

import math
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from contact import retention

REMEMBERED = int(retention.GUESSES.total_seconds())


@dataclass(frozen=True)
class Count:
    """Failures under one name: ``free`` cost nothing, then 1, 2, 4 ... seconds, up to ``longest``."""

    key: str
    free: int
    longest: int


def of(network: str, account: str) -> tuple[Count, ...]:
    """What a try for ``account`` from ``network`` counts towards. Neither is kept in the clear."""
    return (
        Count(_key(network, account), free=4, longest=15 * 60),
        Count(_key(network, ""), free=30, longest=5 * 60),
        Count(_key("", account), free=20, longest=60),
    )


def wait(counts: tuple[Count, ...]) -> int:
    """Seconds from now until the next try is heard; 0 for now."""
    now = time.time()
    return max(math.ceil(max(0, _heard_again(count) - now)) for count in counts)


def note(counts: tuple[Count, ...]) -> None:
    """A try begins. It counts as a failure until it is forgotten."""
    for count in counts:
        failures, _ = cache.get(count.key, (0, 0.0))
        cache.set(count.key, (failures + 1, time.time()), REMEMBERED)


def forget(counts: tuple[Count, ...]) -> None:
    """The try was right: the account starts again; the rest loses this one."""
    cache.delete(counts[0].key)
    for count in counts[1:]:
        failures, at = cache.get(count.key, (1, 0.0))
        cache.set(count.key, (max(0, failures - 1), at), REMEMBERED)


def _heard_again(count: Count) -> float:
    failures, at = cache.get(count.key, (0, 0.0))
    if failures <= count.free:
        return 0.0
    doublings = min(failures - count.free - 1, 20)
    return float(at + min(2**doublings, count.longest))


def _key(*names: str) -> str:
    return "guesses:" + salted_hmac("esafe.staff.guesses", "\n".join(names), algorithm="sha256").hexdigest()
