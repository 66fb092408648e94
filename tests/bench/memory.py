"""T11, T12: what a worker holds, beside one of a minimal Django project."""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from esafe.addresses import public_addresses
from tests.bench.servers import MINIMAL, OURS, Server, fetch, gunicorn
from tests.bench.sites import Sites, environ
from tests.bench.targets import Line
from tests.builders import starter_content

REQUESTS = 300
ENCODINGS = ("identity", "gzip", "br")


def lines(sites: Sites) -> Iterator[Line]:
    paths = public_addresses(starter_content())
    with gunicorn(MINIMAL, environ(sites.folder)) as server:
        least = _after_requests(server, ["/"])
    with gunicorn(OURS, environ(sites.starter)) as server:
        ours = _after_requests(server, paths)
    what = f"worker after {REQUESTS} requests of {len(paths)} pages: RSS"
    yield Line.beside("T11", what, "{:.1f} MiB", [least], [ours])
    with gunicorn(OURS, environ(sites.starter)) as server:
        yield _of_a_page(server, paths)


def _after_requests(server: Server, paths: Sequence[str]) -> float:
    for path in islice(cycle(paths), REQUESTS):
        fetch(server.port, path)
    return server.memory() / 1024


def _of_a_page(server: Server, paths: Sequence[str]) -> Line:
    """What the worker grows by with each page, once it has all that it needs to make them."""
    for path in paths:
        fetch(server.port, f"{path}?made=but-not-kept")
    some = paths[::3]
    _all_forms(server, some)
    rest = [path for path in paths if path not in some]
    before = server.memory()
    sent = _all_forms(server, rest) / 1024 / len(rest)
    grown = (server.memory() - before) / len(rest)
    return Line("T12", "a page kept in three forms: RSS", grown, f"{sent:.0f} KiB sent")


def _all_forms(server: Server, paths: Sequence[str]) -> int:
    """Their bytes together."""
    return sum(len(fetch(server.port, path, form)[1]) for path in paths for form in ENCODINGS)
