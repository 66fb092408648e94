"""What a search takes, from the form to the whole page, in a process without a server. Run, it prints JSON.

Processor time: what else runs here would only add to it.
"""

import io
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from tests.bench.hits import request
from tests.bench.sites import Sites, environ, python
from tests.bench.targets import Line

TURNS = 10
ASKED = (
    "nudes leaked",
    "my son is being blackmailed on snapchat and they want money",
    "old man on roblox",
    "chldline nubmer",
    "suicidle",
    "xqzwv",
    # As many misspelt words as may be typed, each as long as can be.
    "sextrotion blakmale pichture snapcaht instagarm whatsap threatning grooomed wbecam",
    "pictures police report children online sexual school message account threats",
    "\" OR NEAR( * ^ -- ' ; DROP TABLE",
    "🍆" * 1000,
    "a" * 5000,
)


def lines(sites: Sites) -> Iterator[Line]:
    for name, var in (("starter content", sites.starter), ("300 pages more", sites.large)):
        found = python("tests.bench.searching", environ=environ(var))
        yield Line("", f"search, {name}: p50", found["p50"], form="{:.1f} ms")
        yield Line("search", f"search, {name}: p99", found["p99"])
        yield Line("", "  the first search makes the index", found["first"], form="{:.0f} ms")


def main() -> dict[str, float]:
    from esafe import wsgi

    first = _milliseconds(wsgi.application, ASKED[0])
    taken = sorted(_milliseconds(wsgi.application, asked) for _ in range(TURNS) for asked in ASKED)
    return {"first": first, "p50": taken[len(taken) // 2], "p99": taken[int(len(taken) * 0.99)]}


def _milliseconds(app: Any, asked: str) -> float:
    body = urlencode({"q": asked}).encode()
    environ = {
        **request("/search/"),
        "REQUEST_METHOD": "POST",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    statuses: list[str] = []
    begin = time.thread_time()
    b"".join(app(environ, lambda status, headers, exc_info=None: statuses.append(status)))
    taken = (time.thread_time() - begin) * 1e3
    assert statuses == ["200 OK"], (statuses, asked[:40])
    return taken


if __name__ == "__main__":
    print(json.dumps(main()))
