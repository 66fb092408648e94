"""Guessing passwords and codes grows slow; the owner of an account is never locked out (R34).

Wrong passwords are counted for an account from one network, for a network, and for an account from
anywhere. Each further one after a few lengthens the wait, up to a limit. Somebody who keeps
guessing from elsewhere can make the owner wait a minute at most, and never keeps out a passkey.

Wrong codes are counted for an account from anywhere: who guesses them knows the password already,
a new password keeps them out, and a code has a million values at most.
"""

import math
import time
from dataclasses import dataclass

from allauth.core.internal.ratelimit import cache_lock
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from contact import retention

REMEMBERED = int(retention.GUESSES.total_seconds())


@dataclass(frozen=True)
class Count:
    """Failures under one name: ``free`` cost nothing, then 1, 2, 4 ... seconds, up to ``longest``."""

    key: str
    free: int
    longest: int


def of(network: str, account: str) -> tuple[Count, ...]:
    """What a password tried for ``account`` from ``network`` counts towards. Neither is kept in the clear."""
    return (
        Count(_key(network, account), free=4, longest=15 * 60),
        Count(_key(network, ""), free=30, longest=5 * 60),
        Count(_key("", account), free=20, longest=60),
    )


def of_codes(account: str) -> tuple[Count, ...]:
    """What a code of an app, or a recovery code, tried for ``account`` counts towards."""
    return (Count(_key("codes", account), free=4, longest=15 * 60),)


def begin(counts: tuple[Count, ...]) -> None:
    """A try begins, if it may be heard now. Many sent at once are taken one after the other.

    Raises ValidationError, in words, while the one before must be waited for.
    """
    with cache_lock(counts[-1].key) as is_alone:
        seconds = wait(counts) if is_alone else 1
        if seconds:
            said = ngettext(
                "Please wait %d second, then try again. A passkey works at once.",
                "Please wait %d seconds, then try again. A passkey works at once.",
                seconds,
            )
            raise ValidationError(said % seconds, code="too_many_login_attempts")
        note(counts)


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
