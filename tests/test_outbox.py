"""Newsletters on their way: nobody gets two, nobody is forgotten, and what nobody knows is shown."""

import datetime
import re
import smtplib
import threading
from typing import ClassVar

import pytest
import time_machine
from django.core.management import CommandError, call_command, get_commands
from django.db import DatabaseError, connection
from django.utils import timezone

from contact import messages, newsletter_recipients, outbox
from contact.messages import Message
from contact.newsletters import Newsletter
from contact.subscribers import Subscriber
from contact.updates import stop
from contact.worker import Worker
from esafe import mailing
from esafe.mailing import ServerAway
from tests.mailbox import Mailbox
from tests.mailing_list import newsletter, states, subscribe

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = datetime.timedelta(hours=1)


class Sink(smtplib.SMTP):
    """The client that we use, over no line: what it would say is noted, a list of recipients for each message."""

    took: ClassVar[list[list[str]]] = []

    def __init__(self, *args, **kwargs):
        self.sock, self.esmtp_features, self.does_esmtp, self.helo_resp = None, {}, False, b"sink"

    def mail(self, *args):
        self.to = []
        return 250, b"OK"

    def rcpt(self, to, *args):
        self.to.append(to)
        return 250, b"OK"

    def data(self, words):
        self.took.append(self.to)
        return 250, b"OK"

    def quit(self):
        return 221, b"Bye"


@pytest.fixture
def smtp(settings, store):
    mailbox = Mailbox()
    mailbox.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    yield mailbox
    mailbox.stop()


def send(**values):
    """One run of a worker, as ``manage.py worker --once``."""
    worker = Worker(**values)
    worker.send_due()
    return worker


def in_(time):
    return time_machine.travel(timezone.now() + time)


class TestANewsletter:
    def test_goes_to_each_who_wants_it_alone_and_once(self, smtp):
        subscribe("ann", "bob")
        subscribe("no-news", wants_news=False)
        subscribe("not-confirmed", confirmed_at=None)
        subscribe("paused", paused_until=timezone.localdate())
        subscribe("back", paused_until=timezone.localdate() - datetime.timedelta(days=1))
        subscribe("monthly", how_often="monthly")
        letter = newsletter()

        send()
        send()

        assert sorted(smtp.recipients) == [["ann@example.org"], ["back@example.org"], ["bob@example.org"]]
        assert [mail["To"] for mail in smtp.mails] == [one for (one,) in smtp.recipients]
        assert states(letter) == {"sent": 3}
        letter.refresh_from_db()
        assert letter.state == "done"

    def test_uses_one_line_for_many_and_opens_another_when_it_breaks(self, smtp):
        subscribe(5)
        newsletter()
        smtp.on_data = lambda envelope: setattr(
            smtp, "data", "421 enough" if len(smtp.took) == 2 else "250 OK"
        )

        with pytest.raises(ServerAway):
            send()
        smtp.on_data, smtp.data = None, "250 OK"
        send()

        assert len(smtp.took) == 5
        assert smtp.lines == 3

    def test_goes_out_to_nobody_who_came_after_it_was_begun(self, smtp):
        letter = newsletter(started_at=timezone.now() - HOUR)
        subscribe("new", confirmed_at=timezone.now())

        send()

        assert smtp.took == []
        assert states(letter) == {}

    def test_is_queued_in_batches_and_by_two_at_once(self, monkeypatch):
        monkeypatch.setattr(newsletter_recipients, "BATCH", 3)
        subscribe(8)
        letter = newsletter()
        same = Newsletter.objects.get(pk=letter.pk)

        assert newsletter_recipients.queue(letter) == 3
        assert newsletter_recipients.queue(same) == 0
        for _turn in range(3):
            newsletter_recipients.queue(Newsletter.objects.get(pk=letter.pk))

        assert states(letter) == {"waiting": 8}
        assert Newsletter.objects.get(pk=letter.pk).queued_at

    def test_waits_while_it_is_paused_and_goes_on(self, smtp):
        subscribe(6)
        letter = newsletter()
        here = Newsletter.objects.filter(pk=letter.pk)
        smtp.on_data = lambda envelope: len(smtp.took) == 2 and here.update(state="paused")

        send()
        assert len(smtp.took) == 3
        assert states(letter) == {"sent": 3, "waiting": 3}
        here.update(state="sending")
        smtp.on_data = None
        send()

        assert sorted(smtp.recipients) == sorted([f"reader{n}@example.org"] for n in range(6))

    def test_of_five_thousand_has_one_recipient_each(self, settings, store, monkeypatch):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        monkeypatch.setattr(mailing, "_WatchedLine", Sink)
        Sink.took.clear()
        subscribe(5000)
        letter = newsletter()

        send()

        assert {len(to) for to in Sink.took} == {1}
        assert len({to for (to,) in Sink.took}) == len(Sink.took) == 5000
        assert states(letter) == {"sent": 5000}


