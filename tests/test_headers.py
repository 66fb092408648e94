"""Every answer carries exactly the row of its class in the header matrix, whoever made it.

esafe/headers.py is the table. Other tests hold other answers to it with ``carries``: of the real
server (test_gunicorn.py) and of junk (test_fuzz.py).
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver

from esafe.addresses import public_addresses
from esafe.headers import KEPT_FOR_A_YEAR, PUBLIC_POLICY, AnswerClass, row
from esafe.middleware import SHOW_CARDS
from tests import builders

READING, RESULT, ERROR = AnswerClass.READING, AnswerClass.RESULT, AnswerClass.ERROR
# What tells about the body, or about this one answer ("Clear-Site-Data": what a reader asked for).
OF_ONE_ANSWER = {
    "Accept-Ranges",
    "Allow",
    "Clear-Site-Data",
    "Connection",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Range",
    "Content-Type",
    "Date",
    "ETag",
    "Expires",
    "Last-Modified",
    "Location",
    "Transfer-Encoding",
    "Vary",
}
OF_STAFF = {"Set-Cookie", "Session-Seconds"}
# The one exception of R3: the editor's nonce, and the digest of the one style that it adds.
OF_THE_EDITOR = re.compile(r" '(?:nonce|sha256)-[A-Za-z0-9+/]+=*'")


def carries(headers, answer_class, https=False):
    """Whether these are the headers of the row, and no others but those of this one answer."""
    kept_out = OF_ONE_ANSWER | (OF_STAFF if answer_class is AnswerClass.STAFF else set())
    found = {name: value for name, value in headers.items() if name not in kept_out}
    if answer_class is AnswerClass.STAFF:
        found["Content-Security-Policy"] = in_order(OF_THE_EDITOR.sub("", found["Content-Security-Policy"]))
    wanted = dict(row(answer_class, https=https))
    if answer_class is AnswerClass.OTHERS_MAY_SHOW:  # a file with the hash of its content in its name
        del found["Cache-Control"], wanted["Cache-Control"]
    if answer_class is AnswerClass.STAFF:
        wanted["Content-Security-Policy"] = in_order(wanted["Content-Security-Policy"])
    assert found == wanted
    assert_letters_are_named(headers)
    return True


def in_order(policy):
    """django-csp sets the directives down in any order."""
    return sorted(policy.split("; "))


def assert_letters_are_named(headers):
    kind = headers.get("Content-Type", "")
    if kind.startswith(("text/", "application/xml")):
        assert re.search('charset="?utf-8', kind), kind


def patterns(resolver, before=""):
    """Every URL pattern, with the whole of its route."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield pattern, route


def an_address(route, number="1"):
    """An address that the pattern matches, though it may name nothing."""
    plain = re.sub(r"<int:\w+>", number, re.sub(r"<path:\w+>", "x/", re.sub(r"<\w+:\w+>", "x", route)))
    return "/" + re.sub(r"\(\?P<\w+>[^)]*\)|[\^$\\]|\.\*", lambda m: "x" if "(" in m[0] else "", plain)


def unless_keyed(route, answer_class):
    """The class of an answer at this route: all are KEYED whose address is a key of one reader.

    What programs read has classes of its own.
    """
    is_keyed = "<str:token>" in route and not route.startswith("admin/")
    if route.startswith("api/"):
        return AnswerClass.DATA_ERROR if answer_class is ERROR else AnswerClass.DATA
    return AnswerClass.KEYED if is_keyed else answer_class


def of_reading_at(address):
    return AnswerClass.SHOWS_CARDS if address.startswith(SHOW_CARDS) else READING


PUBLIC = list(patterns(get_resolver("esafe.public_urls")))
STAFF = [found for found in patterns(get_resolver()) if found[1].startswith("admin/")]


def test_the_readers_policy_is_the_one_that_was_asked_for():
    """Requirement R2, less what no page uses: fonts and a manifest."""
    assert {name: " ".join(values) for name, values in PUBLIC_POLICY.items()} == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "worker-src": "'none'",
        "upgrade-insecure-requests": "",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def test_no_policy_allows_inline_code_or_another_host():
    for answer_class in AnswerClass:
        values = row(answer_class, https=True)["Content-Security-Policy"]

        assert not re.search(
            r"unsafe-(?!requests)|data:|blob:|https?:|\*|report", values.replace("insecure", "")
        )


