"""When something is wrong: our words, the numbers and the way out. Junk is never a 5xx.

The fuzz runs on SQLite and on PostgreSQL, which fails where SQLite does not (M6); it may reach
the database through staff addresses, and only there.
"""

import io
import logging
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esafe import error_views, live
from esafe.error_views import WORDS, error_page
from tests import builders

PATHS = [
    "/",
    "/help/",
    "/advice/the-law/",
    "/services/",
    "/nowhere/",
    "/sitemap.xml",
    "/healthz",
    "/concerned/",
]


def is_ours(response, status):
    page = response.content.decode()
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    builders.check_page(page)
    for number in ("tel:999", "tel:101", "tel:08001111", "tel:08088005000", "ceop.police.uk"):
        assert number in page, number
    return True


def test_an_unknown_address_is_a_kind_page(reader):
    assert is_ours(reader.get("/nowhere/"), 404)


def test_an_unknown_item_is_a_kind_page(reader):
    for path in ("/help/x/", "/advice/x/", "/services/x/", "/news/x/", "/services/police_999/"):
        assert is_ours(reader.get(path), 404)


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
@pytest.mark.parametrize("path", PATHS)
def test_methods_that_no_page_has_are_refused(reader, method, path):
    assert is_ours(getattr(reader.client, method)(path), 405)


@pytest.mark.parametrize("method", ["QUERY", "TRACK", "CONNECT", "PROPFIND", "NONSENSE"])
def test_methods_that_nobody_knows_are_refused(reader, method):
    assert is_ours(reader.client.generic(method, "/"), 405)


@pytest.mark.parametrize("path", ["/", "/help/", "/advice/the-law/"])
def test_a_reading_page_takes_no_post(reader, path):
    response = reader.post(path, data={"a": "b"})

    assert is_ours(response, 405)
    assert response.headers["Allow"] == "GET, HEAD"


def test_a_body_that_is_too_large_is_refused_before_it_is_read(reader):
    assert is_ours(reader.post("/nowhere/", data="x" * 70_000, content_type="text/plain"), 413)


@pytest.mark.parametrize("path", ["/%00", "/help/%00/", "/?q=%00", "/?%00=1", "/advice/?a=b%00c"])
def test_a_nul_is_refused(reader, path):
    assert is_ours(reader.get(path), 400)


@pytest.mark.parametrize("path", ["/" + "a" * 5000, "/?" + "a" * 5000])
def test_a_very_long_address_is_refused(reader, path):
    assert is_ours(reader.get(path), 414)


@pytest.mark.parametrize(
    "path", ["/%ff%fe/", "/help/%c3%28/", "/advice/%ed%a0%80/", "/..%2f..%2fetc/passwd", "/%2e%2e/"]
)
def test_bad_letters_in_an_address_are_not_found(reader, path):
    assert is_ours(reader.get(path), 404)


def test_a_strange_query_is_ignored(reader):
    assert reader.get("/?q=%ff%fe&page=-1&x[]=99999999999999999999999").status_code == 200


def test_a_host_that_is_not_ours_is_refused(reader):
    assert is_ours(reader.get("/", headers={"host": "evil.example"}), 400)


def test_a_name_of_another_host_reaches_no_page(reader):
    for headers in ({"host": "evil.example"}, {"x-forwarded-host": "evil.example"}):
        assert b"evil.example" not in reader.get("/", headers=headers).content


def test_a_failure_inside_is_a_kind_page_that_says_nothing_internal(reader, monkeypatch):
    monkeypatch.setattr("guidance.views._pages", _fail)

    response = reader.get("/")

    assert is_ours(response, 500)
    assert b"secret detail" not in response.content
    assert b"Traceback" not in response.content


def _fail(*args):
    raise RuntimeError("secret detail")


def test_the_log_of_a_failure_names_neither_the_address_nor_the_query(reader, monkeypatch):
    log = io.StringIO()
    monkeypatch.setattr(logging.getLogger("django.request").handlers[0], "stream", log)
    monkeypatch.setattr("guidance.views._pages", _fail)

    reader.get("/advice/?q=canary-7d2f", headers={"user-agent": "canary-7d2f", "referer": "canary-7d2f"})

    said = log.getvalue()
    assert "A request failed" in said
    assert "canary-7d2f" not in said
    assert "/advice/" not in said


def test_even_a_broken_error_page_has_the_number_and_the_way_out(reader, monkeypatch):
    monkeypatch.setattr(error_views, "render_to_string", _fail)

    response = reader.client.get("/nowhere/")

    assert response.status_code == 404
    assert b"tel:999" in response.content
    assert b"Leave this site" in response.content


@pytest.mark.parametrize("status", sorted(WORDS))
def test_every_error_has_its_own_words(rf, store, status):
    request = rf.get("/")

    response = error_page(request, status)

    assert is_ours(response, status)
    assert str(WORDS[status][0]) in response.content.decode()


def test_without_any_edition_the_error_page_still_has_the_numbers(empty_store, client):
    response = client.get("/", headers={"host": "localhost"})

    assert is_ours(response, 503)


def test_without_any_edition_health_and_readiness_tell_them_apart(empty_store, client):
    assert client.get("/healthz", headers={"host": "localhost"}).status_code == 200
    assert client.get("/readyz", headers={"host": "localhost"}).status_code == 503


FUZZ = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
anything = st.text(max_size=60) | st.sampled_from(
    ["\0", "\ud800", "%00", "‮", "😀" * 20, "x" * 6000, "-1", "9" * 40]
)
starts = st.sampled_from(
    ["/", "/help/", "/advice/", "/services/", "/news/", "/admin/", "/admin/guidance/page/", "/."]
)


@pytest.fixture
def staff(admin_client, store):
    admin_client.raise_request_exception = False
    return admin_client


METHODS = st.sampled_from(["GET", "POST", "HEAD", "PUT"])
HEADERS = st.sampled_from(
    [
        "HTTP_ACCEPT_ENCODING",
        "HTTP_COOKIE",
        "HTTP_ACCEPT_LANGUAGE",
        "CONTENT_TYPE",
        "CONTENT_LENGTH",
        "HTTP_RANGE",
        "HTTP_IF_NONE_MATCH",
        "HTTP_X_FORWARDED_FOR",
    ]
)


def raw(text):
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.django_db
@FUZZ
@given(start=starts, rest=anything, query=st.dictionaries(anything, anything, max_size=3), method=METHODS)
def test_no_junk_brings_the_site_down(staff, start, rest, query, method):
    path = start + quote(raw(rest))
    words = urlencode({raw(name): raw(value) for name, value in query.items()})
    for client in (staff, Client(raise_request_exception=False)):
        response = client.generic(method, path, QUERY_STRING=words, SERVER_NAME="localhost")

        assert response.status_code < 500, (path, words)
    assert live.store.current().number == 1


@pytest.mark.django_db
@FUZZ
@given(
    header=HEADERS, value=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=80)
)
def test_no_junk_in_a_header_brings_the_site_down(staff, header, value):
    for path in ("/", "/advice/the-law/", "/admin/"):
        response = staff.get(path, SERVER_NAME="localhost", **{header: value})

        assert response.status_code < 500