class TestWhoStops:
    def test_gets_nothing_that_was_not_handed_over_yet(self, smtp):
        subscribe(10)
        letter = newsletter()

        def the_last_one_stops(envelope):
            if len(smtp.took) == 2:
                handed = [to for (to,) in smtp.recipients] + envelope.rcpt_tos
                stop(Subscriber.objects.exclude(email__in=handed).last())
                connection.close()

        smtp.on_data = the_last_one_stops
        send()

        assert len(smtp.took) == 9
        assert states(letter) == {"sent": 9}

    @pytest.mark.parametrize(
        "change",
        [{"wants_news": False}, {"how_often": "monthly"}, {"paused_until": datetime.date(2999, 1, 1)}],
    )
    def test_or_changes_what_they_want_gets_nothing_either(self, smtp, change):
        subscribe("ann", "bob")
        letter = newsletter()
        newsletter_recipients.queue(letter)
        Subscriber.objects.filter(email="ann@example.org").update(**change)

        send()

        assert smtp.recipients == [["bob@example.org"]]
        assert states(letter) == {"sent": 1, "skipped": 1}

    def test_while_the_worker_holds_the_message_gets_nothing(self, smtp):
        (ann,) = subscribe("ann")
        newsletter_recipients.queue(newsletter())
        (held,) = outbox.claim("me", Newsletter.objects.get())

        ann.delete()

        assert not outbox.begin(held, newsletter_recipients.of(held.newsletter))
        assert outbox.drop_or_release(held, newsletter_recipients.of(held.newsletter))
        assert Message.objects.get().state == "skipped"

    def test_or_gets_new_links_never_gets_the_old_ones(self, smtp):
        subscribe("ann")
        newsletter_recipients.queue(newsletter())
        (held,) = outbox.claim("me", Newsletter.objects.get())
        Subscriber.objects.update(key="another")

        assert not outbox.begin(held, newsletter_recipients.of(held.newsletter))
        assert not outbox.drop_or_release(held, newsletter_recipients.of(held.newsletter))
        send()

        assert len(smtp.took) == 1


class TestAServer:
    def test_that_is_down_costs_nobody_a_message(self, smtp):
        subscribe(3)
        letter = newsletter()
        smtp.stop()
        for _night in range(20):
            with pytest.raises(ServerAway):
                send()
        assert set(states(letter)) <= {"waiting", "later"}

        smtp.start()
        send()

        assert states(letter) == {"sent": 3}

    @pytest.mark.parametrize("where", ["rcpt", "data"])
    def test_that_says_not_now_is_asked_again_later_and_not_for_ever(self, smtp, where):
        subscribe("ann")
        letter = newsletter()
        setattr(smtp, where, "451 4.7.1 <ann@example.org>: come back\x1b[31m later")
        send()
        send()
        assert states(letter) == {"later": 1}
        assert Message.objects.get().said == "451 4.7.1 <…>: come back [31m later"

        for turn in range(1, outbox.MOST_TRIES + 3):
            with in_(turn * 7 * HOUR):
                send()

        assert states(letter) == {"failed": 1}
        assert Message.objects.get().tries == outbox.MOST_TRIES
        assert smtp.took == []

    @pytest.mark.parametrize("where", ["rcpt", "data"])
    def test_that_says_no_to_one_gets_the_others(self, smtp, where):
        subscribe("ann", "bob", "cat")
        letter = newsletter()

        def not_bob(envelope):
            smtp.data = "554 nobody here" if envelope.rcpt_tos == ["bob@example.org"] else "250 OK"

        smtp.on_data = not_bob
        send()

        assert states(letter) == {"sent": 2, "failed": 1}
        assert Message.objects.get(state="failed").said == "554 nobody here"

    @pytest.mark.parametrize("where", ["MAIL", "RCPT"])
    def test_that_hangs_up_before_it_has_the_words_is_asked_again(self, smtp, where):
        subscribe("ann")
        letter = newsletter()
        smtp.hangs_up = where
        send()
        assert states(letter) == {"later": 1}

        smtp.hangs_up = ""
        with in_(HOUR):
            send()

        assert states(letter) == {"sent": 1}
        assert len(smtp.took) == 1

    @pytest.mark.parametrize("where", ["DATA", "middle", "after"])
    def test_that_hangs_up_later_leaves_an_unknown_that_is_never_sent_by_itself(self, smtp, where):
        subscribe("ann", "bob")
        letter = newsletter()
        smtp.hangs_up, smtp.data = (where, "250 OK") if where != "after" else ("", "hang up")
        send()
        assert states(letter) == {"unknown": 2}
        letter.refresh_from_db()
        assert letter.state == "done"
        before = len(smtp.took)

        smtp.hangs_up, smtp.data = "", "250 OK"
        with in_(100 * HOUR):
            send()

        assert states(letter) == {"unknown": 2}
        assert len(smtp.took) == before

    def test_that_is_slow_is_waited_for_and_one_that_says_nothing_is_not(self, smtp, settings):
        subscribe("ann")
        letter = newsletter()
        smtp.pause = 0.3
        send()
        assert states(letter) == {"sent": 1}

        settings.EMAIL_TIMEOUT, smtp.pause = 0.2, 2
        slow = newsletter()
        send()

        assert states(slow) == {"unknown": 1}

    def test_that_takes_nothing_from_us_fails_nobody(self, smtp):
        subscribe("ann")
        letter = newsletter()

        async def no(server, session, envelope, address, options):
            return "530 5.7.0 Authentication required"

        smtp.handle_MAIL = no
        with pytest.raises(ServerAway):
            send()

        assert states(letter) == {"later": 1}
        assert Message.objects.get().tries == 0

    def test_that_hung_up_on_an_idle_line_gets_the_message_on_a_new_one(self, smtp):
        subscribe("ann", "bob")
        letter = newsletter()
        smtp.on_data = lambda envelope: smtp.took or setattr(smtp, "hangs_up", "MAIL")
        first = smtp.handle_MAIL

        async def once(*args):
            answer = await first(*args)
            smtp.hangs_up = ""
            return answer

        smtp.handle_MAIL = once
        send()

        assert states(letter) == {"sent": 2}
        assert smtp.lines == 2


