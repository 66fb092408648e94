"""Prints the table. Fails when a floor is missed; never for requests per second or a p99."""

import sys
from collections.abc import Iterator

from tests.bench import callgrind, layer, memory, pages, publishing, starting
from tests.bench.load import readers
from tests.bench.sites import Sites, sites
from tests.bench.targets import HEADING, Line


def lines(made: Sites) -> Iterator[Line | str]:
    with readers() as (burst, turns):
        yield from pages.lines(made, burst, turns)
    yield from publishing.lines(made)
    yield from layer.lines(made)
    yield from memory.lines(made)
    yield from starting.lines(made)
    yield from callgrind.lines(made)


def main() -> None:
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
