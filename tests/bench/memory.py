"""T11, T12: what a worker holds, beside one of a minimal Django project."""

from collections.abc import Iterator
from itertools import cycle, islice

from esafe.addresses import public_addresses
from tests.bench.servers import MINIMAL, OURS, Server, fetch, gunicorn
from tests.bench.sites import Sites, environ
from tests.bench.targets import Line
from tests.builders import starter_content

REQUESTS = 300


def lines(sites: Sites) -> Iterator[Line]:
    paths = public_addresses(starter_content())
    with gunicorn(MINIMAL, environ(sites.folder)) as server:
        least = _after_requests(server, ("/",))
    with gunicorn(OURS, environ(sites.starter)) as server:
        ours = _after_requests(server, paths)
    what = f"memory of a worker after {REQUESTS} requests, {len(paths)} pages"
    yield Line.beside("T11", what, "{:.1f} MiB", [least], [ours])
    with gunicorn(OURS, environ(sites.starter)) as server:
        yield _of_a_page(server, paths)


def _after_requests(server: Server, paths: tuple[str, ...]) -> float:
    for path in islice(cycle(paths), REQUESTS):
        fetch(server.port, path)
    return server.memory() / 1024


def _of_a_page(server: Server, paths: tuple[str, ...]) -> Line:
    """With a query string a page is made and not kept: that fills all that is not a kept page."""
    for path in paths:
        fetch(server.port, f"{path}?not-kept")
    before = server.memory()
    sizes = [len(fetch(server.port, path, form)[1]) for form in ("identity", "gzip", "br") for path in paths]
    grown = (server.memory() - before) / len(paths)
    return Line(
        "T12", "memory of a page kept in three forms", grown, f"{sum(sizes) / 1024 / len(paths):.0f} KiB sent"
    )
