"""How often forms may be sent, from one network and in all (R65). Reading is never limited.

Counted in the memory of each process, under a key that is made anew each day: nobody can tell
from it who sent what, and nothing of it is on a disk. Key and counts go after a day whether or not
anybody sends a form again.
"""

import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Timer

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

DAY = 24 * 60 * 60  # seconds


@dataclass
class Limit:
    """At most ``most`` in ``seconds``, of each network; ``in_all`` from everywhere."""

    most: int
    in_all: int
    seconds: int
    clock: Callable[[], float] = time.monotonic
    _times: dict[bytes, deque[float]] = field(default_factory=dict)
    _key: bytes = b""
    _lock: Lock = field(default_factory=Lock)

    def allows(self, request: HttpRequest) -> bool:
        """Whether one more may be sent now. If so, it counts."""
        now = self.clock()
        with self._lock:
            self._forget(now)
            mine = self._times.setdefault(self._name(request), deque())
            if len(mine) >= self.most or sum(map(len, self._times.values())) >= self.in_all:
                return False
            mine.append(now)
            return True

    def _forget(self, now: float) -> None:
        for name in list(self._times):
            times = self._times[name]
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if not times:
                del self._times[name]

    def _name(self, request: HttpRequest) -> bytes:
        if not self._key:
            self._key = secrets.token_bytes(32)
            end = Timer(DAY, self._forget_all)
            end.daemon = True  # a process that ends waits for no timer
            end.start()
        return hmac.new(self._key, network(request).encode(), hashlib.sha256).digest()

    def _forget_all(self) -> None:
        with self._lock:
            self._key = b""
            self._times.clear()


def network(request: HttpRequest) -> str:
    """A stand-in for the network that a request came from (esafe/staff/account_adapter.py); empty if nobody said."""
    try:
        found: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""
    return found
