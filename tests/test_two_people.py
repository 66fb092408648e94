"""What could hurt a reader needs a second person; taking it away needs one (R40)."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client

from esafe import publishing
from esafe.models import Redirect, Site
from esafe.uses import uses
from guidance.models import Page
from reporting_links.models import Action, Question, Service
from tests import colleagues
from tests.test_staff import address, form_of

pytestmark = pytest.mark.django_db
IN_USE = "revenge_porn_helpline"
SOON = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")


def person(*roles, email):
    client = colleagues.sign_in(Client(), colleagues.someone(*roles, email=email))
    client.post("/admin/account/reauthenticate/", {"password": colleagues.PASSWORD})
    return client


@pytest.fixture
def writer(site):
    """May write, review and publish: roles alone do not make two people."""
    return person("Writer", "Reviewer", "Publisher", email="writer@example.org")


@pytest.fixture
def reviewer(site):
    return person("Reviewer", "Publisher", email="reviewer@example.org")


def save(client, obj, **changes):
    page = client.get(address(obj))
    response = client.post(address(obj), {**form_of(page), "state": "ready", **changes})
    assert response.status_code == 302, response.context["adminform"].form.errors
    return response


def to(number):
    return {"phone": number.replace(" ", ""), "phone_label": number}


def publish(client):
    shown = client.get("/admin/publish/").context["shown"]
    client.post("/admin/publish/", {"shown": shown})


def approve_all(client):
    for row in client.get("/admin/publish/").context["waiting"]:
        client.post("/admin/publish/approve/", approval_of(row["change"]))


def approval_of(change):
    """What the button beside a change sends."""
    return {"kind": change.kind, "key": change.key, "digest": change.digest}


def number_of(store, key="childline"):
    return store.current().content.service[key].phone


def test_one_person_alone_cannot_change_a_number(site, writer):
    save(writer, Service.objects.get(key="childline"), **to("0800 1112"))
    approve_all(writer)
    publish(writer)

    assert number_of(site) == "08001111"


def test_a_second_person_approves_and_then_anybody_publishes(site, writer, reviewer):
    save(writer, Service.objects.get(key="childline"), **to("0800 1112"))
    approve_all(reviewer)
    publish(writer)

    assert number_of(site) == "08001112"


def test_a_change_after_the_approval_asks_again(site, writer, reviewer):
    childline = Service.objects.get(key="childline")
    save(writer, childline, **to("0800 1112"))
    approve_all(reviewer)
    save(writer, childline, **to("0800 1113"))
    publish(writer)

    assert number_of(site) == "08001111"


def test_who_changed_it_too_cannot_be_the_second(site, writer):
    second = person("Writer", "Reviewer", email="second@example.org")
    childline = Service.objects.get(key="childline")
    save(writer, childline, **to("0800 1112"))
    save(second, childline, what_for="To talk about anything at all.")
    approve_all(second)
    publish(writer)

    assert number_of(site) == "08001111"


def test_after_it_went_live_the_next_change_starts_anew(site, writer, reviewer):
    """Who wrote the number before may approve the one of today."""
    childline = Service.objects.get(key="childline")
    save(writer, childline, **to("0800 1112"))
    approve_all(reviewer)
    publish(writer)
    other = person("Writer", email="other@example.org")
    save(other, childline, **to("0800 1114"))
    approve_all(writer)
    publish(writer)

    assert number_of(site) == "08001114"


@pytest.fixture
def other(site):
    """The second of a team of two: both write, approve and publish."""
    return person("Writer", "Reviewer", "Publisher", email="other@example.org")


def test_who_changed_what_is_live_may_approve_what_is_not(site, writer, other):
    """A team of two would be stuck for good: keywords need nobody's yes, and no yes would forget them."""
    childline = Service.objects.get(key="childline")
    save(other, childline, keywords="somebody to talk to")
    publish(other)
    save(writer, childline, cost="Calls are free.")
    approve_all(other)
    publish(writer)

    assert site.current().content.service["childline"].cost == "Calls are free."


def test_who_changed_what_waits_beside_it_cannot_approve_whatever_else_went_live(site, writer, other):
    childline = Service.objects.get(key="childline")
    save(other, childline, keywords="somebody to talk to", state="draft")
    save(other, Page.objects.get(key="about"), summary="Who makes this site, and for whom.")
    publish(other)
    save(writer, childline, cost="Calls are free.")
    approve_all(other)
    publish(writer)

    assert site.current().content.service["childline"].cost != "Calls are free."


