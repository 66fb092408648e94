"""Requests that no page was made for: the same ones for the same seed.

They are what WSGI hands over, so nothing has tidied them up. Half of each begins as something
sensible, because noise alone only finds out that noise is refused.
"""

import io
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

METHODS = [*["GET"] * 24, *["POST"] * 18, *["HEAD"] * 4]
STRANGE_METHODS = ["PUT", "DELETE", "TRACE", "OPTIONS", "QUERY", "CONNECT", "get", "\x7f", "X" * 40]
PLACES = """
    / /concerned/ /search/ /help/ /advice/the-law/ /services/childline/ /news/ /cookies/ /cookies/choice/
    /leaving/clear/ /static/ /static/css/site.css /sitemap.xml /healthz /robots.txt
    /.well-known/security.txt /nowhere/ /embed/ /feedback/
    /updates/ /updates/asked/ /updates/confirm/x/ /updates/manage/x/ /updates/stop/x/
""".split()
STAFF_PLACES = """
    /admin/ /admin/login/ /admin/guidance/page/ /admin/guidance/page/1/change/ /admin/guidance/page/add/
    /admin/reporting_links/service/ /admin/publish/x /admin/preview/ /admin/auth/user/ /admin/jsi18n/
    /admin/autocomplete/ /admin/r/1/1/ /admin/editions/1/go-back/ /admin/x
""".split()
NAMES = """
    q worry age nation asked seen show answer next username password id page p o e all _popup _facets
    state__exact id__in id__exact key__contains changed_at__gte app_label model_name field_name term
    shown note csrfmiddlewaretoken
""".split()
TEXTS = [
    *["", "1", "-1", "0", "9" * 40, "1e309", "nan", "true", "sexual_images", "yes", "x" * 300, "٣", "ﬀ"],
    *["<script>alert(1)</script>", "' OR 1=1 --", "{{ 7|add:7 }}", "${7*7}", "%s%n%x", "\r\nX-A: b"],
    *["../" * 20 + "etc/passwd", "\\\\host\\share", "e\u0301" * 30, "😀" * 20],
    *["\x1b[31m", "\u202e", "\u2028", "\ufeff"],
]
BYTES = [
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xc3(",
    b"%00",
    b"%",
    b"%zz",
    b"%u0041",
    b"\xf0\x9f\x98",
    b";",
    b"//",
]
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
KINDS = [
    *[FORM] * 6,
    *[f"{PARTS}; boundary=b"] * 5,
    *[f"{FORM}; charset=hex", f"{PARTS}; boundary=b; charset=idna", "text/html; charset=utf-16"],
    *[PARTS, f"{PARTS}; boundary=", f"{PARTS}; boundary=\xff", f"{PARTS}; boundary={'b' * 300}"],
    *["multipart/mixed", "text/plain", "application/json", ";;;", "\xff"],
]
HEADERS = """
    ACCEPT ACCEPT_ENCODING ACCEPT_LANGUAGE AUTHORIZATION COOKIE HOST IF_MODIFIED_SINCE IF_NONE_MATCH
    IF_UNMODIFIED_SINCE ORIGIN RANGE REFERER SEC_FETCH_SITE SEC_GPC DNT USER_AGENT X_FORWARDED_FOR
    X_FORWARDED_HOST X_FORWARDED_PROTO X_HTTP_METHOD_OVERRIDE X_REQUESTED_WITH TE UPGRADE SCRIPT_NAME
    X_REWRITE_URL CONTENT_ENCODING
""".split()
VALUES = [
    *["gzip;q=nan, br;q=-1", "en;q=x", "xx-" * 300, "*", "null", "PUT", "same-origin", "cross-site"],
    *["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=99999999999999999999-", "bytes=a-b", "localhost:99999"],
    *["Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Xxx 99999 99:99:99 GMT", "http://localhost"],
    *["sessionid=a; a=b=c; =; ;;", 'a="\\000"; b=\\"'],
]


@dataclass
class Junk:
    """One request. ``signed_in`` says that it should come from staff."""

    method: str
    path: bytes
    query: str
    body: bytes
    length: str
    headers: dict[str, str]
    signed_in: bool

    def environ(self) -> dict[str, Any]:
        """As a WSGI server hands it over."""
        return {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": self.path.decode("latin-1"),
            "QUERY_STRING": self.query,
            "CONTENT_LENGTH": self.length,
            "wsgi.input": io.BytesIO(self.body),
            **self.headers,
        }


def requests(seed: int, count: int):
    """So many requests, the same for the same seed."""
    chance = Random(seed)
    return [_request(chance) for _ in range(count)]


def _request(chance: Random) -> Junk:
    staff = chance.random() < 0.2
    method = chance.choice(METHODS if chance.random() < 0.93 else STRANGE_METHODS)
    kind = chance.choice(KINDS)
    body = _body(chance, kind) if method not in ("GET", "HEAD") or chance.random() < 0.05 else b""
    return Junk(
        method=method,
        path=_path(chance, STAFF_PLACES if staff else PLACES),
        query=_query(chance) if chance.random() < 0.4 else "",
        body=body,
        headers={**_headers(chance), **({"CONTENT_TYPE": kind} if body else {})},
        # What staff may change they may change: only their reading is fuzzed.
        signed_in=staff and method in ("GET", "HEAD") and chance.random() < 0.5,
        length=chance.choice(
            [str(len(body))] * 60 + ["", "-1", "x", "9" * 30, "٣", "70000", str(len(body) + 9)]
        ),
    )


def _text(chance: Random) -> str:
    if chance.random() < 0.005:
        return "a\0b"
    if chance.random() < 0.7:
        return chance.choice(TEXTS)
    return "".join(
        chr(chance.choice((32, 127, 160, 0x3FF, 0xFFFF, 0x10FFFF)) - chance.randrange(30)) for _ in range(9)
    )


def _letters(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _path(chance: Random, places: list[str]) -> bytes:
    path = chance.choice(places).encode()
    for _ in range(chance.choice((0, 0, 0, 0, 0, 1, 1, 3))):
        piece = chance.choice((chance.choice(BYTES), _letters(_text(chance)), b"/", b"."))
        at = chance.choice((len(path), chance.randrange(len(path) + 1)))
        path = path[:at] + piece + path[at:]
    if chance.random() < 0.02:
        path += b"a" * 5000
    return path if path.startswith(b"/") or chance.random() < 0.1 else b"/" + path


def _fields(chance: Random) -> list[tuple[bytes, bytes]]:
    count = 150 if chance.random() < 0.03 else chance.choice((0, 1, 1, 2, 3, 6))
    return [
        (_letters(chance.choice((chance.choice(NAMES), _text(chance)))), _letters(_text(chance)))
        for _ in range(count)
    ]


def _query(chance: Random) -> str:
    """Percent-encoded, mostly: a server passes on what it was sent."""
    if chance.random() < 0.2:
        return chance.choice(BYTES).decode("latin-1") + quote_from_bytes(_letters(_text(chance)))
    return urlencode(_fields(chance)[:9])


def _body(chance: Random, kind: str) -> bytes:
    fields = _fields(chance)
    if kind.startswith(PARTS):
        parts = [_part(chance, name, value) for name, value in fields]
        body = b"".join([*parts, chance.choice((b"--b--\r\n", b"--b", b""))])
    else:
        whole = urlencode(fields).encode()
        body = chance.choice((whole, whole, chance.choice(BYTES), b'{"a": [' * 50, chance.randbytes(99)))
    return body[: chance.randrange(len(body) + 1)] if chance.random() < 0.15 else body


def _part(chance: Random, name: bytes, value: bytes) -> bytes:
    about = chance.choice(
        (b"", b"", b"", b'; filename="x.png"', b'; filename=""', b"; filename*=utf-8''%ff", b"; =")
    )
    more = chance.choice(
        (b"", b"", b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: text/plain; charset=hex\r\n")
    )
    return b'--b\r\nContent-Disposition: form-data; name="%b"%b\r\n%b\r\n%b\r\n' % (name, about, more, value)


def _headers(chance: Random) -> dict[str, str]:
    named = chance.sample(HEADERS, chance.choice((0, 1, 2, 4)))
    values = {f"HTTP_{name}": _letters(_value(chance)).decode("latin-1") for name in named}
    # Most forms come from our own pages, so that what is behind the check meets junk too.
    return {"HTTP_HOST": "localhost", "HTTP_SEC_FETCH_SITE": "same-origin", **values}


def _value(chance: Random) -> str:
    return chance.choice((chance.choice(VALUES), _text(chance)))
