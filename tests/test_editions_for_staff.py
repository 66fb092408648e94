"""Earlier editions, one item brought back, a time to go live, and withdrawing at once."""

import datetime
import re

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from esafe import addresses, publishing, starter_loading
from esafe.models import Redirect
from esafe.staff.audit_models import AuditEntry
from esafe.staff.differences import differences
from esafe.staff.field_words import field_in_words
from esafe.uses import uses
from guidance.models import NewsItem, Page, Section
from reporting_links.models import Situation
from tests import colleagues

pytestmark = pytest.mark.django_db
OLD, NEW = "What we keep about you.", "What we keep about you, which is nothing."


@pytest.fixture
def site(empty_store):
    starter_loading.load_once()
    Page.objects.filter(key="privacy").update(summary=OLD)
    publishing.publish("someone", "The first one")
    Page.objects.filter(key="privacy").update(summary=NEW)
    publishing.publish("someone", "Say it in full")
    return empty_store


@pytest.fixture
def staff(client, site):
    return colleagues.sign_in(client, colleagues.someone("Writer", "Publisher"))


def summary(site):
    return site.current().content.page["privacy"].summary


def test_every_edition_says_who_when_why_and_what_changed(staff):
    assert "Say it in full" in staff.get("/admin/editions/").content.decode()
    page = staff.get("/admin/editions/2/").content.decode()

    assert "page “privacy”" in page
    assert "<del>you.</del><ins>you, which is nothing.</ins>" in page


def test_one_item_comes_back_as_a_draft_and_readers_notice_nothing_yet(staff, site):
    page = Page.objects.get(key="privacy")
    staff.post("/admin/editions/1/page/privacy/bring-back/")
    page.refresh_from_db()

    assert page.summary == OLD
    assert page.state == "draft"
    assert summary(site) == NEW
    assert page.to_item() == site.get(1).content.page["privacy"]


def test_words_in_progress_are_shown_before_an_earlier_version_takes_their_place(staff):
    address = "/admin/editions/1/page/privacy/bring-back/"
    page = Page.objects.get(key="privacy")
    Page.objects.filter(pk=page.pk).update(summary="Somebody works on this.", state="draft")
    asked = staff.post(address).content.decode()
    page.refresh_from_db()

    assert "<del>Somebody</del>" in asked
    assert page.summary == "Somebody works on this."
    staff.post(address, shown(asked))
    page.refresh_from_db()
    assert page.summary == OLD


def test_what_a_colleague_saves_while_somebody_is_asked_is_shown_and_not_lost(staff):
    address = "/admin/editions/1/page/privacy/bring-back/"
    page = Page.objects.get(key="privacy")
    page.summary, page.state = "Somebody works on this.", "draft"
    page.save()
    asked = staff.post(address).content.decode()
    page.summary = "Rewritten."
    page.save()

    asked_again = staff.post(address, shown(asked)).content.decode()
    page.refresh_from_db()

    assert "<del>Rewritten.</del>" in asked_again
    assert page.summary == "Rewritten."
    staff.post(address, shown(asked_again))
    page.refresh_from_db()
    assert page.summary == OLD


def shown(asked):
    """The hidden field of the question, as a browser sends it back."""
    return dict(re.findall(r'<input type="hidden" name="(shown)" value="([^"]+)"', asked))


