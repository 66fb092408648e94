"""When something is wrong: our words, the numbers and the way out. Junk in bulk is in test_fuzz.py."""

import io
import logging
import re
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.log import AdminEmailHandler

from esafe import error_views
from esafe.error_views import WORDS, error_page
from esafe.logs import OneLine
from tests import builders, colleagues

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


def test_the_log_of_a_broken_error_page_quotes_nothing_either(reader, monkeypatch):
    log = io.StringIO()
    monkeypatch.setattr(logging.getLogger().handlers[0], "stream", log)
    monkeypatch.setattr(error_views, "render_to_string", _fail)

    reader.client.get("/nowhere/canary-7d2f/")

    said = log.getvalue()
    assert said.count("\n") == 1
    assert "The error page itself failed: RuntimeError at " in said
    assert "secret detail" not in said


def test_a_line_of_the_log_is_one_line_whatever_is_in_it():
    """R52: no text can pass for a line of its own, or command a terminal."""
    record = logging.LogRecord("esafe", logging.ERROR, "f", 1, "a\nb \x1b[31m \ud800 é", None, None)

    assert OneLine("%(message)s").format(record) == r"a\nb \x1b[31m \ud800 é"


def test_no_log_is_mailed_to_anybody():
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]

    assert not [h for logger in loggers for h in logger.handlers if isinstance(h, AdminEmailHandler)]


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


FORM = "application/x-www-form-urlencoded"
TAKEN = 405  # whole as it was, it reached the page, which has no form


def send(reader, body, kind=FORM):
    return reader.check(reader.client.generic("POST", "/help/", body, kind))


def test_a_form_may_be_64_kilobytes_and_no_more(reader):
    for length, status in ((64 * 1024, TAKEN), (64 * 1024 + 1, 413)):
        assert is_ours(send(reader, b"a=" + b"b" * (length - 2)), status)


def test_a_form_may_have_a_hundred_fields_and_no_more(reader):
    for count, status in ((100, TAKEN), (101, 400)):
        assert is_ours(reader.post("/help/", data={"a": ["b"] * count}), status)
        assert is_ours(send(reader, urlencode([("a", "b")] * count).encode()), status)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"a=%00", FORM),
        (b"a%00=b", FORM),
        (b"a=\0", FORM),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\0\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_form_that_holds_a_nul_is_refused(reader, body, kind):
    assert is_ours(send(reader, body, kind), 400)


def test_a_percent_sign_and_two_noughts_may_be_typed(reader):
    assert is_ours(send(reader, urlencode({"a": "100%00"}).encode()), TAKEN)


@pytest.mark.django_db
def test_no_file_is_taken_from_anybody(admin_client, store):
    photo = SimpleUploadedFile("x.png", b"\x89PNG")
    for address in ("/admin/login/", "/admin/guidance/page/add/"):
        assert is_ours(admin_client.post(address, {"a": photo}, SERVER_NAME="localhost"), 400)


OTHER_SITES = [
    f"{before}evil.example{after}"
    for before in (
        "//",
        "///",
        "////",
        "/\\",
        "\\\\",
        "/\\/",
        "https:",
        "https:/",
        "https://",
        "HTTPS://",
        "https:\\\\",
        "http://",
        "ftp://",
        "javascript://",
        "/%09//",
        "/%0a//",
        "%09//",
        "/%2f%2f",
        "/%5c%5c",
        "/.//",
        "/..//",
        "//localhost@",
        "https://localhost@",
        "//localhost:80@",
        "/;@",
        "//。",
        "/\u2028//",
        "https:///",
        " //",
        "\t//",
    )
    for after in ("", "/advice")
]


def test_nobody_is_sent_on_to_another_site_by_an_address_without_its_last_slash(reader):
    for elsewhere in OTHER_SITES:
        path = "/" + quote(elsewhere.lstrip(), safe="/%;@:")
        for address in (path, "/" + path, "/help" + path):
            assert leads_to_us(reader.client.get("/", PATH_INFO=address)), address


@pytest.mark.django_db
def test_nobody_is_sent_on_to_another_site_by_signing_in(client, store, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # sixty sign-ins
    user = colleagues.someone("Writer")
    user.authenticator_set.all().delete()  # or each sign-in would stop at the second factor
    for elsewhere in OTHER_SITES:
        signed_in = client.post(
            "/admin/account/login/",
            {"login": user.email, "password": colleagues.PASSWORD, "next": elsewhere},
            SERVER_NAME="localhost",
        )

        assert signed_in.status_code == 302
        assert leads_to_us(signed_in), elsewhere
        assert leads_to_us(client.get("/admin/login/", {"next": elsewhere}, SERVER_NAME="localhost"))
        assert leads_to_us(client.get("/admin/account/login/", {"next": elsewhere}, SERVER_NAME="localhost"))


def leads_to_us(response):
    """Whether a browser would stay on this host. It reads a backslash as a slash, and skips tabs."""
    location = re.sub(r"[\t\r\n]", "", response.headers.get("Location", "/")).replace("\\", "/").strip()
    return not location.startswith("//") and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", location)


ENDINGS = (
    "x.css x.js x.png x.jpg x.svg x.ico x.woff2 x.txt x.json x.xml x.pdf x.gif x.webp x.map x.html x.php "
    "%2ex.css %2fx.css ..%2fx.css %2e%2e/x.css ;x.css ;a=b.css ;.css /x.css //x.css %3fx.css %23x.css "
    "%0ax.css %09x.css %20x.css ~x.css .css .js .png .ico -.css _.css @x.css :x.css !x.css"
).split()


def test_no_address_can_pass_for_a_file_that_a_cache_would_keep(reader):
    """R28: a shared cache that looks at endings must find nothing to keep."""
    for page in ("/help/", "/advice/the-law/", "/sitemap/"):
        for ending in ENDINGS:
            assert is_ours(reader.get(page + ending), 404), page + ending