def test_who_only_marked_it_as_ready_may_approve_it(site, writer, other):
    childline = Service.objects.get(key="childline")
    save(writer, childline, **to("0800 1112"), state="draft")
    mark(other, childline, "mark_ready")
    approve_all(writer)
    publish(writer)
    assert number_of(site) == "08001111"

    approve_all(other)
    publish(writer)
    assert number_of(site) == "08001112"


def mark(client, obj, action):
    sent = client.post(
        address(obj).partition(f"{obj.pk}/")[0], {"action": action, "_selected_action": [obj.pk]}
    )
    assert sent.status_code == 302


def test_a_number_that_was_withdrawn_comes_back_by_two_whoever_wrote_it_once(site, writer, other):
    """Who brings it back cannot approve it; who wrote it, long ago and live, can."""
    service = unused_service(site)
    for client, cost in ((writer, "Calls are free."), (other, "Calls cost nothing.")):
        save(client, service, cost=cost)
        approve_all(other if client is writer else writer)
        publish(client)
    writer.post(f"/admin/withdraw/service/{service.key}/")
    Redirect.objects.all().delete()
    mark(writer, service, "mark_ready")
    approve_all(writer)
    assert approved_by(writer, service) == ""

    approve_all(other)
    assert approved_by(writer, service) == "other@example.org"


def test_a_number_that_was_never_live_is_not_approved_by_who_wrote_it_after_a_withdrawal(site, writer, other):
    service = unused_service(site)
    service.pk, service.key, service.slug = None, "spare-service", ""
    service.save()
    save(writer, service, **to("0800 1112"))
    mark(writer, service, "mark_withdrawn")
    mark(other, service, "mark_ready")
    approve_all(writer)

    assert approved_by(writer, service) == ""


def unused_service(site):
    key = next(
        key for key in site.current().content.service if not uses(publishing.draft_content(), "service", key)
    )
    return Service.objects.get(key=key)


def approved_by(client, service):
    waiting = client.get("/admin/publish/").context["waiting"]
    return next(row["change"].by for row in waiting if row["change"].key == service.key)


@pytest.mark.parametrize(
    ("field", "words"), [("phone_note", "For England only."), ("cost", "Calls cost money.")]
)
def test_what_stands_beside_a_number_and_what_it_costs_need_a_second_person(site, writer, field, words):
    save(writer, Service.objects.get(key="childline"), **{field: words})
    publish(writer)

    assert getattr(site.current().content.service["childline"], field) != words


def test_what_was_live_before_is_approved_anew(site, writer, reviewer):
    childline = Service.objects.get(key="childline")
    for number in ("0800 1112", "0800 1113"):
        save(writer, childline, **to(number))
        approve_all(reviewer)
        publish(writer)
    save(writer, childline, **to("0800 1112"))
    publish(writer)
    assert number_of(site) == "08001113"

    approve_all(reviewer)
    publish(writer)
    assert number_of(site) == "08001112"


def test_an_approval_outlasts_a_disk_that_refused(site, writer, reviewer, monkeypatch):
    save(writer, Service.objects.get(key="childline"), **to("0800 1112"))
    approve_all(reviewer)
    with monkeypatch.context() as full:
        full.setattr(site, "make_live", lambda number: (_ for _ in ()).throw(OSError("full")))
        publish(writer)
    assert number_of(site) == "08001111"

    publish(writer)
    assert number_of(site) == "08001112"


def test_what_was_approved_and_then_overtaken_is_approved_anew(site, writer, reviewer):
    childline = Service.objects.get(key="childline")
    for number in ("0800 1112", "0800 1113"):
        save(writer, childline, **to(number))
        approve_all(reviewer)
    publish(writer)
    save(writer, childline, **to("0800 1112"))
    publish(writer)

    assert number_of(site) == "08001113"


def test_after_going_back_whoever_changed_it_is_still_not_the_second(site, writer, reviewer):
    save(writer, Service.objects.get(key="childline"), **to("0800 1112"))
    approve_all(reviewer)
    publish(writer)
    reviewer.post("/admin/editions/1/go-back/")
    approve_all(writer)
    publish(writer)
    assert number_of(site) == "08001111"

    approve_all(reviewer)
    publish(writer)
    assert number_of(site) == "08001112"


