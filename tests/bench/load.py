"""Readers who ask as fast as they are answered, in a process of their own."""

import os
import selectors
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

OK = b"HTTP/1.1 200 "
SECONDS = 0.12


@dataclass(frozen=True)
class Asking:
    """What is asked for, by how many connections at once."""

    port: int
    path: str
    encoding: str
    connections: int


@dataclass(frozen=True)
class Answered:
    """How a burst of requests was answered; p50 and p99 are in milliseconds."""

    requests: int
    per_second: float
    p50: float
    p99: float


Burst = Callable[[Asking], Answered]


@contextmanager
def readers() -> Iterator[Burst]:
    """The function that sends one burst, from a process and a core of its own."""
    core = {max(os.sched_getaffinity(0))}
    with ProcessPoolExecutor(1, get_context("spawn"), os.sched_setaffinity, (0, core)) as pool:
        yield lambda asking: pool.submit(burst, asking).result()


def burst(asking: Asking) -> Answered:
    """One thread for all connections; each asks again as soon as it has its answer.

    Short, so that there can be many turns: other work on the machine then falls on all sides alike.
    """
    taken: list[float] = []
    with selectors.DefaultSelector() as waiting:
        connections = [Connection(asking) for _ in range(asking.connections)]
        begin = time.perf_counter()
        for connection in connections:
            waiting.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
        while waiting.get_map():
            for key, _ in waiting.select():
                _receive(key.data, taken, waiting, begin + SECONDS)
        took = time.perf_counter() - begin
    taken.sort()
    p99 = taken[int(len(taken) * 0.99)]
    requests = len(connections) + len(taken)
    return Answered(requests, len(taken) / took, statistics.median(taken) * 1e3, p99 * 1e3)


def _receive(
    connection: "Connection", taken: list[float], waiting: selectors.BaseSelector, end: float
) -> None:
    if not connection.receive():
        return
    now = time.perf_counter()
    taken.append(now - connection.asked)
    if now < end:
        connection.ask()
    else:
        waiting.unregister(connection.socket)
        connection.socket.close()


class Connection:
    """A connection that stays open. All its answers are as long as the first."""

    def __init__(self, asking: Asking) -> None:
        self.socket = socket.create_connection(("127.0.0.1", asking.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host = f"Host: 127.0.0.1:{asking.port}\r\n"
        self.request = (
            f"GET {asking.path} HTTP/1.1\r\n{host}Accept-Encoding: {asking.encoding}\r\n\r\n".encode()
        )
        self.whole = self._first()
        self.buffer = bytearray(self.whole)

    def _first(self) -> int:
        self.socket.sendall(self.request)
        with self.socket.makefile("rb") as answer:
            head = list(iter(answer.readline, b"\r\n"))
            assert head[0].startswith(OK), head[0]
            length = next(int(line[15:]) for line in head if line.lower().startswith(b"content-length:"))
            answer.read(length)
        return sum(map(len, head)) + len(b"\r\n") + length

    def ask(self) -> None:
        self.got = 0
        self.asked = time.perf_counter()
        self.socket.sendall(self.request)

    def receive(self) -> bool:
        """Take what has come. True when the answer is whole."""
        came = self.socket.recv_into(memoryview(self.buffer)[self.got :])
        self.got += came
        if not came or not self.buffer.startswith(OK):
            raise ConnectionError(f"instead of a page came {bytes(self.buffer[: self.got])[:200]}")
        return self.got == self.whole
