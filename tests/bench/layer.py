"""T7 and its neighbours: the memory layer alone, in a process without a server. Run, it prints JSON."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.signals import request_started

from esafe.addresses import public_addresses
from esafe.kept_pages import KeptPages, forms_of
from tests.bench.hits import request
from tests.bench.sites import Sites, environ, python
from tests.bench.targets import Line

NOT_A_PAGE = "/nowhere/"


def lines(sites: Sites) -> Iterator[Line]:
    found = python("tests.bench.layer", environ=environ(sites.large))
    yield Line("T14 none", "pages made by a start", found["made at start"])
    assert found["made by a visit"] == 1, found
    miss, added = found["miss"], found["added"]
    what = "what the layer adds to a page it does not keep"
    yield Line("T7", what, added / miss, f"{miss:,.0f} µs", f"+ {added:.1f} µs")
    yield Line("", "a page is made, on its first visit", found["make"] / 1e3, form="{:.1f} ms")
    yield Line("", "  of which its compressed forms", found["forms"] / 1e3, form="{:.1f} ms")
    yield Line("", "EditionStore.current()", found["current"], form="{:.1f} µs")
    yield Line("", "readers load a new edition", found["load"] / 1e3, form="{:.0f} ms")


def main() -> dict[str, float]:
    made: list[Any] = []
    request_started.connect(lambda **_: made.append(1), weak=False)
    from esafe import wsgi

    at_start = len(made)
    ask(wsgi.application, "/")
    found = {"made at start": at_start, "made by a visit": len(made) - at_start}
    return {**found, **misses(wsgi), **making(wsgi.application), **editions(wsgi.application.store)}


def misses(wsgi: Any) -> dict[str, float]:
    """The dearest miss is an address that there is not: the layer looks everywhere for it."""
    site = wsgi.application
    layer = KeptPages(_nothing, site.store, site.site.geturl(), site.hosts, site.secure)
    environ = request(NOT_A_PAGE)
    with_layer = cpu(lambda: layer(environ, None), 5000)
    return {
        "added": with_layer - cpu(lambda: _nothing(environ, None), 5000),
        "miss": cpu(lambda: ask(wsgi.django, NOT_A_PAGE), 100),
    }


def _nothing(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    return []


def making(layer: Any) -> dict[str, float]:
    edition = layer.store.current()
    paths = [path for path in public_addresses(edition.content) if path.startswith("/advice/")][:50]
    bodies = [ask(layer, path) for path in paths]
    return {
        "make": cpu(lambda: [layer._made(path, edition) for path in paths], 1) / len(paths),
        "forms": cpu(lambda: [forms_of([], body) for body in bodies], 1) / len(paths),
    }


def editions(store: Any) -> dict[str, float]:
    return {
        "current": cpu(store.current, 20_000),
        "load": cpu(lambda: type(store)(store.folder).current(), 1),
    }


def ask(app: Any, path: str) -> bytes:
    return b"".join(app(request(path), lambda status, headers, exc_info=None: None))


def cpu(work: Callable[[], Any], times: int) -> float:
    """Processor time in µs, the least of several batches: what else runs here only ever adds to it."""
    taken = []
    for _ in range(7):
        begin = time.thread_time()
        for _ in range(times):
            work()
        taken.append(time.thread_time() - begin)
    return min(taken) / times * 1e6


if __name__ == "__main__":
    print(json.dumps(main()))