def test_of_two_changes_that_look_the_same_the_one_is_approved_that_was_looked_at(site, writer, reviewer):
    second = person("Writer", "Reviewer", email="second@example.org")
    for client, key in ((second, "an-action"), (writer, "another-action")):
        action = Action.objects.filter(services=[]).first()
        action.pk, action.key = None, key
        action.save()
        save(client, action, why="It helps.")
    shown = {row["change"].key: row["change"] for row in second.get("/admin/publish/").context["waiting"]}
    assert shown["an-action"].digest == shown["another-action"].digest
    assert second.post("/admin/publish/approve/", approval_of(shown["another-action"])).status_code == 302

    left = {row["change"].key: row["change"].by for row in second.get("/admin/publish/").context["waiting"]}
    assert left == {"an-action": "", "another-action": "second@example.org"}


def test_withdrawing_needs_one_person(site, writer):
    service = unused_service(site)
    writer.post(f"/admin/withdraw/service/{service.key}/")

    assert service.key not in site.current().content.service


def test_one_person_takes_the_number_of_a_service_in_use_away(site, writer):
    service = Service.objects.get(key=IN_USE)
    assert uses(publishing.draft_content(), "service", IN_USE)
    save(writer, service, phone="", phone_label="", phone_note="")
    publish(writer)

    assert number_of(site, IN_USE) == ""


def test_what_every_page_needs_is_not_taken_away(site, writer):
    save(writer, Service.objects.get(key="childline"), phone="", phone_label="")
    publish(writer)

    assert number_of(site) == "08001111"


def test_a_number_that_was_approved_and_then_taken_away_is_approved_anew(site, writer, other):
    service = Service.objects.get(key=IN_USE)
    nothing = {"phone": "", "phone_label": "", "phone_note": ""}
    save(writer, service, **to("0800 1113"), phone_note="")
    approve_all(other)
    save(writer, service, **nothing)
    publish(writer)
    save(writer, service, **to("0800 1113"))
    publish(writer)

    assert number_of(site, IN_USE) == ""


@pytest.mark.parametrize("lost", [{"is_active": False}, {"roles": ["Writer"]}])
def test_the_yes_of_somebody_who_may_no_longer_approve_does_not_count(site, writer, reviewer, lost):
    save(writer, Service.objects.get(key="childline"), **to("0800 1112"))
    approve_all(reviewer)
    account = User.objects.get(username="reviewer@example.org")
    account.is_active = lost.get("is_active", True)
    account.save()
    if "roles" in lost:
        account.groups.set(Group.objects.filter(name__in=lost["roles"]))
    publish(writer)
    assert number_of(site) == "08001111"

    approve_all(person("Reviewer", email="third@example.org"))
    publish(writer)
    assert number_of(site) == "08001112"


@pytest.mark.parametrize(
    ("model", "key", "changes"),
    [
        (Site, "site", {"exit_url": "https://www.example.com/"}),
        (
            Site,
            "site",
            {"notice": "Lines are busy for now.", "notice_until": SOON},
        ),
        (Question, "nation", {"hint": "Other words for the hint."}),
    ],
)
def test_it_holds_for_the_way_out_the_notice_and_the_questions(site, writer, reviewer, model, key, changes):
    save(writer, model.objects.get(key=key), **changes)
    publish(writer)
    assert site.current().number == 1

    approve_all(reviewer)
    publish(writer)
    assert site.current().number == 2


NOTICE = {"notice": "Lines are busy.", "notice_until": SOON}


@pytest.fixture
def with_notice(site, writer, reviewer):
    """The site while a notice stands on every page."""
    save(writer, Site.objects.get(), **NOTICE)
    approve_all(reviewer)
    publish(writer)
    assert site.current().content.site["site"].notice == "Lines are busy."
    return site


@pytest.mark.parametrize("until", ["", SOON])
def test_one_person_takes_the_notice_down(with_notice, writer, until):
    save(writer, Site.objects.get(), notice="", notice_until=until)
    publish(writer)

    assert with_notice.current().content.site["site"].notice == ""


