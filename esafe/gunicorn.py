"""How gunicorn serves the site. Alone it is for a trial; in production nginx stands in front (docs/deploy.md)."""

import functools
import os
import sys
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.wsgi import Response

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = os.environ.get("PORT", "8000")
ADDRESS = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"

bind = ADDRESS
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# A worker that has served this many ends and is replaced, so that no slow leak can grow for ever.
max_requests = 20000
max_requests_jitter = 2000
keepalive = 5
graceful_timeout = 20
# On a disk, a worker's sign of life can wait for the disk, and the worker is then killed as hung.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
control_socket_disable = True

# Wider than our own limit, so that a long address gets our page and not gunicorn's.
limit_request_line = 8190
limit_request_fields = 50
limit_request_field_size = 8190

# Only the proxy is believed about https, and nobody about the path.
forwarded_allow_ips = os.environ.get("TRUSTED_PROXY", "127.0.0.1")
forwarder_headers = ""
header_map = "drop"


class SilentAboutRequests(Logger):  # type: ignore[misc]
    """Never writes down who asked, or for what: gunicorn's own lines name the address and the path (R75)."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if not msg.startswith("Invalid request"):
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        # That is the start of a worker: no request is there yet, and whoever starts it needs the trace.
        if msg == "Exception in worker process":
            super().exception(msg, *args, **kwargs)
            return
        error, _, trace = sys.exc_info()
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        self.error("%s in %s while answering", error.__name__ if error else "Error", where)


accesslog = None
errorlog = "-"
loglevel = "warning"
logger_class = SilentAboutRequests

# A reload reads this file again: the mark that wraps() leaves keeps it from wrapping twice.
_default_headers = getattr(Response.default_headers, "__wrapped__", Response.default_headers)


@functools.wraps(_default_headers)
def _without_server(response: Response) -> list[str]:
    return [line for line in _default_headers(response) if not line.startswith("Server:")]


Response.default_headers = _without_server


_process_headers = getattr(Response.process_headers, "__wrapped__", Response.process_headers)


class _Checked:
    """What gunicorn's check of headers leaves behind."""

    def __init__(self) -> None:
        self.headers: list[tuple[str, str]] = []
        self.response_length: int | None = None
        self.upgrade = False


@functools.lru_cache(maxsize=1024)
def _checked(headers: tuple[tuple[str, str], ...]) -> _Checked:
    found = _Checked()
    _process_headers(found, headers)
    return found


@functools.wraps(_process_headers)
def _check_once(response: Response, headers: list[tuple[str, str]]) -> None:
    """gunicorn checks every header of every answer; those of a kept page are the same each time."""
    found = _checked(tuple(headers))
    response.headers.extend(found.headers)
    response.upgrade = response.upgrade or found.upgrade
    if found.response_length is not None:
        response.response_length = found.response_length


Response.process_headers = _check_once


def when_ready(server: Arbiter) -> None:
    print(f"esafe is at http://{ADDRESS}/  (stop with Ctrl+C)", flush=True)
