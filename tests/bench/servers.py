"""gunicorn with the site's own configuration and one worker, and what /proc says of it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.browsing import ROOT, free_port

OURS = "esafe.wsgi:application"
BARE = "tests.bench.bare:application"
MINIMAL = "tests.bench.minimal_django:application"


@dataclass(frozen=True)
class Server:
    """A server that has answered its first page: how long that took, and how much processor time."""

    port: int
    pid: int
    started_in: float
    start_cpu: float

    def cpu(self) -> float:
        """Processor seconds of the arbiter and its worker so far."""
        return _cpu(self.pid)

    def memory(self) -> int:
        """Resident KiB of the worker."""
        status = Path(f"/proc/{_children(self.pid)[0]}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _cpu(pid: int) -> float:
    """In nanoseconds in /proc: stat counts in hundredths of a second, too coarse for a short burst."""
    threads = [task for p in (pid, *_children(pid)) for task in Path(f"/proc/{p}/task").iterdir()]
    return sum(int((task / "schedstat").read_text().split()[0]) for task in threads) / 1e9


@contextmanager
def gunicorn(application: str, environ: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    # A worker that is replaced during a burst would take its processor time with it.
    options = "-m gunicorn -c esafe/gunicorn.py --max-requests 0".split()
    told = {**environ, "PORT": str(port), "WEB_CONCURRENCY": "1"}
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *options, application],
        cwd=ROOT,
        env=told,
        stdout=subprocess.DEVNULL,
        preexec_fn=_on_the_first_core,  # the readers are on the last
    )
    try:
        _first_page(process, port)
        yield Server(port, process.pid, time.perf_counter() - begin, _cpu(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=30)


def _on_the_first_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _first_page(process: subprocess.Popen, port: int) -> None:
    while process.poll() is None:
        try:
            fetch(port, "/")
        except ConnectionRefusedError:
            time.sleep(0.005)
        else:
            return
    sys.exit("The server did not start.")


def fetch(port: int, path: str, encoding: str = "identity") -> tuple[list[tuple[str, str]], bytes]:
    """One page, on a connection of its own: headers and body."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": encoding, "Connection": "close"})
        response = connection.getresponse()
        assert response.status == 200, f"{path} answered {response.status}"
        return response.getheaders(), response.read()
