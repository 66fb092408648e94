"""T1, T9, T10: a kept page beside a bare WSGI function that sends the same bytes, burst by burst."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.load import Asking, Burst
from tests.bench.servers import BARE, OURS, Server, fetch, gunicorn
from tests.bench.sites import Sites, environ
from tests.bench.targets import Line

TURNS = 31
PAGES = ("/", "/advice/threats-online/", "/services/papyrus/")
OTHERS = ("identity", "gzip")
USUAL = "br"  # what browsers take
# The bare function sends no others. gunicorn checks every header of an answer, so each costs.
FEWEST = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})
ADDED_BY_GUNICORN = frozenset({"Date", "Connection"})
FORMS = {"cpu": "{:,.0f} µs", "per_second": "{:,.0f}", "p50": "{:.3f} ms", "p99": "{:.2f} ms"}


@dataclass(frozen=True)
class Cost:
    """What one burst told. ``cpu`` is in µs a request, p50 and p99 in ms."""

    cpu: float
    per_second: float
    p50: float
    p99: float


def lines(sites: Sites, burst: Burst) -> Iterator[Line]:
    answers = sites.folder / "answers"
    with gunicorn(OURS, environ(sites.starter)) as ours:
        answers.write_bytes(pickle.dumps(_answers(ours)))
        with gunicorn(BARE, {**environ(sites.folder), "BENCH_ANSWERS": str(answers)}) as bare:
            for path in PAGES:
                yield from Comparison(bare, ours, burst).lines(path)


def _answers(ours: Server) -> dict[str, tuple[list[tuple[str, str]], bytes]]:
    """What the bare function sends: each form of each page, with few headers and with all of ours."""
    answers = {}
    for path in PAGES:
        for encoding in (*OTHERS, USUAL):
            headers, body = fetch(ours.port, path, encoding)
            headers = [(name, value) for name, value in headers if name not in ADDED_BY_GUNICORN]
            answers[f"/few/{encoding}{path}"] = [h for h in headers if h[0] in FEWEST], body
            answers[f"/all/{encoding}{path}"] = headers, body
    return {"/": answers["/few/identity/"], **answers}


@dataclass(frozen=True)
class Comparison:
    """The two servers side by side, and what loads them."""

    bare: Server
    ours: Server
    burst: Burst

    def lines(self, path: str) -> Iterator[Line]:
        for encoding in OTHERS:
            ours, few = self._costs(8, encoding, path, "few")
            yield _beside("T1", f"{path} {encoding}: CPU of a request", "cpu", few, ours).inverted()
        ours, few, every = self._costs(8, USUAL, path, "few", "all")
        yield _beside("T1", f"{path} {USUAL}: CPU of a request", "cpu", few, ours).inverted()
        yield _beside("", "  with our headers on both sides", "cpu", every, ours).inverted()
        yield _beside("", "  requests per second", "per_second", few, ours)
        yield _beside("T10", "  p99 at 8 connections", "p99", few, ours)
        ours, few = self._costs(1, USUAL, path, "few")
        yield _beside("T9", "  p50 at one connection", "p50", few, ours)

    def _costs(self, connections: int, encoding: str, path: str, *headers: str) -> list[list[Cost]]:
        """Ours, and those of the bare function with few headers or all: turn by turn."""
        sides = [(self.ours, path), *((self.bare, f"/{some}/{encoding}{path}") for some in headers)]
        taken: list[list[Cost]] = [[] for _ in sides]
        for turn in range(TURNS):
            # There and back, so that none is always the first.
            for (server, at), costs in list(zip(sides, taken, strict=True))[:: 1 if turn % 2 else -1]:
                costs.append(self._one_burst(server, Asking(server.port, at, encoding, connections)))
        return taken

    def _one_burst(self, server: Server, asking: Asking) -> Cost:
        before = server.cpu()
        answered = self.burst(asking)
        cpu = (server.cpu() - before) / answered.requests
        return Cost(cpu * 1e6, answered.per_second, answered.p50, answered.p99)


def _beside(target: str, what: str, figure: str, least: list[Cost], ours: list[Cost]) -> Line:
    figures = ([getattr(cost, figure) for cost in costs] for costs in (least, ours))
    return Line.beside(target, what, FORMS[figure], *figures)
