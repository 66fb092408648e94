"""The server as we ship it: every answer has its row, junk gets our page, nothing is written down.

What is sent here is sent byte by byte, because what gunicorn refuses never reaches Django.
"""

import http.client
import re
import socket

import pytest

from esafe.edition_store import EditionStore
from esafe.headers import AnswerClass
from tests import browsing, builders
from tests.test_headers import carries

CANARY = "canary-3b9c"
HOST = b"Host: 127.0.0.1\r\n"
CLOSE = b"Connection: close\r\n" + HOST


@pytest.fixture(scope="module")
def var(tmp_path_factory, edition):
    var = tmp_path_factory.mktemp("var")
    builders.put_live(EditionStore(var / "editions"), edition)
    return var


@pytest.fixture(scope="module")
def server(var):
    with browsing.gunicorn(var) as address:
        yield address.removeprefix("http://"), var / "said.log"


def ask(host, path="/", **headers):
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def send(host, *parts, wait=10):
    """What comes back for these bytes: (status, headers, text), whole, until the server hangs up."""
    with _connected(host, wait) as sock:
        for part in parts:
            sock.sendall(part)
        answer = http.client.HTTPResponse(sock, method="GET")
        answer.begin()
        return answer.status, dict(answer.getheaders()), answer.read().decode()


def _connected(host, wait=10):
    name, port = host.split(":")
    return socket.create_connection((name, int(port)), timeout=wait)


def test_every_answer_is_whole_and_carries_its_row(server):
    host, _said = server
    for path in ("/", "/", "/nowhere/", "/healthz", "/advice/the-law/", "/help", "/?q=a", "/robots.txt"):
        response, body = ask(host, path)
        kind = AnswerClass.RESULT if "nowhere" in path or "?" in path else AnswerClass.READING

        assert carries(dict(response.getheaders()), kind)
        assert int(response.getheader("Content-Length", len(body))) == len(body)


def test_each_form_of_a_page_keeps_its_own_length(server):
    host, _said = server
    lengths = {
        encoding: ask(host, "/", **{"Accept-Encoding": encoding})[0].getheader("Content-Length")
        for encoding in ("identity", "gzip", "br", "identity", "gzip", "br")
    }

    assert len(set(lengths.values())) == 3


def chunked(*lines):
    return b"POST /help/ HTTP/1.1\r\n" + HOST + b"\r\n".join([b"Transfer-Encoding: chunked", b"", *lines])


