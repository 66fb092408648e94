"""Keeps what the typesetter made while its edition lasts."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from guidance.paper import typesetting


class Shelf:
    """Files by what they were made of: those that nobody asked for lately go first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """What is kept under ``key``, made once for all who ask for it at the same moment. Raises Busy."""
        found = self._taken(key)
        if found is not None:
            return found
        with typesetting.turn():
            # Somebody who waited finds that it was made meanwhile.
            found = self._taken(key)
            return self._put(key, make()) if found is None else found

    def _taken(self, key: Hashable) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _put(self, key: Hashable, made: bytes) -> bytes:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._kept)
