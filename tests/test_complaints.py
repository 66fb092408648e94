"""Complaining about how we use information, with the clock of the law; and all that we hold about an address."""

import base64
import datetime
import json
import re

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as fuzz
from hypothesis import strategies as st

from contact import complaint_views, held_views, machines, retention
from contact.blacking_out import REDACTED
from contact.complaints import Complaint, forget_old
from contact.feedback import Feedback
from contact.limits import Limit
from contact.subscribers import Subscriber
from esafe.mailing import ServerAway
from esafe.staff.audit_models import AuditEntry
from tests import builders, colleagues

pytestmark = pytest.mark.django_db
MINE = "parent@example.org"
CAME = datetime.datetime(2026, 11, 1, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def nothing_was_sent_before(monkeypatch):
    monkeypatch.setattr(complaint_views, "limit", Limit(most=3, in_all=100, seconds=3600))


@pytest.fixture
def inbox(client, site):
    return colleagues.sign_in(client, colleagues.someone("Inbox"))


def text(response):
    return builders.text_of(response.content.decode())


def complain(client, **typed):
    form = client.get("/privacy/complaint/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=machines.QUICKEST + 1)):
        return client.post("/privacy/complaint/", {**hidden, **typed})


def test_a_complaint_is_taken_and_the_page_says_since_when_and_until_when(reader):
    sent = complain(reader.client, words="You wrote to me after I left", reply_to=MINE)
    assert sent.headers["Location"] == "/privacy/complaint/sent/"
    assert Complaint.objects.get().reply_to == MINE
    with time_machine.travel(CAME, tick=False):
        said = text(reader.get("/privacy/complaint/sent/"))

    assert "It came on 1 November 2026 at 09:30." in said
    assert "by 1 December 2026 at the latest" in said


def test_an_empty_complaint_is_asked_for_words(reader):
    assert "Please write a few words." in text(complain(reader.client, words=""))


def test_one_that_names_somebody_is_asked_about_first(reader):
    said = text(complain(reader.client, words="Mr Quillfeather read my message"))

    assert "There seems to be a name" in said
    assert not Complaint.objects.exists()


def test_one_that_may_be_about_a_child_at_risk_is_marked_on_the_list_and_on_the_desk(inbox):
    words = "My son is being blackmailed with what you kept. He wants to die"
    complain(inbox, words="You wrote to me after I left")
    assert "may be about a child at risk" not in text(inbox.get("/admin/"))
    assert "may need help" in text(complain(inbox, words=words))
    complain(inbox, words=words, sure="yes")
    listed = text(inbox.get("/admin/contact/complaint/", {"looks_urgent__exact": "1"}))

    assert [one.looks_urgent for one in Complaint.objects.order_by("pk")] == [False, True]
    assert "2 complaints are open. 1 may be about a child at risk." in text(inbox.get("/admin/"))
    assert "1 in all" in listed


def test_with_the_database_down_it_stays_on_the_page(reader, monkeypatch):
    def down(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(Complaint.objects, "create", down)
    answer = complain(reader.client, words="You kept it too long")

    assert answer.status_code == 503
    assert "You kept it too long" in text(answer)
    assert "tel:08088005000" in answer.content.decode()


def test_from_day_25_staff_are_told_to_answer_now(inbox):
    Complaint.objects.create(at=CAME, words="You wrote to me")
    for days, pressing in ((24, False), (25, True), (31, True)):
        with time_machine.travel(CAME + datetime.timedelta(days=days, minutes=1), tick=False):
            colleagues.sign_in(inbox, colleagues.User.objects.get())
            assert ("must be answered now" in text(inbox.get("/admin/"))) is pressing, days
            assert ("Answer now" in text(inbox.get("/admin/contact/complaint/"))) is pressing, days


def test_staff_write_down_that_they_answered_and_what_came_of_it(inbox):
    one = Complaint.objects.create(words="Quillfeather read it")
    address = f"/admin/contact/complaint/{one.pk}/change/"
    inbox.post(address, {"acknowledged": "on", "outcome": ""})
    one.refresh_from_db()
    assert one.acknowledged_at
    assert not one.decided_at
    acknowledged = one.acknowledged_at

    inbox.post(address, {"acknowledged": "on", "outcome": "We changed the form."})
    one.refresh_from_db()
    assert (one.acknowledged_at, bool(one.decided_at)) == (acknowledged, True)
    assert "uillfeather" not in str(list(AuditEntry.objects.values()))
    assert "is open" not in text(inbox.get("/admin/"))


def test_nobody_can_change_what_was_complained_of(inbox):
    one = Complaint.objects.create(words="As it was")
    inbox.post(f"/admin/contact/complaint/{one.pk}/change/", {"words": "Forged", "outcome": "Done"})

    one.refresh_from_db()
    assert one.words == "As it was"


def test_staff_black_out_what_should_not_stand_in_a_complaint(inbox):
    one = Complaint.objects.create(words="Mr Quillfeather read it", reply_to="quillfeather@example.org")
    inbox.post(f"/admin/contact/complaint/{one.pk}/change/", {"black_out": "Quillfeather", "outcome": ""})

    one.refresh_from_db()
    assert (one.words, one.reply_to) == (f"Mr {REDACTED * 3} read it", "")
    assert AuditEntry.objects.get(about=f"complaint: {one.pk}").after["blacked out"] is True
    assert "uillfeather" not in str([*AuditEntry.objects.values(), *LogEntry.objects.values()])


def test_a_complaint_goes_some_time_after_its_outcome(site):
    decided = timezone.now() - retention.COMPLAINT
    Complaint.objects.create(words="Old", decided_at=decided)
    Complaint.objects.create(words="Open", at=decided)

    assert "1" in forget_old()
    assert Complaint.objects.get().words == "Open"


@pytest.fixture
def asked(inbox, mailoutbox):
    """The link that staff had sent to an address of which we hold something."""
    Subscriber.objects.create(email=MINE, confirmed_at=CAME)
    Feedback.objects.create(words="Mine", reply_to="Parent@Example.org")
    Feedback.objects.create(words="Of somebody else", reply_to="other@example.org")
    Complaint.objects.create(words="My complaint", reply_to=MINE)
    inbox.post("/admin/what-we-hold/", {"email": MINE})
    return re.search(r"http\S+(/privacy/\S+)", mailoutbox[-1].body)[1]


def test_whoever_reads_the_mail_gets_everything_and_nothing_of_others(asked, mailoutbox):
    assert mailoutbox[-1].to == [MINE]
    person = Client()
    assert "Get the file" in person.get(asked).content.decode()
    answer = person.post(asked)
    found = json.loads(answer.content)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="what-we-hold.json"'
    assert found["mailing list"][0]["email"] == MINE
    assert [row["words"] for row in found["feedback"]] == ["Mine"]
    assert [row["words"] for row in found["complaints"]] == ["My complaint"]
    assert Subscriber.objects.get().key not in answer.content.decode()


def test_the_link_ends_after_two_days_and_cannot_be_guessed(asked):
    with time_machine.travel(timezone.now() + retention.CONFIRM_LINK + datetime.timedelta(seconds=5)):
        assert Client().post(asked).status_code == 404
    forged = asked[:-3] + "xx/"
    answer = Client().post(forged)

    assert answer.status_code == 404
    assert "ask us for a new one" in text(answer)


def test_the_link_tells_a_browsers_history_no_address(asked):
    token = asked.rstrip("/").rpartition("/")[2]
    pieces = [token, *re.split(r"[:.]", token)]

    for read in (base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)) for piece in pieces):
        assert b"parent" not in read
    assert "parent" not in token


@pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 3000, "%F0%9F%98%80", "..%2f"])
def test_a_link_that_is_not_ours_gives_nothing(reader, token):
    assert reader.get(f"/privacy/what-we-hold/{token}/").status_code == 404


def test_that_it_was_sent_is_written_down_without_the_address(asked):
    entry = AuditEntry.objects.get(act="exported")
    assert MINE not in str(entry.__dict__)


def test_staff_without_the_inbox_cannot_send_it(client, site):
    colleagues.sign_in(client, colleagues.someone("Writer"))

    assert client.post("/admin/what-we-hold/", {"email": MINE}).status_code == 403


def test_a_mail_server_that_is_away_is_said(inbox, monkeypatch):
    def away(*args, **kwargs):
        raise ServerAway("the mail server does not answer")

    monkeypatch.setattr(held_views, "send_link", away)
    assert "the mail server does not answer" in text(inbox.post("/admin/what-we-hold/", {"email": MINE}))


junk = st.text(max_size=300).map(lambda text: text.replace("\0", ""))


@fuzz(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.fixed_dictionaries(dict.fromkeys(("words", "reply_to", "sure", "made", "website"), junk)))
def test_nothing_that_can_be_typed_breaks_it(reader, typed):
    complaint_views.limit = Limit(most=10**6, in_all=10**6, seconds=1)
    answer = complain(reader.client, **typed)

    assert answer.status_code in (200, 302)
    if answer.status_code == 200:
        reader.check(answer)