class TestAClaim:
    def test_is_given_to_one_of_two_workers(self):
        subscribe(60)
        letter = newsletter()
        newsletter_recipients.queue(letter)

        first = {message.pk for message in outbox.claim("one", letter)}
        second = {message.pk for message in outbox.claim("two", letter)}

        assert len(first) == 50
        assert len(second) == 10
        assert not first & second
        assert outbox.claim("three", letter) == []

    def test_goes_back_when_its_time_is_over_and_is_worth_nothing_then(self):
        subscribe("ann")
        letter = newsletter()
        newsletter_recipients.queue(letter)
        wanted = newsletter_recipients.of(letter)
        (old,) = outbox.claim("one", letter)

        with in_(HOUR):
            (new,) = outbox.claim("two", letter)
            assert not outbox.begin(old, wanted)
            assert outbox.begin(new, wanted)
            assert not outbox.begin(new, wanted)

    def test_of_what_was_begun_ends_in_unknown_and_its_worker_may_still_know_better(self):
        subscribe("ann")
        letter = newsletter()
        newsletter_recipients.queue(letter)
        (held,) = outbox.claim("one", letter)
        outbox.begin(held, newsletter_recipients.of(letter))

        assert outbox.run_out() == 0
        with in_(HOUR):
            assert outbox.run_out() == 1
            assert outbox.claim("two", letter) == []
        assert states(letter) == {"unknown": 1}
        outbox.finish(held, Message.State.SENT)

        assert states(letter) == {"sent": 1}

    def test_does_not_outlive_a_persons_decision(self):
        subscribe("ann")
        letter = newsletter()
        newsletter_recipients.queue(letter)
        (held,) = outbox.claim("one", letter)
        outbox.begin(held, newsletter_recipients.of(letter))
        with in_(HOUR):
            outbox.run_out()
            outbox.send_again(letter, [held.pk])

        outbox.finish(held, Message.State.SENT)

        assert states(letter) == {"waiting": 1}