# name, what is sent, the status of the answer
FORCED = [
    ("no request at all", b"HELLO\r\n\r\n", 400),
    ("another protocol", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 300 + b"\r\n\r\n", 400),
    ("small letters", b"get / HTTP/1.1\r\n" + CLOSE + b"\r\n", 400),
    ("a version that does not exist", b"GET / HTTP/9.9\r\n" + CLOSE + b"\r\n", 400),
    ("lines that end with LF", b"GET / HTTP/1.1\n" + b"Host: 127.0.0.1\n\n", 400),
    ("letters that are not ASCII", b"GET /\xff\xfe HTTP/1.1\r\n" + CLOSE + b"\r\n", 400),
    ("a NUL in the address", b"GET /%00 HTTP/1.1\r\n" + CLOSE + b"\r\n", 400),
    ("a NUL in the query", b"GET /?q=%00 HTTP/1.1\r\n" + CLOSE + b"\r\n", 400),
    ("a NUL in a header", b"GET / HTTP/1.1\r\nX-A: a\0b\r\n" + CLOSE + b"\r\n", 400),
    ("a header without a colon", b"GET / HTTP/1.1\r\nX-A\r\n" + CLOSE + b"\r\n", 400),
    ("a folded header", b"GET / HTTP/1.1\r\nX-A: a\r\n b\r\n" + CLOSE + b"\r\n", 400),
    ("two hosts", b"GET / HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n", 400),
    ("a host that is not ours", b"GET / HTTP/1.1\r\nConnection: close\r\nHost: evil.example\r\n\r\n", 400),
    ("a host that is no host", b"GET / HTTP/1.1\r\nConnection: close\r\nHost: a b/c@\r\n\r\n", 400),
    (
        "two lengths",
        b"POST /help/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + CLOSE + b"\r\na",
        400,
    ),
    ("a length that is no number", b"POST /help/ HTTP/1.1\r\nContent-Length: -1\r\n" + CLOSE + b"\r\n", 400),
    (
        "CL.TE",
        b"POST /help/ HTTP/1.1\r\n"
        + HOST
        + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    (
        "TE.CL",
        chunked(b"").replace(b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n8\r\nSMUGGLED\r\n0\r\n\r\n"),
        400,
    ),
    ("TE.TE", chunked(b"").replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n"), 400),
    (
        "a coding that nobody knows",
        b"POST /help/ HTTP/1.1\r\nTransfer-Encoding: weird\r\n" + CLOSE + b"\r\n",
        400,
    ),
    ("an expectation", b"GET / HTTP/1.1\r\nExpect: tea\r\n" + CLOSE + b"\r\n", 400),
    (
        "https and not https",
        b"GET / HTTP/1.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n" + CLOSE + b"\r\n",
        400,
    ),
    ("an address of 5 KB", b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n" + CLOSE + b"\r\n", 414),
    ("a query of 5 KB", b"GET /?" + b"a" * 5000 + b" HTTP/1.1\r\n" + CLOSE + b"\r\n", 414),
    ("an address of 80 KB", b"GET /" + b"a" * 80_000 + b" HTTP/1.1\r\n" + CLOSE + b"\r\n", 414),
    (
        "51 headers",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(49)) + CLOSE + b"\r\n",
        431,
    ),
    ("a header of 9 KB", b"GET / HTTP/1.1\r\nCookie: " + b"a" * 9000 + b"\r\n" + CLOSE + b"\r\n", 431),
    (
        "headers of 17 KB",
        b"GET / HTTP/1.1\r\n" + (b"X-A: " + b"a" * 5500 + b"\r\n") * 3 + CLOSE + b"\r\n",
        431,
    ),
    ("TRACE", b"TRACE / HTTP/1.1\r\n" + CLOSE + b"\r\n", 405),
    ("TRACK", b"TRACK / HTTP/1.1\r\n" + CLOSE + b"\r\n", 405),
    ("CONNECT", b"CONNECT evil.example:443 HTTP/1.1\r\n" + CLOSE + b"\r\n", 405),
    ("OPTIONS *", b"OPTIONS * HTTP/1.1\r\n" + CLOSE + b"\r\n", 405),
    ("PUT", b"PUT / HTTP/1.1\r\nContent-Length: 1\r\n" + CLOSE + b"\r\na", 405),
    ("QUERY", b"QUERY / HTTP/1.1\r\nContent-Length: 1\r\n" + CLOSE + b"\r\na", 405),
    (
        "a form of another site",
        b"POST /help/ HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n" + CLOSE + b"\r\n",
        403,
    ),
    (
        "a form for a page that has none",
        b"POST /help/ HTTP/1.1\r\nSec-Fetch-Site: none\r\n" + CLOSE + b"\r\n",
        405,
    ),
    (
        "a body of 70 KB",
        b"POST /help/ HTTP/1.1\r\nContent-Length: 70000\r\n" + CLOSE + b"\r\n" + b"a" * 70_000,
        413,
    ),
    (
        "a body of 1 GB",
        b"POST /help/ HTTP/1.1\r\nContent-Length: 1000000000\r\n" + CLOSE + b"\r\n" + b"a" * 9000,
        413,
    ),
    ("a body of unknown length", chunked(b"1", b"a", b"0", b"", b""), 411),
    (
        "a form in a code that is none",
        b"POST /help/ HTTP/1.1\r\nSec-Fetch-Site: none\r\nContent-Length: 3\r\n"
        b"Content-Type: application/x-www-form-urlencoded; charset=hex\r\n" + CLOSE + b"\r\na=b",
        405,
    ),
    ("no such page", b"GET /nowhere/ HTTP/1.1\r\n" + CLOSE + b"\r\n", 404),
    ("no such file", b"GET /static/css/none.css HTTP/1.1\r\n" + CLOSE + b"\r\n", 404),
    (
        "a file that is posted to",
        b"POST /static/.collected HTTP/1.1\r\nSec-Fetch-Site: none\r\n" + CLOSE + b"\r\n",
        405,
    ),
    ("HTTP/1.0", b"GET /nowhere/ HTTP/1.0\r\n" + HOST + b"\r\n", 404),
]


@pytest.mark.parametrize(("request_bytes", "status"), [f[1:] for f in FORCED], ids=[f[0] for f in FORCED])
def test_what_cannot_be_answered_gets_our_page_with_its_row(server, request_bytes, status):
    host, said = server
    before = said.read_bytes()

    got, headers, page = send(host, request_bytes)

    assert got == status
    assert carries(headers, AnswerClass.ERROR)
    builders.check_page(page)
    assert "tel:08001111" in page
    assert not re.search("gunicorn|Django|Python|nginx", page)
    assert said.read_bytes() == before
    assert ask(host, "/healthz")[1] == b"ok\n"


def test_what_was_refused_is_not_repeated_in_the_answer(server):
    host, _said = server
    for line in (
        f"GET /{CANARY} {CANARY}",
        f"{CANARY} / HTTP/1.1",
        f"GET / {CANARY}",
        f"GET {CANARY}\x01 HTTP/1.1",
    ):
        _status, headers, page = send(host, f"{line}\r\n{CANARY}: {CANARY}\x00\r\n\r\n".encode())

        assert CANARY not in page + str(headers)


@pytest.mark.parametrize(
    "body", [chunked(b"ZZ", b"hello", b"0", b"", b""), chunked(b"5", b"hel"), chunked(b"5;\r=a", b"hello")]
)
def test_a_broken_chunk_ends_the_connection_and_nothing_else(server, body):
    """R32: what comes after it on the same connection is not read as a request."""
    host, said = server
    before = said.read_bytes()
    with _connected(host) as sock:
        sock.sendall(body + b"\r\nGET /robots.txt HTTP/1.1\r\n" + CLOSE + b"\r\n")
        sock.shutdown(socket.SHUT_WR)
        heard = b"".join(iter(lambda: sock.recv(65536), b""))

    assert heard.startswith(b"HTTP/1.1 411")
    assert b"User-agent" not in heard
    assert said.read_bytes() == before
    assert ask(host, "/healthz")[1] == b"ok\n"


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /" + b"a" * 4094 + b"/ HTTP/1.1\r\n" + CLOSE + b"\r\n", 404),
        (b"GET /" + b"a" * 4096 + b"/ HTTP/1.1\r\n" + CLOSE + b"\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(48)) + CLOSE + b"\r\n", 200),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(49)) + CLOSE + b"\r\n", 431),
    ],
)
def test_the_limits_of_a_request_are_where_they_are_said_to_be(server, request_bytes, status):
    assert send(server[0], request_bytes)[0] == status


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 431)])
def test_all_headers_together_may_be_16_kilobytes(server, more, status):
    known = CLOSE + b"X-A: " + b"a" * 8180 + b"\r\n"
    last = b"X-B: " + b"b" * (16 * 1024 - len(known) - len("X-B: \r\n") + more) + b"\r\n"

    assert send(server[0], b"GET / HTTP/1.1\r\n" + known + last + b"\r\n")[0] == status


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/robots.txt", "/static/x.css", "/advice", "/%00"])
def test_head_is_answered_without_a_body_and_without_a_line_in_the_log(server, path):
    host, said = server
    before = said.read_bytes()
    with _connected(host) as sock:
        sock.sendall(f"HEAD {path} HTTP/1.1\r\n".encode() + CLOSE + b"\r\n")
        heard = b"".join(iter(lambda: sock.recv(65536), b""))

    assert heard.endswith(b"\r\n\r\n")
    assert heard.count(b"\r\n\r\n") == 1
    assert said.read_bytes() == before


def test_nobody_but_the_proxy_is_believed_about_the_path(server):
    host, _said = server

    assert ask(host, "/", SCRIPT_NAME="/evil")[0].status == 200
