"""Newsletters in the admin: written, looked at, approved by a second person, sent once, paused, gone on with."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from contact import messages, neutral, newsletter_recipients, updates
from contact.addresses import digest
from contact.messages import Message
from contact.newsletters import Newsletter
from contact.subscribers import Forgotten, Subscriber
from contact.worker import Worker
from esafe.staff.audit_models import AuditEntry
from tests import colleagues
from tests.mailing_list import newsletter, states, subscribe

pytestmark = pytest.mark.django_db
FIELDS = {"topic": "news", "subject": "What is new", "words": "Two new pages.", "items": ["page:the-law"]}


@pytest.fixture
def ann(client, store):
    """Signed in, and looks after the mailing list."""
    return signed_in(client, "ann@example.org")


@pytest.fixture
def bob(store):
    from django.test import Client

    return signed_in(Client(), "bob@example.org")


def signed_in(client, email, role="Inbox"):
    client.user = colleagues.someone(role, email=email)
    return colleagues.sign_in(client, client.user)


def fresh(client):
    """Sign in once more, as sending asks for."""
    client.post("/admin/account/reauthenticate/", {"password": colleagues.PASSWORD})
    return client


def write(client, **values):
    client.post(reverse("admin:contact_newsletter_add"), {**FIELDS, **values})
    return Newsletter.objects.latest("pk")


def press(client, letter, name, **values):
    return client.post(reverse(f"admin:contact_newsletter_{name}", args=[letter.pk]), values, follow=True)


def page_of(client, letter):
    return client.get(reverse("admin:contact_newsletter_page", args=[letter.pk])).content.decode()


def approve(client, letter):
    letter.refresh_from_db()
    return press(client, letter, "approve", shown=letter.changed_at.isoformat())


def acts(letter):
    return list(
        AuditEntry.objects.filter(about=f"newsletter: {letter.pk}").order_by("pk").values_list("who", "act")
    )


class TestWriting:
    def test_keeps_what_was_written_and_who_wrote_it(self, ann):
        letter = write(ann)

        assert (letter.subject, letter.items, letter.state) == ("What is new", ["page:the-law"], "draft")
        assert letter.changed_by == ann.user
        assert "Approve it" not in page_of(ann, letter)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("subject", "See https://example.org"),
            ("words", "Write to someone@example.org"),
            ("words", "see WWW.example.org"),
            ("items", ["page:no-such-page"]),
            ("items", ["figure:anything"]),
        ],
    )
    def test_refuses_links_that_are_not_our_pages(self, ann, field, value):
        response = ann.post(reverse("admin:contact_newsletter_add"), {**FIELDS, field: value})

        assert field in response.context["adminform"].form.errors
        assert not Newsletter.objects.exists()

    def test_says_beside_the_field_what_others_may_see(self, ann):
        letter = write(ann, subject="How to report abuse", words="x" * 130 + " sexual")
        form = ann.get(reverse("admin:contact_newsletter_change", args=[letter.pk]))

        found = form.context["adminform"].form.found
        assert "“report”, “abuse”" in found["subject"][0].text
        assert found["words"] == []
        assert "“report”, “abuse”" in page_of(ann, letter)

    def test_asks_while_staff_type_and_keeps_nothing(self, ann):
        address = reverse("admin:contact_newsletter_check_new")

        found = ann.post(address, {**FIELDS, "subject": "Sexual abuse"}).json()["found"]

        assert [(one["name"], one["stops"]) for one in found] == [("subject", False)]
        assert not Newsletter.objects.exists()

    def test_is_over_once_it_is_sent(self, ann):
        letter = newsletter()
        address = reverse("admin:contact_newsletter_change", args=[letter.pk])

        response = ann.post(address, {**FIELDS, "words": "Something else."})

        assert response.status_code == 403
        letter.refresh_from_db()
        assert letter.words != "Something else."


class TestThePage:
    def test_shows_it_as_an_inbox_does_and_as_it_is_read(self, ann):
        letter = write(ann)
        page = page_of(ann, letter)
        preview = ann.get(reverse("admin:contact_newsletter_preview", args=[letter.pk]))

        assert "Hello. You asked esafe to send you news." in page
        assert "News from esafe" in page
        assert "Two new pages." in preview.content.decode()
        assert "/advice/the-law/" in preview.content.decode()
        assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"

    def test_sends_a_test_to_whoever_asks_and_nobody_else(self, ann, mailoutbox):
        subscribe("reader")
        letter = write(ann)

        press(ann, letter, "test", to="else@example.org", email="else@example.org")

        assert [mail.to for mail in mailoutbox] == [["ann@example.org"]]
        assert mailoutbox[0].subject == "Test: What is new"


class TestApproving:
    def test_is_for_a_second_person(self, ann, bob):
        letter = write(ann)

        assert approve(ann, letter).status_code == 403
        assert "so a colleague looks at it" in page_of(ann, letter)
        approve(bob, letter)

        letter.refresh_from_db()
        assert (letter.state, letter.approved_by) == ("approved", bob.user)
        assert acts(letter) == [("ann@example.org", "added"), ("bob@example.org", "approved")]

    def test_is_for_what_was_looked_at(self, ann, bob):
        letter = write(ann)
        seen = letter.changed_at.isoformat()
        address = reverse("admin:contact_newsletter_change", args=[letter.pk])
        ann.post(address, {**FIELDS, "words": "Something else."})

        response = press(bob, letter, "approve", shown=seen)

        assert "It has changed meanwhile" in response.content.decode()
        letter.refresh_from_db()
        assert letter.state == "draft"

    def test_ends_with_a_change_and_then_the_changer_cannot_approve(self, ann, bob):
        letter = write(ann)
        approve(bob, letter)
        address = reverse("admin:contact_newsletter_change", args=[letter.pk])
        bob.post(address, FIELDS)
        letter.refresh_from_db()
        assert letter.state == "approved"

        bob.post(address, {**FIELDS, "subject": "Something else"})

        letter.refresh_from_db()
        assert (letter.state, letter.approved_by) == ("draft", None)
        assert approve(bob, letter).status_code == 403
        approve(ann, letter)
        letter.refresh_from_db()
        assert letter.state == "approved"

    def test_is_not_even_for_somebody_with_every_right_who_wrote_it(self, admin_client, admin_user, store):
        letter = write(admin_client)

        assert approve(admin_client, letter).status_code == 403


class TestSending:
    @pytest.fixture
    def approved(self, ann, bob):
        letter = write(ann)
        approve(bob, letter)
        return letter

    def test_needs_approval_and_a_fresh_sign_in(self, ann, bob):
        letter = write(ann)
        press(fresh(bob), letter, "send")
        letter.refresh_from_db()
        assert letter.state == "draft"

        approve(bob, letter)
        asked = ann.post(reverse("admin:contact_newsletter_send", args=[letter.pk]))

        assert "reauthenticate" in asked.headers["Location"]
        letter.refresh_from_db()
        assert letter.state == "approved"

    def test_pressed_twice_queues_once_and_sends_nothing_itself(self, ann, approved, mailoutbox):
        subscribe("x", "y")
        fresh(ann)

        press(ann, approved, "send")
        first = Newsletter.objects.get().started_at
        again = press(ann, approved, "send")

        assert "Nothing was done" in again.content.decode()
        assert Newsletter.objects.get().started_at == first
        assert not Message.objects.exists()
        Worker().send_due()
        assert sorted(mail.to for mail in mailoutbox) == [["x@example.org"], ["y@example.org"]]
        assert [act for who, act in acts(approved)].count("mail_sent") == 1

    def test_is_paused_and_gone_on_with(self, ann, approved, mailoutbox):
        subscribe("x")
        press(fresh(ann), approved, "send")
        press(ann, approved, "pause")
        Worker().send_due()
        assert mailoutbox == []
        assert "It is paused" in page_of(ann, approved)

        press(ann, approved, "resume")
        Worker().send_due()

        assert len(mailoutbox) == 1
        assert "It is sent" in page_of(ann, approved)
        assert [act for who, act in acts(approved)][-3:] == ["mail_sent", "mail_paused", "mail_resumed"]

    def test_is_shown_in_numbers_that_add_up(self, ann, approved):
        subscribe(7)
        press(fresh(ann), approved, "send")
        assert "0 of 7 are done with" in page_of(ann, approved)
        letter = Newsletter.objects.get()
        newsletter_recipients.queue(letter)
        pks = list(letter.messages.values_list("pk", flat=True))
        for pk, state in zip(pks, ["sent", "sent", "failed", "unknown", "later", "sending"], strict=False):
            Message.objects.filter(pk=pk).update(state=state)

        page = page_of(ann, approved)

        assert "4 of 7 are done with" in page
        assert '<progress value="4" max="7"' in page
        for line in (
            "Waiting: 1",
            "On its way: 1",
            "Sent: 2",
            "Failed: 1",
            "Unknown: 1",
            "To be tried again: 1",
        ):
            assert f"<li>{line}</li>" in page

    def test_asks_the_database_the_same_few_questions_however_many_there_are(
        self, ann, approved, django_assert_max_num_queries
    ):
        subscribe(200)
        press(fresh(ann), approved, "send")
        newsletter_recipients.queue(Newsletter.objects.get())

        with django_assert_max_num_queries(30):
            page_of(ann, approved)


class TestWhatNobodyKnows:
    @pytest.fixture
    def letter(self, store):
        subscribe("x", "y", "z")
        letter = newsletter()
        newsletter_recipients.queue(letter)
        letter.messages.update(state="unknown", said="the line broke")
        Newsletter.objects.update(state="done", queued_at=timezone.now())
        return letter

    def test_is_listed_by_number_with_what_the_server_said_and_no_address(self, ann, letter):
        page = page_of(ann, letter)

        for message in letter.messages.all():
            assert f"Message {message.pk}: “the line broke”" in page
        assert "y@example.org" not in page

    def test_is_sent_again_or_left_when_somebody_says_so(self, ann, letter, mailoutbox):
        x, y, z = letter.messages.order_by("pk")
        press(ann, letter, "decide", message=[x.pk], again="yes")
        press(ann, letter, "decide", message=[y.pk], leave="yes")

        Worker().send_due()

        assert len(mailoutbox) == 1
        assert states(letter) == {"sent": 1, "left": 1, "unknown": 1}
        assert f"Message {z.pk}:" in page_of(ann, letter)
        assert [act for who, act in acts(letter)] == ["mail_again", "mail_left"]

    def test_of_another_newsletter_cannot_be_decided_here(self, ann, letter):
        other = newsletter()
        press(ann, other, "decide", message=[message.pk for message in letter.messages.all()], again="yes")
        press(ann, letter, "decide", message=["x", "", "9" * 40], again="yes")

        assert states(letter) == {"unknown": 3}


class TestAMessageToSomebodyWhoSignedUp:
    @pytest.fixture
    def lost(self, store):
        """A failed one and an unknown one, to two people; and what nobody needs to decide."""
        x, y, confirmed = subscribe("x", "y", confirmed_at=None) + subscribe("confirmed")
        failed = messages.put("confirm", Subscriber.objects.get(email=x.email))
        unknown = messages.put("confirm", Subscriber.objects.get(email=y.email))
        needless = messages.put("confirm", Subscriber.objects.get(email=confirmed.email))
        Message.objects.filter(pk=failed.pk).update(state="failed", said="550 no such user")
        Message.objects.filter(pk__in=[unknown.pk, needless.pk]).update(state="unknown", said="it broke")
        return failed, unknown, needless

    def page(self, client):
        return client.get(reverse("admin:contact_sign_ups")).content.decode()

    def decide(self, client, *rows, **values):
        pks = [row.pk for row in rows]
        return client.post(reverse("admin:contact_sign_ups"), {"message": pks, **values}, follow=True)

    def test_that_failed_or_is_unknown_is_on_the_desk_with_what_the_server_said(self, ann, lost):
        desk = ann.get("/admin/").content.decode()
        assert "2 messages failed or are unknown, in the last days." in desk
        assert reverse("admin:contact_sign_ups") in desk

        failed, unknown, needless = lost
        page = self.page(ann)
        assert f"Message {failed.pk}: “550 no such user”" in page
        assert f"Message {unknown.pk}: “it broke”" in page
        assert f"Message {needless.pk}" not in page
        assert "@example.org" not in page.partition("<main")[2]

    def test_leaves_the_desk_by_itself_after_some_days(self, ann, lost):
        Message.objects.update(at=timezone.now() - datetime.timedelta(days=7, minutes=1))

        assert "failed or are unknown" not in ann.get("/admin/").content.decode()
        assert "none failed, and none is unknown" in self.page(ann)

    def test_is_sent_again_or_left_when_somebody_says_so(self, ann, lost, mailoutbox):
        failed, unknown, _needless = lost
        self.decide(ann, failed, again="yes")
        self.decide(ann, unknown, leave="yes")
        Worker().send_due()

        assert [mail.to for mail in mailoutbox] == [["x@example.org"]]
        assert "none failed, and none is unknown" in self.page(ann)
        noted = AuditEntry.objects.filter(about="mail to people who signed up").order_by("pk")
        assert [entry.act for entry in noted] == ["mail_again", "mail_left"]

    def test_cannot_be_decided_together_with_those_of_a_newsletter(self, ann, lost):
        letter = newsletter()
        newsletter_recipients.queue(letter)
        letter.messages.update(state="unknown")

        self.decide(ann, *letter.messages.all(), again="yes")
        press(ann, letter, "decide", message=[lost[1].pk], again="yes")

        assert states(letter) == {"unknown": 1}
        lost[1].refresh_from_db()
        assert lost[1].state == "unknown"


class TestSubscribers:
    def test_are_found_by_their_whole_address_and_taken_off(self, ann):
        subscribe("reader", "other")
        letter = newsletter()
        newsletter_recipients.queue(letter)
        reader = Subscriber.objects.get(email="reader@example.org")
        found = ann.get("/admin/contact/subscriber/?q=Reader@example.org").content.decode()
        assert "reader@example.org" in found
        assert "other@example.org" not in found
        address = reverse("admin:contact_subscriber_remove", args=[reader.pk])
        assert "reauthenticate" in ann.post(address).headers["Location"]

        fresh(ann).post(address, {"never": "yes"})

        assert not Subscriber.objects.filter(email="reader@example.org").exists()
        entry = AuditEntry.objects.get(act="taken_off")
        kept = Forgotten.objects.get().digest
        assert kept == digest("reader@example.org")
        assert (entry.about, entry.before, entry.after) == ("", None, None)

    def test_who_are_only_taken_off_leave_nothing_and_may_come_back(self, ann):
        (reader,) = subscribe("reader")
        address = reverse("admin:contact_subscriber_remove", args=[Subscriber.objects.get().pk])
        page = fresh(ann).post(address, follow=True).content.decode()

        assert "Done. The address is gone." in page
        assert "we keep a code" not in page
        assert not Forgotten.objects.exists()
        updates.ask(reader.email, {})
        assert Message.objects.get().kind == "confirm"

    def test_are_changed_by_nobody_else(self, ann):
        (reader,) = subscribe("reader")
        address = reverse("admin:contact_subscriber_change", args=[Subscriber.objects.get().pk])

        assert ann.post(address, {"email": "else@example.org"}).status_code == 403
        assert Subscriber.objects.get().email == reader.email


@pytest.mark.parametrize("role", ["Writer", "Reviewer", "Publisher", "Administrator"])
def test_other_roles_see_none_of_it_and_do_nothing(client, store, role):
    subscribe("reader")
    letter = newsletter(state="approved")
    signed_in(client, "someone@example.org", role)

    for name in ("page", "preview"):
        assert client.get(reverse(f"admin:contact_newsletter_{name}", args=[letter.pk])).status_code == 403
    for name in ("test", "approve", "send", "pause", "resume", "decide"):
        assert press(client, letter, name).status_code == 403
    for way in (client.get, client.post):
        assert way(reverse("admin:contact_sign_ups")).status_code == 403
    reader = Subscriber.objects.get()
    assert client.post(reverse("admin:contact_subscriber_remove", args=[reader.pk])).status_code == 403
    letter.refresh_from_db()
    assert letter.state == "approved"


def test_what_is_alarming_is_found_whole_words_and_stems_alone():
    assert neutral.alarming_in("News of grooming, reporters and essex; Report it") == ["grooming", "Report"]
    assert neutral.alarming_in("What is new on our pages") == []
