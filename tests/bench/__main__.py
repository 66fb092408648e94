"""Prints the table. Fails when a floor is missed; never for requests per second or a p99."""

import os
import signal
import sys
from collections.abc import Iterator

import tests.environment  # noqa: F401 - static files are shared with the tests: collecting them takes long

os.environ["DJANGO_SETTINGS_MODULE"] = "esafe.settings"

from tests.bench import (
    asking,
    callgrind,
    layer,
    lists,
    mailing,
    memory,
    pages,
    printing,
    publishing,
    searching,
    starting,
)
from tests.bench.load import readers
from tests.bench.sites import Sites, sites
from tests.bench.targets import HEADING, Line


def lines(made: Sites) -> Iterator[Line | str]:
    with readers() as burst:
        yield from pages.lines(made, burst)
    yield from publishing.lines(made)
    yield from searching.lines(made)
    yield from asking.lines(made)
    yield from printing.lines(made)
    yield from lists.lines(made)
    yield from layer.lines(made)
    yield from memory.lines(made)
    yield from starting.lines(made)
    yield from callgrind.lines(made)
    yield from mailing.lines(made)  # last, as it takes longest


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # so that servers and folders go
    print(HEADING)
    missed = []
    with sites() as made:
        for line in lines(made):
            print(line, flush=True)
            if isinstance(line, Line) and line.verdict == "MISSED":
                missed.append(f"{line.target} {line.what.strip()}")
    if missed:
        sys.exit("Missed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
