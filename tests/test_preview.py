"""Staff, and whoever they send a link to, see the drafts on the readers' own pages."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from esafe import publishing, starter_loading
from guidance.models import Page
from tests import colleagues

pytestmark = pytest.mark.django_db
DRAFT = "Words that readers do not have yet."


@pytest.fixture
def site(empty_store):
    starter_loading.load_once()
    publishing.publish("someone")
    Page.objects.filter(key="privacy").update(summary=DRAFT, state="draft")
    return empty_store


@pytest.fixture
def staff(site):
    return colleagues.sign_in(Client(), colleagues.someone("Writer"))


@pytest.fixture
def link(staff):
    page = staff.post("/admin/share/privacy/").content.decode()
    return re.search(r'value="https?://[^/]+(/admin/shared/[^"]+)"', page)[1]


def test_the_preview_is_the_readers_page_with_the_draft_put_in(staff, client):
    assert DRAFT in staff.get("/admin/preview/privacy/").content.decode()
    assert DRAFT not in client.get("/privacy/").content.decode()


@pytest.mark.parametrize("width", ["phone", "tablet", "desktop", "nonsense"])
def test_it_is_shown_as_wide_as_a_device(staff, width):
    page = staff.get("/admin/look/privacy/", {"as": width})

    assert 'src="/admin/preview/privacy/"' in page.content.decode()
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]


def test_only_our_own_pages_may_frame_a_preview(staff):
    page = staff.get("/admin/preview/privacy/")

    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_colleague_without_an_account_sees_it_by_a_link(link, client):
    page = client.get(link).content.decode()

    assert DRAFT in page
    assert f'href="{link.removesuffix("privacy/")}help/' in page


def test_the_link_shows_the_questions_too(link, client):
    start = link.removesuffix("privacy/") + "concerned/"
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(start).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    answer = {"asked": "safety", "safety": "no", "csrfmiddlewaretoken": token}
    sent = browser.post(start, answer, headers={"Sec-Fetch-Site": "same-origin"})

    assert "How old is the child" in sent.content.decode()


def test_the_link_ends_after_a_week(link, client):
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        assert client.get(link).status_code == 404


def test_a_link_that_was_altered_opens_nothing(link, client):
    assert client.get(link.replace("/admin/shared/", "/admin/shared/x")).status_code == 404


def test_the_link_opens_nothing_but_previews(link, client):
    client.get(link)

    for address in ("/admin/", "/admin/preview/", "/admin/guidance/page/"):
        assert client.get(address).status_code == 302


def test_only_staff_make_links(site, client):
    response = client.post("/admin/share/privacy/")

    assert response.headers["Location"].startswith("/admin/login/")