@pytest.mark.parametrize(
    "also",
    [{"notice": "Call another number."}, {"notice": "", "exit_url": "https://www.example.com/"}],
)
def test_other_words_or_another_way_out_are_no_taking_down(with_notice, writer, also):
    save(writer, Site.objects.get(), **{"notice_until": "", **also})
    publish(writer)

    assert with_notice.current().content.site["site"].notice == "Lines are busy."


def test_a_notice_that_was_taken_down_is_put_up_again_by_two(with_notice, writer):
    save(writer, Site.objects.get(), notice="", notice_until="")
    publish(writer)
    save(writer, Site.objects.get(), **NOTICE)
    publish(writer)

    assert with_notice.current().content.site["site"].notice == ""


def test_the_words_of_a_page_need_one_person(site, writer):
    save(writer, Page.objects.get(key="about"), summary="Who makes this site, and how we check what it says.")
    publish(writer)

    assert site.current().content.page["about"].summary.startswith("Who makes this site, and how we")


def test_a_link_to_a_site_of_no_service_needs_a_second_person_who_sees_where_it_leads(site, writer, reviewer):
    about = Page.objects.get(key="about")
    link = '<p><a href="https://ceop-report.example.com/">Make a report to CEOP</a></p>'
    section = next(i for i, row in enumerate(about.sections.all()) if row.html)
    save(writer, about, **{f"sections-{section}-html": link})
    publish(writer)
    assert "ceop-report" not in str(site.current().content.page["about"])
    assert "https://ceop-report.example.com/" in reviewer.get("/admin/publish/").content.decode()

    approve_all(reviewer)
    publish(writer)
    assert "ceop-report" in str(site.current().content.page["about"])


def test_the_publish_page_shows_the_words_that_differ(site, writer):
    save(writer, Service.objects.get(key="childline"), **to("0800 1112"))
    page = writer.get("/admin/publish/").content.decode()

    assert "<del>08001111</del><ins>08001112</ins>" in page
    assert "Waits for a reviewer who did not change it" in page


def test_a_new_way_out_asks_for_a_fresh_factor_and_keeps_what_was_typed(site, client):
    somebody = colleagues.someone("Writer", email="pat@example.org")
    colleagues.sign_in(client, somebody)
    row = Site.objects.get()
    form = form_of(client.get(address(row))) | {"exit_url": "https://www.bbc.co.uk/news", "state": "draft"}

    asked = client.post(address(row), form)
    assert "/reauthenticate/" in asked.headers["Location"]
    assert Site.objects.get().exit_url == row.exit_url

    client.post(asked.headers["Location"], {"password": colleagues.PASSWORD, "next": address(row)})
    assert Site.objects.get().exit_url == "https://www.bbc.co.uk/news"


def test_bringing_another_way_out_back_asks_for_a_fresh_factor_too(site, client):
    colleagues.sign_in(client, colleagues.someone("Writer", "Reviewer", email="pat@example.org"))
    was = Site.objects.get().exit_url
    Site.objects.update(exit_url="https://www.example.com/")
    again = "/admin/editions/1/site/site/bring-back/"
    seen = {"shown": Site.objects.get().changed_at.isoformat()}

    asked = client.post(again, seen)
    assert "/reauthenticate/" in asked.headers["Location"]
    assert Site.objects.get().exit_url == "https://www.example.com/"

    client.post(asked.headers["Location"], {"password": colleagues.PASSWORD, "next": again})
    assert Site.objects.get().exit_url == was


def test_what_waits_for_its_time_is_approved_before_and_then_goes_live_by_itself(site, writer, reviewer):
    law = datetime.datetime(2030, 4, 6, 0, 0, tzinfo=datetime.UTC)
    save(writer, Service.objects.get(key="childline"), **to("0800 1112"))
    Service.objects.filter(key="childline").update(publish_at=law)
    assert "Waits for your yes" in reviewer.get("/admin/").content.decode()
    page = reviewer.get("/admin/publish/").content.decode()
    assert "<del>1111</del><ins>1112</ins>" in page

    with time_machine.travel(law), pytest.raises(CommandError, match="second person"):
        call_command("publish_due")
    approve_all(reviewer)
    assert number_of(site) == "08001111"
    with time_machine.travel(law):
        call_command("publish_due")

    assert number_of(site) == "08001112"
