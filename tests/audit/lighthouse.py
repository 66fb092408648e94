"""Lighthouse on five pages, on the slow phone that it simulates."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests import browsing

PAGES = ("/", "/concerned/", "/help/threats-and-demands/", "/advice/the-law/", "/services/")
LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100}
# A machine that is busy measures itself: the best of some turns is the page's own.
TURNS = 3


def scores(var: Path, packages: Path) -> Iterator[tuple[str, float, float]]:
    with browsing.gunicorn(var) as address:
        for path in PAGES:
            best = _best(address + path, packages)
            for name, least in LEAST.items():
                yield f"Lighthouse: {name} of {path}", best[name], least


def _best(address: str, packages: Path) -> dict[str, float]:
    best = dict.fromkeys(LEAST, 0.0)
    for _turn in range(TURNS):
        best = {name: max(best[name], score) for name, score in _measured(address, packages).items()}
        if all(best[name] >= least for name, least in LEAST.items()):
            break
    return best


def _measured(address: str, packages: Path) -> dict[str, float]:
    command = [
        *(packages / ".bin" / "lighthouse", address, "--quiet", "--output=json", "--output-path=stdout"),
        *("--no-enable-error-reporting", f"--only-categories={','.join(LEAST)}"),
        f"--chrome-flags=--headless=new {' '.join(browsing.CHROMIUM_ARGS)}",
    ]
    environ = {**os.environ, "CHROME_PATH": browsing.chromium()}
    said = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    categories = json.loads(said.stdout)["categories"]
    return {name: 100 * categories[name]["score"] for name in LEAST}
