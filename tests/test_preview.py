"""Staff, and whoever they send a link to, see the drafts on the readers' own pages."""

import dataclasses
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
from reporting_links.models import Action, Service
from tests import builders, colleagues

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


@pytest.fixture
def broken(site):
    """A colleague's draft in which a section names no service."""
    page = Page.objects.get(key="the-law")
    page.sections.update(kind="service", service=None)
    Page.objects.filter(pk=page.pk).update(title="Half-written", state="draft")
    return page


@pytest.mark.parametrize("address", ["/admin/look/advice/the-law/", "/admin/preview/advice/the-law/"])
def test_what_keeps_a_page_from_being_shown_is_said_with_the_way_to_mend_it(staff, broken, address):
    page = staff.get(address)

    assert page.status_code == 409
    assert f'href="/admin/guidance/page/{broken.pk}/change/"' in page.content.decode()
    assert "<iframe" not in page.content.decode()


def test_one_unfinished_draft_takes_the_preview_of_nothing_else_away(staff, broken, link, client):
    page = staff.get("/admin/preview/privacy/").content.decode()

    assert DRAFT in page
    assert "Without these drafts" in page
    assert "page “the-law”: A section of it shows no service." in page
    assert DRAFT in client.get(link).content.decode()
    look = staff.get("/admin/look/privacy/").content.decode()
    assert "<iframe" in look
    assert f'href="/admin/guidance/page/{broken.pk}/change/"' in look


def test_what_readers_have_stands_in_place_of_an_unfinished_draft(staff, broken):
    listed = staff.get("/admin/preview/advice/").content.decode()

    assert 'href="/admin/preview/advice/the-law/"' in listed
    assert "Half-written" not in listed


def test_a_new_unfinished_draft_and_what_leans_on_it_are_left_out(staff):
    new = Page.from_item(builders.make_page(key="new", title="Brand new"))
    new.sections.create(kind="figure")
    item = builders.starter_content().action["in_danger_call_999"]
    first = Action.from_item(dataclasses.replace(item, key="first"), state="withdrawn")
    Page.from_item(builders.make_page(key="other", title="Another new one"))
    Page.objects.filter(key="other").update(first_line=first)
    page = staff.get("/admin/preview/privacy/")

    assert DRAFT in page.content.decode()
    listed = staff.get("/admin/preview/advice/").content.decode()
    assert "Brand new" not in listed
    assert "Another new one" not in listed
    assert staff.get("/admin/preview/advice/new/").status_code == 409
    assert staff.get("/admin/preview/advice/other/").status_code == 409


def test_what_was_withdrawn_though_pages_need_it_stands_in_the_preview(staff):
    Service.objects.filter(key="childline").update(state="withdrawn")

    page = staff.get("/admin/preview/privacy/").content.decode()

    assert DRAFT in page
    assert "service “childline”: Every page needs this item. Please put it back." in page


def test_a_visitor_of_a_link_reads_nothing_of_the_admin_whatever_happens(link, client, monkeypatch):
    start = link.removesuffix("privacy/")
    form = client.post(start + "feedback/", {"words": "x"}, headers={"Sec-Fetch-Site": "same-origin"})
    Page.objects.get(key="the-law").sections.update(kind="service", service=None)
    seen = client.get(link)
    lacking = client.get(start + "advice/the-law/")
    Service.objects.filter(key="childline").update(state="withdrawn")
    monkeypatch.setattr(publishing, "previous_content", lambda _store: None)
    nothing = client.get(link)

    assert [answer.status_code for answer in (form, seen, lacking, nothing)] == [403, 200, 409, 409]
    for answer in (form, seen, lacking, nothing):
        html = answer.content.decode()
        assert "role yet" not in html
        assert "Without these drafts" not in html
        assert not [a for a in re.findall(r'"(/admin/[^"]*)"', html) if not a.startswith(start)]
    for answer in (lacking, nothing):
        assert "This page is being worked on" in answer.content.decode()
