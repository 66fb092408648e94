"""Every answer carries the headers of its class, whoever made it."""

import re

import pytest
from django.conf import settings

from esafe.headers import EVERY_ANSWER
from tests import builders

READING = {
    **EVERY_ANSWER,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
    "worker-src": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


def policy_of(response):
    parts = response.headers["Content-Security-Policy"].split("; ")
    return dict([*part.split(" ", 1), ""][:2] for part in parts)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/help/",
        "/advice/the-law/",
        "/services/",
        "/news/",
        "/robots.txt",
        "/sitemap.xml",
        "/healthz",
        "/nowhere/",
        "/%00",
    ],
)
def test_a_public_answer_carries_the_whole_row(reader, path):
    response = reader.client.get(path)

    assert READING.items() <= response.headers.items()
    assert policy_of(response) == POLICY


@pytest.mark.parametrize("path", ["/", "/nowhere/"])
def test_nothing_says_what_the_site_is_made_of(reader, path):
    names = {name.lower() for name in reader.client.get(path).headers}

    assert not names & {"server", "x-powered-by", "via", "access-control-allow-origin", "set-cookie"}


def test_a_static_file_is_kept_for_ever_and_open_to_no_other_site(reader):
    page = reader.get("/").content.decode()
    path = re.search(r'href="(/static/css/site[^"]*\.css)"', page)[1]

    response = reader.client.head(path)

    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert EVERY_ANSWER.items() <= response.headers.items()
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.django_db
def test_staff_pages_keep_a_strict_policy_without_trusted_types(admin_client, store):
    response = admin_client.get("/admin/", SERVER_NAME="localhost")

    policy = policy_of(response)
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "trusted-types" not in policy
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]


def test_no_reader_has_a_session_whatever_cookie_comes(reader):
    assert reader.client.cookies["staff-session"].value == builders.SESSION_COOKIE
    assert "Vary" not in reader.get("/").headers or "Cookie" not in reader.get("/").headers["Vary"]


def test_sessions_and_sign_in_are_for_staff_addresses_only():
    plain = [m for m in settings.MIDDLEWARE if m.startswith(("django.contrib.", "django.middleware.csrf"))]

    assert plain == []
