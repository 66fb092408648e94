"""T1, T9, T10: a kept page beside a bare WSGI function that sends the same bytes, burst by burst."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from tests.bench.load import Asking, Burst
from tests.bench.servers import BARE, OURS, Server, fetch, gunicorn
from tests.bench.sites import Sites, environ
from tests.bench.targets import Line

PAGES = ("/", "/advice/threats-online/", "/services/papyrus/")
ENCODINGS = ("identity", "gzip", "br")
# The bare function sends no others. gunicorn checks every header of an answer, so each costs.
FEWEST = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})
ADDED_BY_GUNICORN = frozenset({"Date", "Connection"})


@dataclass(frozen=True)
class Cost:
    """Medians of the bursts on one server. ``cpu`` is in µs a request, p50 and p99 in ms."""

    cpu: float
    per_second: float
    p50: float
    p99: float


def lines(sites: Sites, burst: Burst, turns: int) -> Iterator[Line]:
    answers = sites.folder / "answers"
    with gunicorn(OURS, environ(sites.starter)) as ours:
        answers.write_bytes(pickle.dumps(_answers(ours)))
        with gunicorn(BARE, {**environ(sites.folder), "BENCH_ANSWERS": str(answers)}) as bare:
            for path in PAGES:
                yield from Comparison(bare, ours, burst, turns).lines(path)


def _answers(ours: Server) -> dict[str, tuple[list[tuple[str, str]], bytes]]:
    """What the bare function sends: each form of each page, with few headers and with all of ours."""
    answers = {}
    for path in PAGES:
        for encoding in ENCODINGS:
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
    turns: int

    def lines(self, path: str) -> Iterator[Line]:
        for encoding in ENCODINGS[:2]:
            ours, few = self._costs(8, encoding, path, "/few")
            yield _cpu("T1", f"{path} {encoding}: CPU of a request", few, ours)
        ours, few, every = self._costs(8, "br", path, "/few", "/all")
        yield _cpu("T1", f"{path} br: CPU of a request", few, ours)
        yield _cpu("", "  with our headers on both sides", every, ours)
        yield Line.beside("", "  requests per second", "{:,.0f}", few.per_second, ours.per_second)
        yield Line.beside("T10", "  p99 at 8 connections", "{:.2f} ms", few.p99, ours.p99)
        ours, few = self._costs(1, "br", path, "/few")
        yield Line.beside("T9", "  p50 at one connection", "{:.3f} ms", few.p50, ours.p50)

    def _costs(self, connections: int, encoding: str, path: str, *bare: str) -> list[Cost]:
        """Ours and those of the bare function, in turns, so that what else runs here falls on all alike."""
        sides = [(self.ours, Asking(self.ours.port, path, encoding, connections))]
        for headers in bare:
            asking = Asking(self.bare.port, f"{headers}/{encoding}{path}", encoding, connections)
            sides.append((self.bare, asking))
        taken: list[list[Cost]] = [[] for _ in sides]
        for _ in range(self.turns):
            for costs, (server, asking) in zip(taken, sides, strict=True):
                costs.append(self._one_burst(server, asking))
        return [_medians(costs) for costs in taken]

    def _one_burst(self, server: Server, asking: Asking) -> Cost:
        before = server.cpu()
        answered = self.burst(asking)
        cpu = (server.cpu() - before) / answered.requests
        return Cost(cpu * 1e6, answered.requests / answered.seconds, answered.p50, answered.p99)


def _medians(costs: list[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in Cost.__dataclass_fields__))


def _cpu(target: str, what: str, least: Cost, ours: Cost) -> Line:
    figures = (f"{least.cpu:,.0f} µs", f"{ours.cpu:,.0f} µs")
    return Line(target, what, least.cpu / ours.cpu, *figures)
