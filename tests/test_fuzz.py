"""Ten thousand requests of junk: never a 5xx, always our own page, and not a line in the log.

They go to the site as gunicorn serves it (kept pages, then Django), on SQLite and on PostgreSQL,
which fails where SQLite does not (M6). What gunicorn itself refuses is in test_gunicorn.py.
"""

import io
import logging

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from esafe import live
from esafe.headers import AnswerClass
from esafe.kept_pages import KeptPages
from esafe.middleware import KEYED_ADDRESSES
from esafe.utf8_request import Utf8Request
from tests import builders, junk
from tests.test_headers import carries
from tests.test_kept_pages import connections_stay_as_they_are

SEEDS = range(10)
EACH = 1000


@pytest.fixture
def log(monkeypatch):
    """All that the site writes down."""
    written = io.StringIO()
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    for handler in {handler for logger in loggers for handler in logger.handlers}:
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
            monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.fixture
def site(store):
    django = WSGIHandler()
    django.request_class = Utf8Request
    return KeptPages(django, store, settings.SITE_URL, settings.ALLOWED_HOSTS, secure=False)


def answer_to(site, request, session):
    """Status, headers and text of the site's answer."""
    usual = {
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": None,
    }
    answer = {}
    environ = {**usual, **request.environ()}
    if request.signed_in:
        environ["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}={session}"
    result = site(
        environ, lambda status, headers, exc_info=None: answer.update(status=status, headers=headers)
    )
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    return int(answer["status"].split()[0]), dict(answer["headers"]), body.decode("utf-8", "replace")


def row_is_right(request, status, headers):
    if request.path.startswith(b"/admin/"):
        is_ours = "trusted-types" in headers["Content-Security-Policy"]
        headers = {name: value for name, value in headers.items() if name != "Set-Cookie"}
        if (
            request.path.startswith((b"/admin/preview/", b"/admin/shared/"))
            and headers["X-Frame-Options"] != "DENY"
        ):
            return carries(headers, AnswerClass.PREVIEW)
        return carries(headers, AnswerClass.ERROR if is_ours else AnswerClass.STAFF)
    if request.path.startswith(b"/static/") and status < 400:
        return carries(headers, AnswerClass.STATIC)
    if request.path.startswith(tuple(address.encode() for address in KEYED_ADDRESSES)):
        return carries(headers, AnswerClass.KEYED)
    asks_nothing = request.method.upper() in ("GET", "HEAD") and not request.query
    return carries(headers, AnswerClass.READING if asks_nothing and status < 400 else AnswerClass.RESULT)


def check_refusal(text, headers, where):
    """An error page of ours; or, of what staff sent without a token, the page that keeps what was typed."""
    if "trusted-types" in headers["Content-Security-Policy"]:
        builders.check_page(text)
        assert "tel:08001111" in text, where
    else:
        assert "<h1>Nothing you typed is lost</h1>" in text, where


def no_query(execute, sql, *rest):
    raise AssertionError(f"a reader's address asked the database: {sql}")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_no_junk_brings_the_site_down(site, admin_client, log, seed):
    session = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    for number, request in enumerate(junk.requests(seed, EACH)):
        where = (seed, number, request)
        with connections_stay_as_they_are():
            if request.path.startswith(b"/admin/"):
                status, headers, text = answer_to(site, request, session)
            else:
                with connection.execute_wrapper(no_query):
                    status, headers, text = answer_to(site, request, session)
                assert "Set-Cookie" not in headers, where

        assert status < 500, where
        assert row_is_right(request, status, headers), where
        if status >= 400 and request.method != "HEAD" and "text/html" in headers["Content-Type"]:
            check_refusal(text, headers, where)

    assert log.getvalue() == ""
    assert live.store.current().number == 1
