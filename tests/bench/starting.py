"""T13, T14: what starting costs, beside a minimal Django project."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from statistics import median

from tests.bench.servers import MINIMAL, OURS, gunicorn
from tests.bench.sites import Sites, environ
from tests.bench.targets import Line
from tests.browsing import ROOT

TURNS = 5


def lines(sites: Sites) -> Iterator[Line]:
    yield _check(sites)
    yield from _starts(sites)


def _check(sites: Sites) -> Line:
    """Processor time of ``manage.py check``; the first of each fills the disk's cache."""
    minimal = ["-m", "tests.bench.minimal_django", "check"], environ(sites.folder)
    ours = ["manage.py", "check"], environ(sites.starter)
    turns = [(_run(*minimal), _run(*ours)) for _ in range(TURNS + 1)][1:]
    return Line.beside("T13", "manage.py check: CPU", "{:.2f} s", *map(median, zip(*turns, strict=True)))


def _run(command: list[str], environ: Mapping[str, str]) -> float:
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return used.ru_utime + used.ru_stime


def _starts(sites: Sites) -> Iterator[Line]:
    sides = (MINIMAL, sites.folder), (OURS, sites.starter), (OURS, sites.large)
    turns = [[_start(application, environ(var)) for application, var in sides] for _ in range(TURNS)]
    minimal, starter, large = (
        [median(figure) for figure in zip(*side, strict=True)] for side in zip(*turns, strict=True)
    )
    for what, ours in (("the starter pages", starter), ("300 pages more", large)):
        yield Line.beside("T14", f"start to first page, {what}: CPU", "{:.2f} s", minimal[0], ours[0])
        yield Line.beside("", "  on the clock", "{:.2f} s", minimal[1], ours[1])


def _start(application: str, environ: Mapping[str, str]) -> tuple[float, float]:
    with gunicorn(application, environ) as server:
        return server.start_cpu, server.started_in