def test_every_reading_page_carries_its_row(reader, content):
    for path in public_addresses(content):
        response = reader.get(path)

        assert response.status_code == 200
        assert carries(response.headers, of_reading_at(path)), path
        assert not re.search(r'rel="(?:pre|dns-|module)|speculationrules', response.content.decode())


@pytest.mark.parametrize(("pattern", "route"), PUBLIC, ids=[route or "/" for _, route in PUBLIC])
def test_every_public_pattern_answers_with_a_row(reader, pattern, route):
    address = an_address(route)

    response = reader.client.get(address)
    sent = reader.client.post(address, {"a": "b"})
    with_query = reader.client.get(address, {"a": "b"})

    of_reading = of_reading_at(address) if response.status_code < 400 else ERROR
    assert carries(response.headers, unless_keyed(route, of_reading))
    for answer, asked in ((sent, RESULT), (with_query, RESULT if of_reading is READING else of_reading)):
        assert carries(answer.headers, unless_keyed(route, asked if answer.status_code < 400 else ERROR))
    assert response.status_code < 500 or route == "print/busy/"


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "TRACK", "QUERY", "CONNECT"]
)
def test_every_pattern_refuses_every_method_that_no_page_has(reader, method):
    for _pattern, route in (*PUBLIC, *STAFF):
        response = reader.client.generic(method, an_address(route))

        assert response.status_code == 405
        assert carries(response.headers, unless_keyed(route, ERROR)), route


def test_the_answers_to_a_form_and_to_a_query_are_the_row_of_a_result():
    """A reader's words may be in them: no search engine may list them."""
    assert row(RESULT, https=True) == {**row(READING, https=True), "X-Robots-Tag": "noindex"}
    assert row(ERROR, https=True) == row(RESULT, https=True)


def test_an_address_that_is_a_key_is_told_to_nobody():
    keyed = row(AnswerClass.KEYED, https=True)

    assert keyed == {**row(RESULT, https=True), "Referrer-Policy": "no-referrer"}


def test_every_static_file_is_kept_for_a_year_and_open_to_no_other_site(reader):
    from django.contrib.staticfiles.storage import staticfiles_storage

    # WhiteNoise finds no hash in a name without an ending, such as the admin's LICENSE.
    for name in (hashed for plain, hashed in staticfiles_storage.hashed_files.items() if Path(plain).suffix):
        response = reader.client.head(f"/static/{name}")

        ours = AnswerClass.OTHERS_MAY_SHOW if name.startswith("embed/") else AnswerClass.STATIC
        assert response.status_code == 200
        assert carries(response.headers, ours), name
        assert response.headers["Cache-Control"] == KEPT_FOR_A_YEAR


def test_a_static_file_that_did_not_change_or_is_asked_for_in_part_keeps_its_row(reader):
    path = re.search(r'href="(/static/css/site[^"]*\.css)"', reader.get("/").content.decode())[1]
    tag = reader.client.head(path).headers["Last-Modified"]

    same = reader.client.get(path, headers={"if-modified-since": tag})
    part = reader.client.head(path, headers={"range": "bytes=0-9"})

    assert (same.status_code, part.status_code) == (304, 206)
    assert carries(same.headers, AnswerClass.STATIC)
    assert carries(part.headers, AnswerClass.STATIC)


def test_a_static_address_that_names_no_file_is_an_error_page(reader):
    for path in ("/static/css/site.css", "/static/", "/static/css/"):
        response = reader.get(path)

        assert response.status_code == 404
        assert carries(response.headers, ERROR)


def of_staff(response):
    return ERROR if getattr(response, "is_error_page", False) else AnswerClass.STAFF


