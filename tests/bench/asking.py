"""What the questions take: one path from the first answer to the plan, in Python and as a whole page. Run, it prints JSON."""

import io
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from tests.bench.hits import request
from tests.bench.sites import Sites, environ, python
from tests.bench.targets import Line

TURNS = 300
ANSWERS = {"safety": "not_sure", "age": "age_13_15", "worry": "threat", "nation": "wales"}


def lines(sites: Sites) -> Iterator[Line]:
    found = python("tests.bench.asking", environ=environ(sites.starter))
    yield Line("asking", "questions: one path walked, with its plan", found["path"])
    yield Line("", "  the plan as a whole page", found["page"], form="{:.1f} ms")


def main() -> dict[str, float]:
    from esafe import live, wsgi
    from reporting_links.flow_walks import completed
    from reporting_links.safety_rules import case

    content = live.store.current().content
    given = {key: (code,) for key, code in ANSWERS.items()}
    answers = {a.question.key: tuple(x.key for x in a.chosen) for a in completed(content, given).answered}
    path = _median(lambda: case(completed(content, answers), content))
    body = urlencode(answers, doseq=True).encode()
    return {"path": path, "page": _median(lambda: _page(wsgi.application, body))}


def _median(run: Any) -> float:
    taken = []
    for _ in range(TURNS):
        begin = time.thread_time()
        run()
        taken.append((time.thread_time() - begin) * 1e3)
    return sorted(taken)[TURNS // 2]


def _page(app: Any, body: bytes) -> None:
    environ = {
        **request("/concerned/"),
        "REQUEST_METHOD": "POST",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    b"".join(app(environ, lambda status, headers, exc_info=None: None))


if __name__ == "__main__":
    print(json.dumps(main()))
