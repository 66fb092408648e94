"""A time to go live: whoever may publish sets it, for words that they have seen."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from esafe import publishing
from esafe.staff.audit_models import AuditEntry
from guidance.models import Page
from tests import colleagues
from tests.test_staff import address, form_of

pytestmark = pytest.mark.django_db
TIME = "/admin/time/page/about/"
LAW = datetime.datetime(2030, 4, 6, 0, 0, tzinfo=datetime.UTC)
AFTER = LAW + datetime.timedelta(minutes=5)
PAST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
NEW = "Who makes this site, and how we check what it says."
UNSEEN = "Who makes this site, and some words that nobody has seen."


@pytest.fixture
def writer(site):
    return colleagues.sign_in(Client(), colleagues.someone("Writer", email="writer@example.org"))


@pytest.fixture
def publisher(site):
    return colleagues.sign_in(Client(), colleagues.someone("Publisher", email="publisher@example.org"))


def about():
    return Page.objects.get(key="about")


def save(client, **changes):
    form = form_of(client.get(address(about())))
    return client.post(address(about()), {**form, "state": "ready", **changes}, follow=True).content.decode()


def set_time(client, when, **more):
    seen = about().changed_at.isoformat()
    return client.post(TIME, {"publish_at": when, "seen": seen, **more}, follow=True).content.decode()


def summary(site):
    return site.current().content.page["about"].summary


def publish_due(at=AFTER):
    with time_machine.travel(at):
        call_command("publish_due")


def test_what_a_writer_wrote_goes_live_at_the_time_that_a_publisher_set(site, writer, publisher):
    save(writer, summary=NEW)
    assert "The time is kept." in set_time(publisher, "2030-04-06T01:00")
    publish_due(LAW - datetime.timedelta(minutes=5))
    assert summary(site) != NEW

    publish_due()
    assert summary(site) == NEW
    assert AuditEntry.objects.filter(act="timed", who="publisher@example.org", about="page: about").exists()


def test_a_writer_cannot_set_a_time_in_any_way(site, writer):
    save(writer, summary=NEW, publish_at="2020-01-01T00:00")
    refused = writer.post(TIME, {"publish_at": "2030-04-06T01:00", "seen": about().changed_at.isoformat()})
    publish_due()

    assert refused.status_code == 403
    assert about().publish_at is None
    assert summary(site) != NEW


@pytest.mark.parametrize(("role", "may"), [("Writer", False), ("Publisher", True), ("Reviewer", False)])
def test_the_form_offers_a_time_to_whoever_publishes(client, site, role, may):
    colleagues.sign_in(client, colleagues.someone(role))

    assert (f'action="{TIME}"' in client.get(address(about())).content.decode()) is may


def test_words_that_the_publisher_has_not_seen_do_not_go_live_by_themselves(site, writer, publisher):
    save(writer, summary=NEW)
    set_time(publisher, "2030-04-06T01:00")
    assert "If you change its words" in writer.get(address(about())).content.decode()
    assert "its time was taken away" in save(writer, summary=UNSEEN)
    publish_due()

    assert summary(site) not in (NEW, UNSEEN)


def test_words_that_changed_while_the_publisher_read_them_get_no_time(site, writer, publisher):
    seen = about().changed_at.isoformat()
    save(writer, summary=UNSEEN)

    assert "It has changed meanwhile" in set_time(publisher, "2030-04-06T01:00", seen=seen)
    assert about().publish_at is None


def test_marking_as_ready_leaves_the_time_and_so_does_whoever_may_publish(site, writer, publisher):
    both = colleagues.sign_in(Client(), colleagues.someone("Writer", "Publisher", email="both@example.org"))
    save(writer, summary=NEW, state="draft")
    set_time(publisher, "2030-04-06T01:00")
    save(writer)
    save(both, summary=UNSEEN)

    assert about().publish_at == LAW


def test_bringing_an_earlier_one_back_takes_the_time_away_too(site, publisher):
    both = colleagues.sign_in(Client(), colleagues.someone("Writer", "Reviewer", email="both@example.org"))
    save(both, summary=NEW)
    set_time(publisher, "2030-04-06T01:00")
    both.post("/admin/editions/1/page/about/bring-back/", {"shown": about().changed_at.isoformat()})

    assert about().publish_at is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2020-01-01T00:00", "This time is past."), ("tomorrow", "Please choose a day and a time.")],
)
def test_a_time_that_cannot_be_meant_is_refused_kindly(site, publisher, typed, said):
    assert said in set_time(publisher, typed)
    assert about().publish_at is None


def test_an_empty_time_takes_it_away(site, publisher):
    set_time(publisher, "2030-04-06T01:00")
    set_time(publisher, "")

    assert about().publish_at is None


def test_after_it_went_live_the_next_change_waits_for_somebody_who_publishes(site, writer, publisher):
    save(writer, summary=NEW)
    set_time(publisher, "2030-04-06T01:00")
    publish_due()
    Page.objects.filter(key="about").update(summary=UNSEEN)
    publish_due(AFTER + datetime.timedelta(days=1))

    assert summary(site) == NEW


def test_a_time_that_comes_for_what_is_live_already_is_over_as_well(site):
    Page.objects.filter(key="about").update(publish_at=PAST)
    publish_due()

    assert about().publish_at is None


def test_what_is_withdrawn_has_no_time_any_more(site):
    Page.objects.filter(key="privacy").update(state="withdrawn", publish_at=LAW)
    publishing.forget_times()

    assert Page.objects.get(key="privacy").publish_at is None


@pytest.mark.parametrize("was_away", [False, True])
def test_after_going_back_the_wrong_words_do_not_come_again_by_themselves(site, monkeypatch, was_away):
    Page.objects.filter(key="about").update(summary=NEW)
    publishing.publish("somebody")
    Page.objects.filter(key="about").update(publish_at=PAST)
    with monkeypatch.context() as patch:
        if was_away:
            patch.setattr(publishing, "record_what_is_missing", _away)
        publishing.go_back(1, "somebody")
    publish_due(timezone.now())

    assert site.current().number == 1
    assert summary(site) != NEW


def _away(*args):
    raise DatabaseError
