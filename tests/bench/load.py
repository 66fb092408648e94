"""Readers who ask as fast as they are answered: wrk where it is installed, else a process of our own."""

import os
import re
import selectors
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

OK = b"HTTP/1.1 200 "
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


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
    seconds: float
    p50: float
    p99: float


Burst = Callable[[Asking], Answered]


@contextmanager
def readers():
    """Yields the function that sends one burst, and how many of its bursts make a good median."""
    if shutil.which("wrk"):
        yield with_wrk, 5
        return
    last_core = {max(os.sched_getaffinity(0))}
    with ProcessPoolExecutor(1, get_context("spawn"), os.sched_setaffinity, (0, last_core)) as pool:
        yield lambda asking: pool.submit(with_our_own, asking).result(), 21


def with_wrk(asking: Asking) -> Answered:
    core = str(max(os.sched_getaffinity(0)))
    address = f"http://127.0.0.1:{asking.port}{asking.path}"
    command = ["taskset", "-c", core, "wrk", "-t1", f"-c{asking.connections}", "-d1s", "--latency"]
    encoding = ["-H", f"Accept-Encoding: {asking.encoding}"]
    told = subprocess.run([*command, *encoding, address], check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in told, told
    requests, seconds = re.search(r"(\d+) requests in ([\d.]+)s", told).groups()
    p50, p99 = (_milliseconds(told, share) for share in ("50%", "99%"))
    return Answered(int(requests), float(seconds), p50, p99)


def _milliseconds(told: str, share: str) -> float:
    value, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", told).groups()
    return float(value) * MILLISECONDS[unit]


def with_our_own(asking: Asking, seconds: float = 0.12) -> Answered:
    """One thread for all connections; each asks again as soon as it has its answer."""
    taken: list[float] = []
    with selectors.DefaultSelector() as waiting:
        connections = [Connection(asking) for _ in range(asking.connections)]
        begin = time.perf_counter()
        for connection in connections:
            waiting.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
        while waiting.get_map():
            for key, _ in waiting.select():
                _receive(key.data, taken, waiting, begin + seconds)
        took = time.perf_counter() - begin
    taken.sort()
    p99 = taken[int(len(taken) * 0.99)]
    return Answered(len(taken) + len(connections), took, statistics.median(taken) * 1e3, p99 * 1e3)


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
        self.got += self.socket.recv_into(memoryview(self.buffer)[self.got :])
        assert self.buffer.startswith(OK), bytes(self.buffer[:100])
        return self.got == self.whole
