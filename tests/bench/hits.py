"""Asks the memory layer for one page, as often as it is told. Run under valgrind, so without Django."""

import os
import sys
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from esafe.edition_store import EditionStore
from esafe.kept_pages import KeptPages


def request(path: str) -> dict[str, Any]:
    """As a server on this machine would make it."""
    made: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
    }
    setup_testing_defaults(made)
    return made


def page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<p>A page</p>" * 1000]


def main(hits: int) -> None:
    store = EditionStore(Path(os.environ["VAR_DIR"]) / "editions")
    layer = KeptPages(page, store, "http://127.0.0.1:8000", ["127.0.0.1"], secure=False)
    environ = request("/")
    for _ in range(hits):
        layer(environ, lambda status, headers, exc_info=None: None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