def test_bringing_back_that_fails_half_way_changes_nothing(staff, monkeypatch):
    page, sections = Page.objects.get(key="privacy"), Section.objects.filter(page__key="privacy")
    had = sections.count()
    monkeypatch.setattr(Page, "_add_rows", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        staff.post("/admin/editions/1/page/privacy/bring-back/")

    page.refresh_from_db()
    assert (page.summary, sections.count()) == (NEW, had)


def test_bringing_back_what_never_was_is_a_page_not_found(staff):
    for address in (
        "/admin/editions/9/page/privacy/",
        "/admin/editions/1/page/nothing/",
        "/admin/editions/1/cake/x/",
    ):
        assert staff.post(f"{address}bring-back/").status_code == 404


def test_an_item_with_a_time_goes_live_then_and_not_before(site):
    law = datetime.datetime(2030, 4, 6, 0, 0, tzinfo=datetime.UTC)
    Page.objects.filter(key="privacy").update(summary=OLD, publish_at=law)
    Page.objects.filter(key="about").update(summary="Ready, but with no time.")
    call_command("publish_due")
    assert summary(site) == NEW

    with time_machine.travel(law + datetime.timedelta(minutes=5)):
        call_command("publish_due")
        call_command("publish_due")

    assert summary(site) == OLD
    assert site.current().number == 3
    assert site.current().content.page["about"].summary != "Ready, but with no time."


def test_what_waits_for_its_time_is_not_in_what_is_published_by_hand(staff, site):
    Page.objects.filter(key="privacy").update(
        summary=OLD, publish_at=timezone.now() + datetime.timedelta(days=1)
    )
    Page.objects.filter(key="about").update(summary="Who makes this site, and for whom.")
    publishing.publish("someone")

    assert summary(site) == NEW
    assert site.current().content.page["about"].summary == "Who makes this site, and for whom."


def test_withdrawing_at_once_takes_that_item_and_nothing_else(staff, site, client):
    item = NewsItem.objects.first()
    Page.objects.filter(key="privacy").update(summary=OLD)
    response = staff.post(f"/admin/withdraw/news/{item.key}/", follow=True)

    assert item.key not in site.current().content.news
    assert summary(site) == NEW
    assert "gone from the site" in response.content.decode()
    assert client.get(f"/news/{item.key}/").headers["Location"] == "/news/"
    assert AuditEntry.objects.filter(act="added", about=f"redirect: /news/{item.key}/").exists()


def test_what_others_need_is_not_withdrawn_and_each_place_is_a_link(staff, site):
    content = site.current().content
    key = next(
        key for key in content.service if len(uses(content, "service", key)) > 1 and key != "childline"
    )
    told = staff.post(f"/admin/withdraw/service/{key}/")
    page = told.content.decode()

    assert key in site.current().content.service
    assert publishing.models_of_items()["service"].objects.get(key=key).state == "ready"
    assert "was not withdrawn yet" in page
    assert "empty it in the form and publish: one person is enough" in page
    for place in uses(content, "service", key):
        assert f'<a href="{publishing.edit_address(place)}">{escape(place)}</a>' in page


def test_what_every_page_needs_is_not_withdrawn(staff, site):
    assert "Every page needs this item" in staff.post("/admin/withdraw/service/childline/").content.decode()
    assert not Redirect.objects.exists()


def test_an_item_is_withdrawn_again_after_it_was_brought_back(staff, site):
    item = NewsItem.objects.first()
    path = f"/news/{item.key}/"
    for _time in range(2):
        staff.post(f"/admin/withdraw/news/{item.key}/")
        assert site.current().content.redirect[path].to == "/news/"
        staff.post(f"/admin/editions/1/news/{item.key}/bring-back/")
        NewsItem.objects.filter(key=item.key).update(state="ready")
        publishing.publish("someone")
        assert item.key in site.current().content.news
        assert path not in site.current().content.redirect


def test_while_it_is_a_draft_again_its_address_still_leads_on_and_others_publish(staff, site):
    item = NewsItem.objects.first()
    staff.post(f"/admin/withdraw/news/{item.key}/")
    staff.post(f"/admin/editions/1/news/{item.key}/bring-back/")
    Page.objects.filter(key="privacy").update(summary=OLD)
    publishing.publish("someone")

    assert summary(site) == OLD
    assert f"/news/{item.key}/" in site.current().content.redirect


def test_a_way_on_that_staff_chose_is_kept(staff, site):
    item = NewsItem.objects.first()
    Redirect.objects.create(key=f"/news/{item.key}/", to="/advice/", state="ready")
    staff.post(f"/admin/withdraw/news/{item.key}/")

    assert site.current().content.redirect[f"/news/{item.key}/"].to == "/advice/"


def test_what_was_not_withdrawn_leaves_a_redirect_as_it_was(staff, site):
    path = addresses.address(site.current().content.service["childline"])
    Redirect.objects.create(key=path, to="/advice/", state="draft")
    staff.post("/admin/withdraw/service/childline/")

    assert (Redirect.objects.get().to, Redirect.objects.get().state) == ("/advice/", "draft")


def test_a_situation_whose_address_another_has_now_is_not_brought_back_and_it_says_which(staff, site):
    first, second = Situation.objects.all()[:2]
    was = first.slug
    Situation.objects.filter(pk=first.pk).update(slug="elsewhere")
    Situation.objects.filter(pk=second.pk).update(slug=was, title="<b>Another</b> one")
    form = reverse("admin:reporting_links_situation_change", args=[second.pk])
    told = staff.post(f"/admin/editions/1/situation/{first.key}/bring-back/", follow=True).content.decode()

    assert f'<a href="{form}">“&lt;b&gt;Another&lt;/b&gt; one”</a> has the address now' in told
    assert Situation.objects.get(pk=first.pk).slug == "elsewhere"


def test_the_form_of_what_readers_have_offers_to_withdraw_it_at_once(staff, site):
    page = Page.objects.get(key="privacy")
    form = reverse("admin:guidance_page_change", args=[page.pk])
    offer = 'action="/admin/withdraw/page/privacy/"'
    assert offer in staff.get(form).content.decode()

    page.pk, page.key = None, "spare-page"
    page.save()
    new = reverse("admin:guidance_page_change", args=[page.pk])
    assert "withdraw/page" not in staff.get(new).content.decode()


def test_what_readers_never_had_cannot_be_taken_away_from_them(staff, site):
    page = Page.objects.get(key="privacy")
    page.pk, page.key, page.state = None, "spare-page", "draft"
    page.save()
    answer = staff.post("/admin/withdraw/page/spare-page/", follow=True).content.decode()

    assert "Readers do not have it" in answer
    assert "gone from the site" not in answer
    assert (site.current().number, Page.objects.get(pk=page.pk).state) == (2, "draft")
    assert not Redirect.objects.exists()


def test_publishing_and_going_back_stand_in_the_audit_whoever_did_it(site):
    call_command("edition", "rollback", "1", "--by", "the night shift")

    told = [(entry.who, entry.act, entry.about) for entry in AuditEntry.objects.all()]
    assert told[:2] == [("the night shift", "went_back", "edition 1"), ("someone", "published", "edition 2")]


def test_what_has_a_time_of_its_own_is_previewed_before(staff, site):
    soon = timezone.now() + datetime.timedelta(days=1)
    Page.objects.filter(key="privacy").update(summary="The law has changed.", publish_at=soon)

    assert "The law has changed." in staff.get("/admin/preview/privacy/").content.decode()


def test_what_was_not_withdrawn_leaves_nothing_behind(staff, site):
    staff.post("/admin/withdraw/service/childline/")

    assert not Redirect.objects.exists()
    assert publishing.next_content()[1] == []


@pytest.mark.parametrize(("role", "may"), [("Writer", True), ("Reviewer", False), ("Publisher", False)])
def test_the_form_of_an_item_offers_to_withdraw_it_to_whoever_may(client, site, role, may):
    item = NewsItem.objects.first()
    colleagues.sign_in(client, colleagues.someone(role))
    page = client.get(f"/admin/guidance/newsitem/{item.pk}/change/").content.decode()

    assert (f'action="/admin/withdraw/news/{item.key}/"' in page) is may


def test_a_new_item_cannot_be_withdrawn_yet(staff):
    assert "/admin/withdraw/" not in staff.get("/admin/guidance/newsitem/add/").content.decode()


def test_what_differs_is_named_as_in_the_forms(staff):
    page = staff.get("/admin/editions/2/").content.decode()

    assert "<dt>What the page gives you, in one sentence</dt>" in page


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("service", "phone_label", "Number as people read it"),
        ("service", "hours", "Opening hours"),
        ("service", "audience", "Audience"),
        ("page", "sections", "Sections"),
    ],
)
def test_a_field_is_called_what_its_form_calls_it(kind, name, words):
    assert field_in_words(name, kind) == words


def test_differences_name_the_fields_and_the_words(content):
    before = content.page["privacy"]
    after = type(before)(
        **{**{n: getattr(before, n) for n in before.__dataclass_fields__}, "title": "Privacy"}
    )
    found = next(difference for difference in differences(before, after) if difference.field == "title")

    assert found.field == "title"
    assert "".join(part.text for part in found.lines[0] if part.what != "in") == before.title
    assert "".join(part.text for part in found.lines[0] if part.what != "out") == "Privacy"


def test_another_address_behind_the_same_words_is_shown():
    before, after = (
        {"html": f'<p><a href="https://{host}/">Report it</a></p>'} for host in ("a.test", "b.test")
    )
    (found,) = differences(before, after)

    assert [(part.what, part.text) for part in found.lines[0]][-2:] == [
        ("out", "(https://a.test/)"),
        ("in", "(https://b.test/)"),
    ]


def test_items_that_are_the_same_have_no_differences(content):
    assert all(
        differences(item, item) == [] for kind in ("page", "service") for item in content.of(kind).values()
    )
