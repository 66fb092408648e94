"""Reading pages as finished bytes, in front of Django: a look-up instead of a rendering.

Kept per edition and per day in London (pages show dates and the opening hours of the next days),
made on the first visit and never at start. What is kept comes from a request of our own making,
so nothing of a reader can get into it. Cookies are not looked at; only where something optional is
on (esafe/on_device.py), a reader who made a choice gets pages of their own from Django.
"""

import datetime
import gzip
import io
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import brotli

from esafe.edition import Edition
from esafe.edition_store import EditionStore, NoEdition
from esafe.kept_addresses import kept_addresses

LONDON = ZoneInfo("Europe/London")
READING = frozenset({"GET", "HEAD"})
FOR_EVERYONE = "identity"

Headers = list[tuple[str, str]]
Forms = dict[str, tuple[Headers, bytes]]
EDITION_KEY = "esafe.edition"
OF_A_BODY = frozenset({"Content-Length", "Content-Encoding", "Content-Type"})


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """The form to send for an Accept-Encoding header: br, gzip or identity."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            weights[name] = float(weight) if weight else 1.0
        except ValueError:
            weights[name] = 0.0
    usual = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda name: weights.get(name, usual))
    return best if weights.get(best, usual) > 0 else FOR_EVERYONE


def forms_of(headers: Headers, body: bytes) -> Forms:
    """The same page for each encoding, with complete headers."""
    bodies = {
        FOR_EVERYONE: body,
        "gzip": gzip.compress(body, 6, mtime=0),
        # A window of 64 KiB (2 ** 16) holds a page: as small as with the usual one, for megabytes less memory.
        "br": brotli.compress(body, quality=5, lgwin=16),
    }
    own = [(name, value) for name, value in headers if name.lower() not in {"content-length", "vary"}]
    vary = [value for name, value in headers if name.lower() == "vary"]
    return {
        encoding: (
            [
                *own,
                ("Vary", ", ".join([*vary, "Accept-Encoding"])),
                ("Content-Length", str(len(form))),
                *([("Content-Encoding", encoding)] if encoding != FOR_EVERYONE else []),
            ],
            form,
        )
        for encoding, form in bodies.items()
    }


def _has_it_already(environ: dict[str, Any], headers: Headers) -> bool:
    """Whether a program got exactly this before, or would have anything (``*``). Pages have no ETag."""
    asked: str = environ.get("HTTP_IF_NONE_MATCH", "").strip()
    return bool(asked) and any(name == "ETag" and (asked == "*" or value in asked) for name, value in headers)


@dataclass
class _Shelf:
    """The pages of one edition on one day. ``until`` is in Unix seconds."""

    edition: Edition
    until: float
    addresses: frozenset[str]
    pages: dict[str, Forms] = field(default_factory=dict)


def next_midnight(now: float) -> float:
    """The next midnight in London, both in Unix seconds."""
    today = datetime.datetime.fromtimestamp(now, LONDON).date()
    tomorrow = today + datetime.timedelta(days=1)
    return datetime.datetime.combine(tomorrow, datetime.time(), LONDON).timestamp()


def good_until(edition: Edition, now: float) -> float:
    """When the pages of an edition must be made again: a new day, or the end of the notice."""
    ends = edition.site.notice_until
    moments = [next_midnight(now), *([ends.timestamp()] if ends else [])]
    return min(moment for moment in moments if moment > now)


class KeptPages:
    """WSGI: answers kept pages itself and passes everything else on to ``app``.

    ``hosts`` are the Host headers that are ours; ``secure`` says that only requests that came by
    https may be answered here (the others are for Django to redirect). ``choice_cookie`` names the
    cookie whose holders are for Django; empty, as in what we ship, no cookie is looked at.
    """

    def __init__(
        self,
        app: Any,
        store: EditionStore,
        site_url: str,
        hosts: Iterable[str],
        secure: bool,
        choice_cookie: str = "",
    ) -> None:
        self.app = app
        self.store = store
        self.site = urlsplit(site_url)
        self.hosts = frozenset(hosts)
        self.secure = secure
        self.choice_cookie = choice_cookie
        self._shelf: _Shelf | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if (
            environ["REQUEST_METHOD"] in READING
            and not environ.get("QUERY_STRING")
            and not (self.choice_cookie and self.choice_cookie in environ.get("HTTP_COOKIE", ""))
            and self._is_for_us(environ)
        ):
            forms = self._page(environ["PATH_INFO"])
            if forms is not None:
                headers, body = forms[encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))]
                if _has_it_already(environ, headers):
                    start_response("304 Not Modified", [h for h in headers if h[0] not in OF_A_BODY])
                    return []
                start_response("200 OK", headers)
                return [body] if environ["REQUEST_METHOD"] == "GET" else []
        return self.app(environ, start_response)  # type: ignore[no-any-return]

    def _is_for_us(self, environ: dict[str, Any]) -> bool:
        if self.secure and environ["wsgi.url_scheme"] != "https":
            return False
        return (
            environ.get("HTTP_HOST", "").rpartition(":")[0] in self.hosts
            or environ.get("HTTP_HOST") in self.hosts
        )

    def _page(self, path: str) -> Forms | None:
        shelf = self._current_shelf()
        if shelf is None:
            return None
        forms = shelf.pages.get(path)
        if forms is None and path in shelf.addresses:
            forms = self._made(path, shelf.edition)
            if forms is not None:
                shelf.pages[path] = forms
        return forms

    def _current_shelf(self) -> _Shelf | None:
        try:
            edition = self.store.current()
        except NoEdition:
            return None
        shelf = self._shelf
        if shelf is None or shelf.edition is not edition or time.time() >= shelf.until:
            addresses = frozenset(kept_addresses(edition.content))
            shelf = self._shelf = _Shelf(edition, good_until(edition, time.time()), addresses)
        return shelf

    def _made(self, path: str, edition: Edition) -> Forms | None:
        """The page from Django, or None when it is not a plain page that may be kept."""
        answer: dict[str, Any] = {}

        def start(status: str, headers: Headers, exc_info: Any = None) -> None:
            answer.update(status=status, headers=headers)

        result = self.app(self._own_request(path, edition), start)
        try:
            body = b"".join(result)
        finally:
            close = getattr(result, "close", None)
            if close:
                close()
        kept = answer["status"].startswith("200") and not any(
            n.lower() == "set-cookie" for n, _ in answer["headers"]
        )
        return forms_of(answer["headers"], body) if kept else None

    def _own_request(self, path: str, edition: Edition) -> dict[str, Any]:
        port = self.site.port or (443 if self.site.scheme == "https" else 80)
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": self.site.hostname,
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.site.netloc,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.site.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            EDITION_KEY: edition,
        }
