"""The server as we ship it: what it says about itself, and what it writes down."""

import http.client
import socket

import pytest

from esafe.edition_store import EditionStore
from esafe.headers import EVERY_ANSWER
from tests import browsing, builders

CANARY = "canary-3b9c"


@pytest.fixture
def server(tmp_path, edition):
    builders.put_live(EditionStore(tmp_path / "editions"), edition)
    with browsing.gunicorn(tmp_path) as address:
        yield address.removeprefix("http://"), tmp_path / "said.log"


def ask(host, path="/", **headers):
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_every_answer_is_whole_and_names_no_server(server):
    host, _said = server
    for path in ("/", "/", "/nowhere/", "/healthz", "/advice/the-law/"):
        response, body = ask(host, path)
        headers = dict(response.getheaders())

        assert EVERY_ANSWER.items() <= headers.items()
        assert "Server" not in headers
        assert int(headers.get("Content-Length", len(body))) == len(body)


def test_each_form_of_a_page_keeps_its_own_length(server):
    host, _said = server
    lengths = {
        encoding: ask(host, "/", **{"Accept-Encoding": encoding})[0].getheader("Content-Length")
        for encoding in ("identity", "gzip", "br", "identity", "gzip", "br")
    }

    assert len(set(lengths.values())) == 3


def test_nothing_about_a_reader_is_written_down(server):
    host, said = server
    ask(host, f"/{CANARY}/?q={CANARY}", Referer=CANARY, Cookie=f"a={CANARY}", **{"User-Agent": CANARY})
    name, port = host.split(":")
    with socket.create_connection((name, int(port)), timeout=10) as raw:
        raw.sendall(f"GET /{CANARY} {CANARY}\r\n\r\n".encode())
        raw.recv(1000)

    assert CANARY not in said.read_text()


def test_nobody_but_the_proxy_is_believed_about_the_path(server):
    host, _said = server

    assert ask(host, "/", SCRIPT_NAME="/evil")[0].status == 200
