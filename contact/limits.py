"""How often forms may be sent, from one network and in all (R65). Reading is never limited.

Counted in the memory of each process, under a key that is made anew for each stretch of time: nobody
can tell from it who sent what, and nothing of it is on a disk. Key and counts go when the stretch is
over, an hour at most, whether or not anybody sends a form again.
"""

import hashlib
import hmac
import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Timer

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from contact.retention import FORMS_SENT


@dataclass
class Limit:
    """At most ``most`` in a stretch of ``seconds``, of each network; ``in_all`` from everywhere.

    A stretch begins with the first form that is sent.
    """

    most: int
    in_all: int
    seconds: int
    clock: Callable[[], float] = time.monotonic
    _counts: Counter[bytes] = field(default_factory=Counter)
    _key: bytes = b""
    _ends: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        if self.seconds > FORMS_SENT.total_seconds():
            raise ValueError("a limit counts for longer than the privacy notice says")

    def allows(self, request: HttpRequest) -> bool:
        """Whether one more may be sent now. If so, it counts."""
        with self._lock:
            if not self._key or self.clock() >= self._ends:
                self._begin()
            name = hmac.new(self._key, network(request).encode(), hashlib.sha256).digest()
            if self._counts[name] >= self.most or self._counts.total() >= self.in_all:
                return False
            self._counts[name] += 1
            return True

    def _begin(self) -> None:
        key = secrets.token_bytes(32)
        self._counts.clear()
        self._key, self._ends = key, self.clock() + self.seconds
        end = Timer(self.seconds, self._forget, [key])
        end.daemon = True  # a process that ends waits for no timer
        end.start()

    def _forget(self, key: bytes) -> None:
        """End the stretch of ``key``, unless the next has begun."""
        with self._lock:
            if self._key == key:
                self._key = b""
                self._counts.clear()


def network(request: HttpRequest) -> str:
    """A stand-in for the network that a request came from (esafe/staff/account_adapter.py); empty if nobody said."""
    try:
        found: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""
    return found
