"""T13, T14: what starting costs, beside a minimal Django project."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.bench.servers import MINIMAL, OURS, Server, gunicorn
from tests.bench.sites import Sites, environ
from tests.bench.targets import Line
from tests.browsing import ROOT

TURNS = 7


def lines(sites: Sites) -> Iterator[Line]:
    yield _check(sites)
    yield from _starts(sites)


def _check(sites: Sites) -> Line:
    minimal = ["-m", "tests.bench.minimal_django", "check"], environ(sites.folder)
    ours = ["manage.py", "check"], environ(sites.starter)
    return Line.beside("T13", "manage.py check: CPU", "{:.2f} s", *_in_turns(_run, minimal, ours))


def _in_turns(measure: Callable[..., Any], *sides: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """What was measured on each side, turn by turn. The first turn fills the disk's cache."""
    turns = [[measure(*side) for side in sides] for _ in range(1 + TURNS)][1:]
    return list(zip(*turns, strict=True))


def _run(command: list[str], environ: Mapping[str, str]) -> float:
    """The processor time it takes."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environ, **quiet)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return used.ru_utime + used.ru_stime


def _starts(sites: Sites) -> Iterator[Line]:
    sides = ((MINIMAL, sites.folder), (OURS, sites.starter), (OURS, sites.large))
    minimal, starter, large = _in_turns(_start, *((app, environ(var)) for app, var in sides))
    yield from _start_lines("the starter content", minimal, starter)
    yield from _start_lines("300 pages more", minimal, large)


def _start_lines(what: str, *sides: Sequence[Server]) -> Iterator[Line]:
    cpu = ([server.start_cpu for server in side] for side in sides)
    clock = ([server.started_in for server in side] for side in sides)
    yield Line.beside("T14", f"start to first page, {what}: CPU", "{:.2f} s", *cpu)
    yield Line.beside("", "  on the clock", "{:.2f} s", *clock)


def _start(application: str, environ: Mapping[str, str]) -> Server:
    with gunicorn(application, environ) as server:
        return server
