"""Staff, and whoever they send a link to, see the drafts on the readers' own pages."""

import datetime
import re

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from contact.complaints import Complaint
from contact.feedback import Feedback
from contact.subscribers import Subscriber
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


def send(address, **fields):
    """Send a form as a browser does: the pages of readers have no token."""
    browser = Client(enforce_csrf_checks=True)
    browser.get(address)
    return browser.post(address, fields, headers={"Sec-Fetch-Site": "same-origin"})


def test_the_link_shows_the_questions_and_searches_too(link):
    start = link.removesuffix("privacy/")

    answered = send(f"{start}concerned/", asked="safety", safety="no")
    found = send(f"{start}search/", q="privacy")

    assert "How old is the child" in answered.content.decode()
    assert DRAFT in found.content.decode()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("feedback/", {"words": "I typed this."}),
        ("feedback/useful/", {"useful": "yes"}),
        ("privacy/complaint/", {"words": "I typed this."}),
        ("updates/", {"email": "reader@example.org"}),
        ("cookies/choice/", {"choice": "yes"}),
        ("leaving/clear/", {}),
    ],
)
def test_all_other_forms_do_nothing_in_a_preview_and_say_so(link, staff, path, fields):
    for start in (link.removesuffix("privacy/"), "/admin/preview/"):
        browser = staff if start == "/admin/preview/" else Client(enforce_csrf_checks=True)
        page = browser.post(start + path, fields, headers={"Sec-Fetch-Site": "same-origin"})
        text = page.content.decode()

        assert "Forms do nothing in a preview" in text
        assert "I typed this." not in text
        assert f'href="{start}"' in text
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert page.headers["Cache-Control"] == "no-store"
        assert "Clear-Site-Data" not in page.headers
    assert not any(model.objects.exists() for model in (Feedback, Complaint, Subscriber))


def test_the_link_ends_after_a_week(link, client):
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        assert client.get(link).status_code == 404


def test_the_link_ends_with_its_makers_account(link, client):
    User.objects.update(is_active=False)

    assert client.get(link).status_code == 404


def test_who_may_not_see_pages_makes_no_link_to_all_drafts(site):
    inbox = colleagues.sign_in(Client(), colleagues.someone("Inbox", email="inbox@example.org"))

    assert "Make a link" not in inbox.get("/admin/look/privacy/").content.decode()
    assert inbox.post("/admin/share/privacy/").status_code == 403


def test_a_link_that_was_altered_opens_nothing(link, client):
    assert client.get(link.replace("/admin/shared/", "/admin/shared/x")).status_code == 404


def test_the_link_opens_nothing_but_previews(link, client):
    client.get(link)

    for address in ("/admin/", "/admin/preview/", "/admin/guidance/page/"):
        assert client.get(address).status_code == 302


def test_only_staff_make_links(site, client):
    response = client.post("/admin/share/privacy/")

    assert response.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("address", ["/admin/look/privacy/", "/admin/preview/privacy/"])
def test_what_keeps_a_page_from_being_shown_is_said_with_the_way_to_mend_it(staff, address):
    Page.objects.get(key="the-law").sections.update(kind="service", service=None)

    page = staff.get(address)

    assert page.status_code == 409
    assert re.search(r'href="/admin/guidance/page/\d+/change/"', page.content.decode())
    assert "<iframe" not in page.content.decode()