@pytest.mark.django_db
def test_every_staff_pattern_carries_its_row_and_reading_it_writes_nothing(admin_client, store):
    for _pattern, route in STAFF:
        with CaptureQueriesContext(connection) as queries:
            response = admin_client.get(an_address(route), SERVER_NAME="localhost")
        ours = of_staff(response)
        if "preview/" in route and response.status_code == 200:
            ours = AnswerClass.PREVIEW

        if "admin/look/" in route:  # the one page of staff with a frame: a preview of ours
            framed = response.headers["Content-Security-Policy"]
            response.headers["Content-Security-Policy"] = framed.replace(
                "frame-src 'self'", "frame-src 'none'"
            )
            assert framed != response.headers["Content-Security-Policy"]
        assert carries(response.headers, ours), route
        # "It is not there any more" waits in the session until it is shown.
        writes = [q for q in queries if re.match(r"(?i)(insert|update|delete)(?!.*session)", q["sql"])]
        assert writes == [], route


@pytest.mark.django_db
def test_the_editors_form_has_a_nonce_of_its_own_each_time(admin_client, store):
    policies = [
        admin_client.get("/admin/guidance/page/add/", SERVER_NAME="localhost").headers[
            "Content-Security-Policy"
        ]
        for _ in range(2)
    ]

    nonces = [re.findall(r"'nonce-[^']+'", policy) for policy in policies]
    assert [len(found) for found in nonces] == [1, 1]
    assert nonces[0] != nonces[1]
    assert all("'sha256-" in policy for policy in policies)


def test_somebody_who_is_not_signed_in_gets_the_row_of_staff_pages(db, reader):
    account = [an_address(route) for _pattern, route in STAFF if "admin/account/" in route]
    assert "/admin/account/login/" in account
    for path in ("/admin/", "/admin/login/", "/admin/x.js", *account):
        response = reader.client.get(path)
        assert carries(response.headers, of_staff(response)), path


def test_no_list_of_the_admin_needs_its_inline_style():
    """Django's list has one inline style, for when both bars of actions are off (M4)."""
    for model_admin in admin.site._registry.values():
        assert model_admin.actions_on_top or model_admin.actions_on_bottom


def test_no_reader_has_a_session_whatever_cookie_comes(reader):
    assert reader.client.cookies["staff-session"].value == builders.SESSION_COOKIE
    assert "Vary" not in reader.get("/").headers or "Cookie" not in reader.get("/").headers["Vary"]


def test_sessions_and_sign_in_are_for_staff_addresses_only():
    plain = [m for m in settings.MIDDLEWARE if m.startswith(("django.contrib.", "django.middleware.csrf"))]

    assert plain == []


def test_no_answer_is_kept_by_djangos_cache_middleware():
    """Seven of the 46 faults mended in Django 5.2.1 to 5.2.19 were in it (R27)."""
    assert not [m for m in settings.MIDDLEWARE if "cache" in m.lower()]
    for path in settings.BASE_DIR.glob("*/*.py"):
        if path.parent.name != "tests":
            assert "cache_page" not in path.read_text(), path


def test_a_page_of_ours_writes_no_html_from_text_and_stands_alone(new_context, site_address, content):
    """Trusted Types (R4) and isolation (R7), in the browser that is to keep them."""
    page = new_context().new_page()
    for path in (*public_addresses(content)[::8], "/nowhere/"):
        page.goto(site_address + path)

        with pytest.raises(Exception, match="requires 'TrustedHTML'"):
            page.evaluate("document.body.innerHTML = 'x'")
        assert page.evaluate("crossOriginIsolated") is True


def test_no_other_site_can_frame_us(new_context, site_address):
    """R5. The other site is the same server under another name, so that nothing else differs."""
    static = "/static/" + re.search(r"/static/([^\"]+\.css)", _get(site_address))[1]
    page = new_context().new_page()
    page.goto("data:text/html,<title>another site</title>")
    for path in ("/", "/help/", "/schools/", "/nowhere/", "/embed/nothing/", "/admin/login/", static):
        page.evaluate(
            """address => {
                const frame = document.createElement("iframe");
                frame.src = address;
                document.body.replaceChildren(frame);
                return new Promise(done => { frame.onload = done; });
            }""",
            site_address + path,
        )
        page.frames[-1].wait_for_url(re.compile("^chrome-error:"), wait_until="commit")


def _get(address):
    from urllib.request import urlopen

    with urlopen(address) as response:
        return response.read().decode()
