"""What a poster, a leaflet, a plan or a sheet of cards takes to set, in a process without a server. Run, it prints JSON.

Processor time of the whole process: the typesetter has threads of its own.
"""

import json
import resource
import time
from collections.abc import Callable, Iterator

from tests.bench.sites import Sites, environ, python
from tests.bench.targets import Line


def lines(sites: Sites) -> Iterator[Line]:
    found = python("tests.bench.printing", environ=environ(sites.starter))
    yield Line("", "PDF for paper: p50", found["p50"], form="{:.0f} ms")
    yield Line("paper", f"  the longest ({found['longest_is']})", found["longest"])
    yield Line("", "  the first: typesetter and typeface are loaded", found["first"], form="{:.0f} ms")
    yield Line("", "  memory that the typesetter takes", found["memory"], form="{:.0f} MiB")


def main() -> dict[str, float | str]:
    import django

    django.setup()
    from guidance.paper import making, sheets
    from tests import builders

    edition = builders.make_edition(builders.starter_content())
    before = _memory()
    every = list(sheets.sheets(edition.content))
    first = _milliseconds(lambda: making.plain(every[0], edition))
    making.shelf = making.Shelf(making.MOST_KEPT)
    taken = sorted(
        (_milliseconds(lambda sheet=sheet: making.plain(sheet, edition)), f"{sheet.kind} {sheet.path}")  # type: ignore[misc]
        for sheet in every
    )
    (longest, longest_is), p50 = taken[-1], taken[len(taken) // 2][0]
    return {
        "first": first,
        "p50": p50,
        "longest": longest,
        "longest_is": longest_is,
        "memory": _memory() - before,
    }


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1e3


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(main()))
