"""One request at a time to a host, with a pause between two. Pure: no Django."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE = 1.0


class Turns:
    """Who may ask a host now. Safe to share between threads."""

    def __init__(self, pause: float = PAUSE) -> None:
        self.pause = pause
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._next: dict[str, float] = {}

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        """Wait for a turn at ``host`` and hold it."""
        with self._guard:
            lock = self._locks[host]
        with lock:
            time.sleep(max(0.0, self._next.get(host, 0.0) - time.monotonic()))
            try:
                yield
            finally:
                self._next[host] = time.monotonic() + self.pause
