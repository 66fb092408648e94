"""Pages kept as bytes: the same answer as Django's, and nothing of a reader in it."""

import datetime
import gzip
import io
from contextlib import contextmanager

import brotli
import pytest
import time_machine
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from esafe.addresses import public_addresses
from esafe.kept_pages import KeptPages, encoding_for, next_midnight
from tests import builders


@contextmanager
def connections_stay_as_they_are():
    """A request asks whether old connections should be closed; an earlier test may have left one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def calls():
    return []


@pytest.fixture
def kept(store, calls):
    django = WSGIHandler()

    def counting(environ, start_response):
        calls.append(environ["PATH_INFO"])
        return django(environ, start_response)

    return KeptPages(counting, store, settings.SITE_URL, settings.ALLOWED_HOSTS, secure=False)


def ask(app, path="/", **environ):
    """One request as gunicorn would make it: (status, headers, body)."""
    answer = {}

    def start(status, headers, exc_info=None):
        answer.update(status=status, headers=dict(headers))

    usual = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "localhost:8000",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": None,
    }
    with connections_stay_as_they_are():
        body = b"".join(app({**usual, **environ}, start))
    return answer["status"], answer["headers"], body


def test_a_page_is_made_once_and_kept(kept, calls):
    first = ask(kept)
    second = ask(kept)

    assert first == second
    assert calls == ["/"]


def test_nothing_is_made_before_somebody_asks(kept, calls):
    assert calls == []


def test_every_reading_page_is_kept(kept, calls, content):
    for path in public_addresses(content):
        assert ask(kept, path)[0] == "200 OK"
    calls.clear()
    for path in public_addresses(content):
        ask(kept, path)

    assert calls == []


def test_a_kept_page_is_the_page_that_django_makes(kept, store, content):
    reader = builders.Reader()
    for path in public_addresses(content):
        page = reader.client.get(path, headers={"host": "127.0.0.1:8000"})
        _status, headers, body = ask(kept, path)

        assert body == page.content
        made = {name: value for name, value in page.headers.items() if name not in ("Vary", "Content-Length")}
        assert made.items() <= headers.items()


def test_cookies_neither_change_nor_stop_a_kept_page(kept, calls):
    with_cookie = ask(kept, HTTP_COOKIE=f"staff-session={builders.SESSION_COOKIE}")

    assert ask(kept) == with_cookie
    assert calls == ["/"]


def test_nothing_of_the_first_reader_is_kept(kept):
    canary = "canary-5f1d"
    ask(
        kept,
        HTTP_USER_AGENT=canary,
        HTTP_REFERER=canary,
        HTTP_COOKIE=f"a={canary}",
        HTTP_X_FORWARDED_FOR=canary,
        HTTP_ACCEPT_LANGUAGE=canary,
    )

    _status, headers, body = ask(kept)

    assert canary not in body.decode()
    assert canary not in str(headers)


@pytest.mark.parametrize(("accepted", "decode"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_the_compressed_forms_hold_the_same_page(kept, accepted, decode):
    _status, headers, plain = ask(kept)
    _status, packed_headers, packed = ask(kept, HTTP_ACCEPT_ENCODING=accepted)

    assert decode(packed) == plain
    assert packed_headers["Content-Encoding"] == accepted
    assert packed_headers["Content-Length"] == str(len(packed))
    assert headers["Vary"] == packed_headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", "identity"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=nonsense", "identity"),
        ("GZIP", "gzip"),
        ("identity", "identity"),
    ],
)
def test_the_form_follows_what_the_browser_takes(accepted, sent):
    assert encoding_for(accepted) == sent


def test_head_gets_the_headers_of_the_page_and_no_body(kept):
    _status, headers, body = ask(kept)
    status, head_headers, head_body = ask(kept, REQUEST_METHOD="HEAD")

    assert (status, head_headers, head_body) == ("200 OK", headers, b"")
    assert headers["Content-Length"] == str(len(body))


def test_a_new_edition_shows_on_the_next_request(kept, store, content):
    ask(kept)
    renamed = builders.changed(content, "site", "site", strapline="A new strapline")
    builders.put_live(store, builders.make_edition(renamed, number=2))

    assert b"A new strapline" in ask(kept)[2]


def test_a_new_day_in_london_makes_the_page_again(kept, calls):
    with time_machine.travel(
        datetime.datetime(2026, 7, 1, 22, 59, 59, tzinfo=datetime.UTC), tick=False
    ) as clock:
        ask(kept)
        ask(kept)
        assert len(calls) == 1
        clock.shift(1)  # midnight in summer time
        ask(kept)

    assert len(calls) == 2


def test_a_kept_page_says_after_midnight_that_it_is_being_checked_again(kept, store, content):
    due = builders.changed(content, "page", "the-law", review_by=datetime.date(2027, 5, 21))
    builders.put_live(store, builders.make_edition(due, number=2))
    midnight = datetime.datetime(2027, 5, 21, 23, tzinfo=datetime.UTC)  # in summer time
    with time_machine.travel(midnight - datetime.timedelta(seconds=1), tick=False) as clock:
        assert b"We are checking this again" not in ask(kept, "/advice/the-law/")[2]
        clock.shift(1)

        assert b"We are checking this again" in ask(kept, "/advice/the-law/")[2]


def test_a_notice_is_gone_from_kept_pages_when_it_ends(kept, store, content):
    until = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
    told = builders.changed(content, "site", "site", notice="We are moving.", notice_until=until)
    builders.put_live(store, builders.make_edition(told, number=2))
    with time_machine.travel(until - datetime.timedelta(seconds=1), tick=False) as clock:
        assert b"We are moving." in ask(kept)[2]
        clock.shift(1)

        assert b"We are moving." not in ask(kept)[2]


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        ((2027, 3, 27, 12), (2027, 3, 28, 0)),
        ((2027, 3, 28, 12), (2027, 3, 28, 23)),
        ((2026, 10, 25, 12), (2026, 10, 26, 0)),
    ],
)
def test_a_day_ends_at_midnight_in_london_also_when_the_clocks_change(now, midnight):
    at = datetime.datetime(*now, tzinfo=datetime.UTC).timestamp()

    assert next_midnight(at) == datetime.datetime(*midnight, tzinfo=datetime.UTC).timestamp()


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "POST"},
        {"QUERY_STRING": "a=b"},
        {"PATH_INFO": "/admin/"},
        {"PATH_INFO": "/nowhere/"},
        {"PATH_INFO": "/advice"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": ""},
    ],
)
def test_everything_else_goes_to_django(store, environ):
    asked = []

    def django(environ, start_response):
        asked.append(environ)
        start_response("404 Not Found", [])
        return [b""]

    ask(KeptPages(django, store, settings.SITE_URL, settings.ALLOWED_HOSTS, secure=False), **environ)

    assert asked[-1]["HTTP_HOST"] == environ.get("HTTP_HOST", "localhost:8000")


def test_in_production_plain_http_goes_to_django_to_be_sent_to_https(store):
    asked = []

    def django(environ, start_response):
        asked.append(environ["wsgi.url_scheme"])
        start_response("200 OK", [])
        return [b"page"]

    app = KeptPages(django, store, "https://localhost", ["localhost"], secure=True)
    ask(app)
    assert asked == ["http"]

    ask(app, HTTP_X_FORWARDED_PROTO="https")  # from anybody: gunicorn did not believe it
    assert asked == ["http", "http"]

    ask(app, **{"wsgi.url_scheme": "https"})
    assert asked == ["http", "http", "https"]


def test_without_an_edition_readers_get_the_numbers(empty_store):
    app = KeptPages(WSGIHandler(), empty_store, settings.SITE_URL, settings.ALLOWED_HOSTS, secure=False)

    status, _headers, body = ask(app)

    assert status.startswith("503")
    assert b'href="tel:999"' in body


def test_an_error_is_not_kept(store):
    def broken(environ, start_response):
        start_response("500 Internal Server Error", [])
        return [b"sorry"]

    app = KeptPages(broken, store, settings.SITE_URL, settings.ALLOWED_HOSTS, secure=False)

    assert ask(app)[0].startswith("500")
    assert not app._shelf.pages
