"""What publishing 300 pages costs, and which step of it. Run, it fills a new database and prints JSON."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import wraps
from itertools import cycle, islice
from statistics import mean
from typing import Any

import django

from tests.bench.sites import Sites, environ, python
from tests.bench.targets import Line

PAGES = 300
TURNS = 3


def lines(sites: Sites) -> Iterator[Line]:
    database = f"sqlite:///{sites.large}/bench.sqlite3"
    found = python("tests.bench.publishing", environ=environ(sites.large, database))
    what = f"publish {found['pages']} pages, {found['sections']:.0f} sections each"
    yield Line("publish", what, found["whole"], ours=f"{found['bytes'] / 1e6:.1f} MB")
    for step, seconds in found["steps"].items():
        yield Line("", f"  {step}", seconds * 1e3, form="{:.0f} ms")


def main() -> dict[str, Any]:
    django.setup()
    from django.core.management import call_command

    from esafe import live, publishing, starter_loading

    call_command("migrate", verbosity=0)
    starter_loading.load_once()
    publishing.publish("bench")
    fill()
    steps = watched_steps()
    # What else runs here only ever adds to it.
    turns = [publish_a_change(number, steps) for number in range(TURNS)]
    pages = live.store.current().content.page.values()
    return {
        **min(turns, key=lambda turn: turn["whole"]),
        "pages": len(pages),
        "sections": mean(len(page.sections) for page in pages),
        "bytes": live.store.path(live.store.numbers()[-1]).stat().st_size,
    }


def fill() -> None:
    """The advice pages of the starter content over and over, each under a key of its own."""
    from django.db import transaction

    from guidance.models import Page
    from tests.builders import starter_content

    advice = [page for page in starter_content().page.values() if page.area == "advice"]
    with transaction.atomic():
        for number, page in enumerate(islice(cycle(advice), PAGES)):
            Page.from_item(replace(page, key=f"{page.key}-{number}"), state=Page.State.READY)


def watched_steps() -> Counter[str]:
    """How long each step of publishing takes from now on, in seconds."""
    from esafe import problems, publishing
    from esafe.edition_store import EditionStore

    taken: Counter[str] = Counter()
    for owner, name, step in (
        (publishing, "offered", "read the database"),
        (problems, "find", "look for problems"),
        (publishing, "sealed", "seal"),
        (EditionStore, "write", "write the file and read it back"),
        (publishing, "_record", "record in the database"),
        (EditionStore, "make_live", "swap: make_live"),
        (EditionStore, "tidy", "load it, and tidy the folder"),
    ):
        _watch(owner, name, step, taken)
    return taken


def _watch(owner: Any, name: str, step: str, taken: Counter[str]) -> None:
    real = getattr(owner, name)

    @wraps(real)
    def timed(*args: Any, **kwargs: Any) -> Any:
        begin = time.perf_counter()
        try:
            return real(*args, **kwargs)
        finally:
            taken[step] += time.perf_counter() - begin

    setattr(owner, name, timed)


def publish_a_change(number: int, steps: Counter[str]) -> dict[str, Any]:
    from esafe import publishing
    from guidance.models import Page

    Page.objects.filter(key="the-law").update(summary=f"A change, number {number}.")
    steps.clear()
    begin = time.perf_counter()
    publishing.publish("bench")
    whole = time.perf_counter() - begin
    return {"whole": whole, "steps": {**steps, "all else, such as the commit": whole - steps.total()}}


if __name__ == "__main__":
    print(json.dumps(main()))
