"""How gunicorn serves the site. Alone it is for a trial; in production nginx stands in front (docs/deploy.md)."""

import functools
import os
import socket
import sys
from typing import Any

from gunicorn import util
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response
from gunicorn.workers.base import Worker

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = os.environ.get("PORT", "8000")
ADDRESS = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"

bind = ADDRESS
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
# Six at most print, or wait to (guidance/paper/typesetting.py): two are always there for readers.
threads = 8
# A worker that has served this many ends and is replaced, so that no slow leak can grow for ever.
max_requests = 20000
max_requests_jitter = 2000
keepalive = 5
graceful_timeout = 20
# On a disk, a worker's sign of life can wait for the disk, and the worker is then killed as hung.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
control_socket_disable = True

# An address of 4 KB, and 50 headers of together 16 KB (R63).
limit_request_line = 4096 + len("POST  HTTP/1.1")
limit_request_fields = 50
limit_request_field_size = 8190
LARGEST_HEADERS = 16 * 1024

# Only the proxy is believed about https, and nobody about the path.
forwarded_allow_ips = os.environ.get("TRUSTED_PROXY", "127.0.0.1")
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
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


def pre_request(worker: Worker, request: Request) -> None:
    if sum(len(f"{name}: {value}\r\n") for name, value in request.headers) > LARGEST_HEADERS:
        raise LimitRequestHeaders("all headers together are too large")


_error_pages: dict[int, bytes] = {}


def _write_error_page(client: socket.socket, status: int, reason: str, message: str) -> None:
    """Answer with our page; gunicorn's own repeats what was sent. Junk is never a failure of ours (501)."""
    client.settimeout(5)
    client.sendall(_error_pages.get(status) or _error_pages[400])


util.write_error = _write_error_page


def post_worker_init(worker: Worker) -> None:
    """Django is there now, and no request yet."""
    from esafe import error_views

    stop_if_unsafe()
    _error_pages.update(error_views.for_the_server())


def stop_if_unsafe() -> None:
    """Let no real site start that Django's deployment check warns of (R61)."""
    from django.conf import settings
    from django.core import checks
    from django.core.exceptions import ImproperlyConfigured

    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=settings.PRODUCTION)
    if warnings := [str(item) for item in found if item.level >= checks.WARNING and not item.is_silenced()]:
        raise ImproperlyConfigured("esafe does not start yet. " + " ".join(warnings))


def when_ready(server: Arbiter) -> None:
    print(f"esafe is at http://{ADDRESS}/  (stop with Ctrl+C)", flush=True)
