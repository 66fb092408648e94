"""What could hurt a reader needs a second person; taking it away needs one (R40)."""

import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from esafe import publishing
from esafe.models import Site
from esafe.uses import uses
from guidance.models import Page
from reporting_links.models import Action, Question, Service
from tests import colleagues
from tests.test_staff import address, form_of

pytestmark = pytest.mark.django_db
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
    service = next(
        key for key in site.current().content.service if not uses(publishing.draft_content(), "service", key)
    )
    writer.post(f"/admin/withdraw/service/{service}/")

    assert service not in site.current().content.service


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

    asked = client.post(again, {"confirmed": "yes"})
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
