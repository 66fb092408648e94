"""Readers' forms are answered when a page of ours sent them, without a cookie or a token (R25)."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from esafe import public_urls
from esafe.same_origin import open_to_other_sites
from tests.test_errors import is_ours

OURS = "http://localhost"


@require_POST
def form(request):
    return HttpResponse("taken")


handler403 = "esafe.error_views.forbidden"
urlpatterns = [
    path("form/", form),
    path("unsubscribe/", open_to_other_sites(form)),
    *public_urls.urlpatterns,
]


@pytest.fixture
def strict(store, settings):
    """A client that is checked as a browser is."""
    settings.ROOT_URLCONF = __name__
    return Client(enforce_csrf_checks=True, SERVER_NAME="localhost")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "same-origin", "origin": OURS},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"origin": OURS},
        {"origin": OURS, "referer": "https://evil.example/"},
    ],
)
def test_a_form_of_ours_is_answered(strict, headers):
    assert strict.post("/form/", {"a": "b"}, headers=headers).content == b"taken"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"referer": f"{OURS}/form/"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://evil.example"},
        {"origin": "https://localhost"},
        {"origin": f"{OURS}:81"},
        {"origin": f"{OURS}.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "same-origin, cross-site"},
        {"sec-fetch-site": "cross-site", "origin": OURS},
    ],
)
def test_a_form_of_another_site_gets_a_page_of_ours_with_the_numbers(strict, headers):
    response = strict.post("/form/", {"a": "b"}, headers=headers)

    assert is_ours(response, 403)
    assert b"try again" in response.content


def test_a_view_that_says_so_takes_what_mail_programs_send(strict):
    assert strict.post("/unsubscribe/", {"List-Unsubscribe": "One-Click"}).content == b"taken"
    assert strict.get("/unsubscribe/").status_code == 405


def test_reading_needs_no_such_header(strict):
    assert strict.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.django_db
def test_staff_forms_have_a_token_wherever_they_seem_to_come_from(store):
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    sent = "/admin/account/login/", {"login": "sam", "password": "x"}
    from_us = strict.post(*sent, headers={"sec-fetch-site": "same-origin", "origin": OURS})

    assert is_ours(strict.post(*sent), 403)
    assert from_us.status_code == 403
    assert "Nothing you typed is lost" in from_us.content.decode()


def test_a_browser_says_where_a_form_was_sent_from(new_context, site_address):
    page = new_context().new_page()
    send = """address => {
        const form = document.createElement("form");
        form.method = "post";
        form.action = address;
        document.body.append(form);
        form.submit();
    }"""
    answers = {}
    for start in (site_address, "data:text/html,<title>another site</title>"):
        page.goto(start)
        with page.expect_navigation() as sent:
            page.evaluate(send, site_address + "/help/")
        answers[start] = sent.value.status

    assert list(answers.values()) == [405, 403]
