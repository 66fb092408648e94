"""The site with its settings of production, as a proxy reaches it: https, hosts, and who is believed."""

from contextlib import contextmanager

import pytest

from esafe.edition_store import EditionStore
from esafe.headers import AnswerClass
from tests import browsing, builders
from tests.test_gunicorn import send
from tests.test_headers import carries

REAL_SITE = {
    "PRODUCTION": "true",
    "SITE_URL": "https://help.example.org",
    "SECRET_KEY": "x7Gq2mVb9LwZr4TnYk8PdHs3JcFe6AuR1oQiNtMyXvBgKhWz5U",
    "TRUSTED_PROXY": "127.0.0.1",
}


@contextmanager
def serving(var, edition, **changes):
    builders.put_live(EditionStore(var / "editions"), edition)
    with browsing.gunicorn(var, **{**REAL_SITE, **changes}) as address:
        yield address.removeprefix("http://")


@pytest.fixture(scope="module")
def real_site(tmp_path_factory, edition):
    """Its host and port."""
    with serving(tmp_path_factory.mktemp("real"), edition) as host:
        yield host


@pytest.fixture(scope="module")
def behind_another_proxy(tmp_path_factory, edition):
    """The same, but this machine is not its proxy."""
    with serving(tmp_path_factory.mktemp("real"), edition, TRUSTED_PROXY="192.0.2.1") as host:
        yield host


def test_a_real_site_binds_its_readers_to_https_on_every_answer(real_site):
    over_https = b"X-Forwarded-Proto: https\r\nHost: help.example.org\r\nConnection: close\r\n\r\n"
    for line, status, kind in (
        (b"GET / HTTP/1.1", 200, AnswerClass.READING),
        (b"GET /nowhere/ HTTP/1.1", 404, AnswerClass.ERROR),
        (b"GET /advice HTTP/1.1", 301, AnswerClass.READING),
        (b"GET /?a=b HTTP/1.1", 200, AnswerClass.RESULT),
        (b"GET /admin HTTP/1.1", 301, AnswerClass.READING),
        (b"PUT / HTTP/1.1", 405, AnswerClass.ERROR),
        (b"HELLO", 400, AnswerClass.ERROR),
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1", 414, AnswerClass.ERROR),
    ):
        got, headers, _page = send(real_site, line + b"\r\n" + over_https)

        assert got == status
        assert carries(headers, kind, https=True), line


def test_a_real_site_sends_http_to_https_on_the_same_host(real_site):
    got, headers, _page = send(
        real_site, b"GET /advice/?a=b HTTP/1.1\r\nHost: help.example.org\r\nConnection: close\r\n\r\n"
    )

    assert (got, headers["Location"]) == (301, "https://help.example.org/advice/?a=b")
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize(
    "host",
    [
        b"Host: evil.example\r\n",
        b"Host: help.example.org.evil.example\r\n",
        b"Host: help.example.org@evil.example\r\n",
        b"Host: \r\n",
        b"",
        b"Host: evil.example\r\nX-Forwarded-Host: help.example.org\r\n",
    ],
)
def test_a_real_site_answers_to_its_own_name_only(real_site, host):
    for proto in (b"", b"X-Forwarded-Proto: https\r\n"):
        got, headers, page = send(
            real_site, b"GET / HTTP/1.1\r\nConnection: close\r\n" + proto + host + b"\r\n"
        )

        assert got == 400
        assert "evil.example" not in page + str(headers)


def test_another_host_that_is_named_beside_ours_is_in_no_answer(real_site):
    for header in (
        b"X-Forwarded-Host: evil.example",
        b"Forwarded: host=evil.example",
        b"X-Host: evil.example",
    ):
        got, headers, page = send(
            real_site,
            b"GET /sitemap.xml HTTP/1.1\r\nX-Forwarded-Proto: https\r\nHost: help.example.org\r\n"
            b"Connection: close\r\n" + header + b"\r\n\r\n",
        )

        assert got == 200
        assert "evil.example" not in page + str(headers)


@pytest.mark.parametrize(
    "claim",
    [
        b"X-Forwarded-Proto: https",
        b"X-Forwarded-Ssl: on",
        b"X-Forwarded-Protocol: ssl",
        b"X_Forwarded_Proto: https",
        b"Forwarded: proto=https",
    ],
)
def test_only_the_proxy_is_believed_about_https(behind_another_proxy, claim):
    """R30: whoever else says so is sent to https all the same."""
    got, _headers, _page = send(
        behind_another_proxy,
        b"GET / HTTP/1.1\r\nHost: help.example.org\r\nConnection: close\r\n" + claim + b"\r\n\r\n",
    )

    assert got == 301