class TestTheWorker:
    def test_ends_between_two_messages_when_it_is_told_to(self, smtp):
        subscribe(10)
        letter = newsletter()
        stopped = threading.Event()
        smtp.on_data = lambda envelope: len(smtp.took) == 2 and stopped.set()

        send(stopped=stopped)

        assert states(letter) == {"sent": 3, "waiting": 7}
        assert not Message.objects.filter(state="waiting", claimed_until__isnull=False).exists()

    def test_sends_single_messages_before_newsletters(self, smtp, monkeypatch):
        monkeypatch.setattr(
            "contact.mail_pages.rendered", lambda kind, one: (f"Please {kind}", "words", "<p>words</p>")
        )
        subscribe("ann")
        newsletter()
        (bob,) = subscribe("bob", confirmed_at=None)
        messages.put("confirm", bob)

        send()

        assert [mail["Subject"] for mail in smtp.mails] == ["Please confirm", "What is new"]
        assert smtp.mails[0]["Auto-Submitted"] == "auto-generated"

    def test_leaves_out_what_cannot_be_made_and_tries_it_again_later(self, smtp):
        subscribe("ann")
        (bad,) = subscribe("bad")
        Subscriber.objects.filter(pk=bad.pk).update(email="bad@example.org, ann@example.org")
        letter = newsletter()

        send()

        assert states(letter) == {"sent": 1, "later": 1}
        assert smtp.recipients == [["ann@example.org"]]

    def test_writes_down_what_became_of_a_message_though_the_database_was_away_for_a_moment(
        self, smtp, monkeypatch
    ):
        subscribe("ann")
        letter = newsletter()
        finish, calls = outbox.finish, []

        def at_the_third_time(*args):
            calls.append(args)
            if len(calls) < 3:
                raise DatabaseError("database is locked")
            finish(*args)

        monkeypatch.setattr(outbox, "finish", at_the_third_time)
        send()

        assert states(letter) == {"sent": 1}

    def test_says_what_it_did_and_names_nobody(self, smtp, capsys):
        subscribe("ann")
        newsletter()

        call_command("worker", "--once")

        said = capsys.readouterr().out
        assert said == "sent: 1\n"
        assert "worker" in get_commands()

    def test_writes_files_when_there_is_no_mail_server(self, settings, tmp_path, store):
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
        subscribe("ann", "bob")
        letter = newsletter()

        send()

        assert states(letter) == {"sent": 2}
        written = "".join(path.read_text() for path in (tmp_path / "mail").iterdir())
        assert "To: ann@example.org" in written
        assert "To: bob@example.org" in written


class TestRecords:
    def test_are_gone_after_their_time(self, smtp):
        subscribe("ann")
        letter = newsletter()
        send()
        with in_(datetime.timedelta(days=89)):
            messages.forget_old()
            assert states(letter) == {"sent": 1}
        with in_(datetime.timedelta(days=91)):
            assert messages.forget_old() == "records of mail deleted after 90 days: 1."
        assert states(letter) == {}

    def test_stay_while_there_is_something_to_send_however_long_a_newsletter_is_paused(self, smtp):
        subscribe("ann")
        letter = newsletter()
        newsletter_recipients.queue(letter)
        Newsletter.objects.update(state="paused")

        with in_(datetime.timedelta(days=200)):
            messages.forget_old()
            Newsletter.objects.update(state="sending")
            send()

        assert smtp.recipients == [["ann@example.org"]]

    def test_hold_no_address(self, smtp):
        subscribe("ann")
        newsletter()
        smtp.data = "550 ann@example.org is not known, says postmaster@example.org"
        send()

        kept = str(list(Message.objects.values()))
        assert "example.org" not in kept

    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ("550 5.1.1 User anna.smith unknown", "550 5.1.1 User … unknown"),
            ("550 <ANNA.SMITH+list@Example.org>: no", "550 <…>: no"),
            ("550 anna.smith+list: no such user", "550 …: no such user"),
            ("550 see https://x.test/?rcpt=anna.smith%2Blist%40example.org now", "550 see … now"),
            ("550 banna.smithers is full", "550 banna.smithers is full"),
        ],
    )
    def test_hold_no_name_of_an_address_in_any_form(self, smtp, said, kept):
        Subscriber.objects.bulk_create(
            [Subscriber(email="anna.smith+list@example.org", confirmed_at=timezone.now() - HOUR)]
        )
        newsletter()
        smtp.rcpt = said
        send()

        assert Message.objects.get().said == kept

    @pytest.mark.parametrize(
        "said", ["421 4.7.0 <ann@example.org> not now", "421 ann: rcpt=ann%40example.org"]
    )
    def test_are_all_that_names_somebody_and_the_log_is_none(self, smtp, capsys, said):
        subscribe("ann")
        newsletter()
        smtp.rcpt = said
        with pytest.raises(CommandError) as once:
            call_command("worker", "--once")

        stopped, lines = threading.Event(), []
        Message.objects.update(not_before=timezone.now())
        Worker(stopped).run(lambda line: stopped.set() or lines.append(line))

        assert "421" in str(once.value)
        assert "421" in lines[0]
        for printed in (str(once.value), *lines, str(Message.objects.values()), *capsys.readouterr()):
            assert not re.search(r"\bann\b|example\.org", printed)
