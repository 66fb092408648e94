"""Content is checked again by a day: owners are reminded, readers are told, and nobody is told twice."""

import dataclasses
import datetime
import re
import smtplib
import socket

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from esafe import live, problems, publishing, review, starter_loading
from esafe.content import KINDS
from esafe.item import ReviewedItem
from esafe.staff import nightly_jobs, review_reminders
from esafe.staff.jobs import Job, JobFailed
from esafe.staff.owner_role import OwnerRole
from esafe.staff.review_reminder import ReviewReminder
from guidance.models import Page
from tests import builders, colleagues
from tests.mailbox import Mailbox
from tests.test_staff import form_of

DAY = datetime.date(2027, 5, 21)
FAR = datetime.date(2030, 1, 1)


def at(day, hour=5):
    moment = datetime.datetime(day.year, day.month, day.day, hour, tzinfo=datetime.UTC)
    return time_machine.travel(moment, tick=False)


def days(number):
    return datetime.timedelta(days=number)


def only_due(content, *due, **values):
    """The content with DAY as the day of the items in ``due``, and nothing else due for years."""
    for kind in KINDS:
        for key, item in content.of(kind).items():
            if isinstance(item, ReviewedItem):
                more = {"review_by": DAY, **values} if (kind, key) in due else {"review_by": FAR}
                content = builders.with_item(content, kind, dataclasses.replace(item, **more))
    return content


class TestTheLongestTime:
    @pytest.mark.parametrize(
        ("kind", "checked", "latest"),
        [
            ("page", (2026, 11, 21), (2027, 11, 21)),
            ("situation", (2028, 2, 29), (2029, 2, 28)),
            ("service", (2026, 11, 21), (2027, 5, 21)),
            ("service", (2026, 8, 31), (2027, 2, 28)),
        ],
    )
    def test_is_a_year_and_half_a_year_for_services(self, kind, checked, latest):
        assert review.latest(kind, datetime.date(*checked)) == datetime.date(*latest)

    @pytest.mark.parametrize(("kind", "key"), [("page", "the-law"), ("service", "childline")])
    def test_ends_on_a_day_that_may_be_chosen_and_the_next_may_not(self, content, kind, key):
        last = review.latest(kind, content.of(kind)[key].reviewed_on)
        assert problems.find(builders.changed(content, kind, key, review_by=last)) == []

        found = problems.find(builders.changed(content, kind, key, review_by=last + days(1)))

        assert [(p.kind, p.key) for p in found] == [(kind, key)]
        assert f"{last:%-d %B %Y} at the latest" in found[0].text


class TestReaders:
    @pytest.mark.parametrize(
        ("kind", "key", "path"),
        [
            ("page", "the-law", "/advice/the-law/"),
            ("service", "childline", "/services/childline/"),
            ("situation", "image_shared", None),
        ],
    )
    def test_are_told_from_the_day_after(self, reader, store, content, kind, key, path):
        due = only_due(content, (kind, key))
        path = path or f"/help/{content.situation[key].slug}/"
        builders.put_live(store, builders.make_edition(due, number=2))

        with at(DAY, hour=22):
            on_the_day = reader.get(path).content.decode()
        with at(DAY + days(1)):
            after = reader.get(path).content.decode()

        assert "We are checking this again" not in on_the_day
        assert "Next check by" in on_the_day
        assert "We are checking this again" in after
        assert "Next check by" not in after


@pytest.fixture
def sam():
    return User.objects.create_user("sam", email="sam@example.org", is_staff=True)


@pytest.fixture
def ann():
    return User.objects.create_user("ann", email="ann@example.org", is_staff=True)


@pytest.fixture
def admin():
    return colleagues.someone("Administrator", email="root@example.org")


@pytest.fixture
def due(store, content, admin, sam):
    """A site on which one page is due on DAY, and Sam is behind its owner."""
    OwnerRole.objects.create(name="Safeguarding lead", person=sam)
    builders.put_live(store, builders.make_edition(only_due(content, ("page", "the-law")), number=2))
    return store


def sent_to():
    return sorted(address for message in mail.outbox for address in message.recipients())


def nights(first, last):
    """Run each night; on which days, from DAY, a message went out."""
    told = []
    for number in range(first, last + 1):
        with at(DAY + days(number)):
            before = len(mail.outbox)
            review_reminders.remind()
            told += [number] * (len(mail.outbox) - before)
    return told


@pytest.mark.django_db
class TestReminders:
    def test_come_thirty_days_before_on_the_day_and_each_week_after(self, due):
        assert nights(-33, 30) == [-30, 0, 7, 14, 21, 28]

    def test_come_once_however_often_the_night_is_run(self, due):
        with at(DAY):
            review_reminders.remind()
            assert review_reminders.remind() == "nothing to send."

        assert sent_to() == ["sam@example.org"]

    def test_come_once_when_two_nights_run_at_the_same_time(self, due, monkeypatch):
        monkeypatch.setattr(review_reminders, "_not_told", lambda to, dues: dues)  # neither sees the other
        with at(DAY):
            review_reminders.remind()
            assert review_reminders.remind() == "nothing to send."

        assert sent_to() == ["sam@example.org"]

    @pytest.mark.parametrize("missed", [-29, 1, 6, 25])
    def test_of_nights_that_were_missed_come_as_one(self, due, missed):
        assert nights(missed, missed) == [missed]

    def test_keep_to_the_day_in_london(self, due):
        with time_machine.travel(datetime.datetime(2027, 5, 20, 23, 30, tzinfo=datetime.UTC), tick=False):
            review_reminders.remind()  # half past midnight in summer time

        assert "To be checked today" in mail.outbox[0].body

    def test_begin_again_with_a_new_day(self, due, content):
        nights(-30, 0)
        later = only_due(content, ("page", "the-law"), review_by=DAY + days(10))
        builders.put_live(due, builders.make_edition(later, number=3))

        assert nights(1, 1) == [1]

    def test_of_many_items_are_one_message(self, due, content):
        both = only_due(content, ("page", "the-law"), ("service", "childline"))
        builders.put_live(due, builders.make_edition(both, number=3))
        with at(DAY):
            said = review_reminders.remind()

        assert "messages sent: 1, about items to check: 2" in said
        assert content.page["the-law"].title in mail.outbox[0].body
        assert content.service["childline"].name in mail.outbox[0].body

    def test_go_to_owner_and_deputies_one_message_each(self, due, content, ann):
        lee = User.objects.create_user("lee", email="lee@example.org", is_staff=True)
        OwnerRole.objects.update(deputy=lee)
        OwnerRole.objects.create(name="Head of advice", person=ann)
        with_deputy = only_due(content, ("page", "the-law"), deputy="head of  advice")
        builders.put_live(due, builders.make_edition(with_deputy, number=3))
        with at(DAY):
            review_reminders.remind()

        assert sent_to() == ["ann@example.org", "lee@example.org", "sam@example.org"]
        assert {len(message.recipients()) for message in mail.outbox} == {1}

    @pytest.mark.parametrize("values", [{"is_active": False}, {"email": ""}])
    def test_go_to_the_administrators_when_nobody_is_behind_the_owner(self, due, sam, values):
        User.objects.filter(pk=sam.pk).update(**values)
        with at(DAY):
            review_reminders.remind()

        assert sent_to() == ["root@example.org"]
        assert (
            "nobody who can get mail stands behind these owners: “Safeguarding lead”." in mail.outbox[0].body
        )
        assert reverse("admin:esafe_ownerrole_changelist") in mail.outbox[0].body

    def test_go_to_whoever_has_the_role_of_administrator(self, due, sam, admin):
        admin.delete()
        colleagues.someone("Administrator", "Writer", email="chief@example.org")
        colleagues.someone("Writer", "Reviewer", email="writer@example.org")
        User.objects.filter(pk=sam.pk).update(is_active=False)
        with at(DAY):
            review_reminders.remind()

        assert sent_to() == ["chief@example.org"]

    def test_that_nobody_at_all_can_get_fail(self, due):
        User.objects.update(email="")
        with at(DAY), pytest.raises(JobFailed, match="nobody with an e-mail address looks after: 1"):
            review_reminders.remind()

    def test_say_that_a_newer_day_waits_to_be_published(self, due):
        starter_loading.load_once()
        Page.objects.filter(key="the-law").update(review_by=FAR, state="ready")
        with at(DAY + days(1)):
            review_reminders.remind()

        body = mail.outbox[0].body
        assert "it only waits to be published" in body
        page = Page.objects.get(key="the-law")
        assert f"http://localhost:8000{reverse('admin:guidance_page_change', args=[page.pk])}" in body

    def test_are_neutral_in_an_inbox(self, due):
        """Whoever sees a list of messages sees no word of what the site is about (R94)."""
        with at(DAY):
            review_reminders.remind()

        message = mail.outbox[0]
        seen = f"{message.from_email} {message.subject} {message.body[:120]}".lower()
        assert not re.findall(r"abuse|sexual|report|child|blackmail|esafe", seen)
        assert message.subject == "A page to check again"
        assert message.content_subtype == "plain"
        assert "\n\n\n\n" not in message.body


@pytest.fixture
def smtp(settings):
    """A real mail server on this machine, which the site is set up for."""
    mailbox = Mailbox()
    mailbox.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    yield mailbox
    mailbox.stop()


@pytest.mark.django_db
class TestTheMailServer:
    def test_takes_a_message_once(self, due, smtp):
        with at(DAY):
            said = review_reminders.remind()
            review_reminders.remind()

        assert "messages sent: 1" in said
        assert [envelope.rcpt_tos for envelope in smtp.took] == [["sam@example.org"]]
        assert b"To be checked today" in smtp.took[0].content
        assert ReviewReminder.objects.get().state == "sent"

    @pytest.mark.parametrize("where", ["rcpt", "data"])
    @pytest.mark.parametrize("answer", ["451 Try again later", "550 No such person"])
    def test_that_refuses_is_named_and_asked_again_next_time(self, due, smtp, where, answer):
        setattr(smtp, where, answer)
        with at(DAY):
            with pytest.raises(JobFailed, match=f"refused the message to sam@example.org.*{answer}"):
                review_reminders.remind()
            assert smtp.took == []
            setattr(smtp, where, "250 OK")
            review_reminders.remind()
            review_reminders.remind()

        assert len(smtp.took) == 1

    def test_that_refuses_one_person_gets_the_messages_to_others(self, due, smtp, ann):
        OwnerRole.objects.update(deputy=ann)

        async def not_ann(server, session, envelope, address, options):
            if address.startswith("ann"):
                return "550 No such person"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        smtp.handle_RCPT = not_ann
        with at(DAY), pytest.raises(JobFailed, match=r"messages sent: 1.*to ann@example.org"):
            review_reminders.remind()

        assert [envelope.rcpt_tos for envelope in smtp.took] == [["sam@example.org"]]

    def test_that_is_down_is_named_and_asked_again_next_time(self, due, smtp):
        smtp.stop()
        with at(DAY):
            with pytest.raises(JobFailed, match="the mail server does not answer"):
                review_reminders.remind()
            assert not ReviewReminder.objects.exists()
            smtp.start()
            review_reminders.remind()

        assert len(smtp.took) == 1

    def test_that_says_nothing_is_not_waited_for_and_asked_again_next_time(self, due, settings, smtp):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.3
            with at(DAY), pytest.raises(JobFailed, match=r"does not answer.*timed out"):
                review_reminders.remind()
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = smtp.port, 10
        with at(DAY):
            review_reminders.remind()

        assert len(smtp.took) == 1

    def test_that_hangs_up_with_the_message_in_its_hands_gets_no_second_one(self, due, smtp):
        smtp.data = "hang up"
        with at(DAY):
            with pytest.raises(JobFailed, match="may have arrived, so it is not sent again"):
                review_reminders.remind()
            smtp.data = "250 OK"
            assert review_reminders.remind() == "nothing to send."

        assert len(smtp.took) == 1

    def test_that_we_died_while_asking_gets_no_second_message_and_staff_hear_of_it_once(
        self, due, smtp, monkeypatch
    ):
        def die(*args):
            raise KeyboardInterrupt

        with at(DAY):
            with monkeypatch.context() as patched:
                patched.setattr(smtplib.SMTP, "sendmail", die)
                with pytest.raises(KeyboardInterrupt):
                    review_reminders.remind()
            assert review_reminders.remind() == "nothing to send."
        with at(DAY + days(1)):
            with pytest.raises(JobFailed, match=r"to sam@example\.org was cut off earlier"):
                review_reminders.remind()
            assert review_reminders.remind() == "nothing to send."

        assert smtp.took == []


@pytest.mark.django_db
class TestTheNight:
    @pytest.fixture
    def run(self, capsys, monkeypatch):
        def run(*jobs):
            monkeypatch.setattr("esafe.management.commands.nightly.JOBS", jobs)
            try:
                call_command("nightly")
            except CommandError as error:
                return capsys.readouterr(), str(error)
            return capsys.readouterr(), ""

        return run

    def test_says_one_plain_line_for_each_job(self, run):
        said, failed = run(Job("First", lambda: "all done."), Job("Second", lambda: "nothing to do."))

        assert (said.out, failed) == ("First: all done.\nSecond: nothing to do.\n", "")

    @pytest.mark.parametrize("error", [JobFailed("half of it."), OSError("a\nb"), ZeroDivisionError("x")])
    def test_goes_on_after_a_job_that_fails_and_says_so_at_the_end(self, run, error):
        def fail():
            raise error

        said, failed = run(Job("First", fail), Job("Second", lambda: "done."))

        assert said.out == "Second: done.\n"
        assert said.err.startswith("First: ")
        assert said.err.count("\n") == 1
        assert failed == "Failed: First. It is tried again next time."

    def test_has_the_reminders_among_its_jobs(self, due, capsys, monkeypatch):
        jobs = [job for job in nightly_jobs.JOBS if job.run is review_reminders.remind]
        monkeypatch.setattr("esafe.management.commands.nightly.JOBS", jobs)
        with at(DAY):
            call_command("nightly")

        assert capsys.readouterr().out == "Review reminders: messages sent: 1, about items to check: 1.\n"

    def test_without_a_mail_server_leaves_messages_in_a_folder_and_says_where(
        self, due, tmp_path, settings, capsys
    ):
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
        with at(DAY):
            said = review_reminders.remind()

        assert f"as files in {tmp_path / 'mail'}" in said
        assert "To: sam@example.org" in next((tmp_path / "mail").iterdir()).read_text()


@pytest.mark.django_db
def test_a_check_that_has_not_happened_yet_is_not_saved(empty_store, client):
    starter_loading.load_once()
    publishing.publish("someone")
    page = Page.objects.get(key="the-law")
    where = reverse("admin:guidance_page_change", args=[page.pk])
    with time_machine.travel(datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC), tick=False):
        colleagues.sign_in(client, colleagues.someone("Writer"))
        form = form_of(client.get(where)) | {"reviewed_on": "2026-12-01"}
        response = client.post(where, form)

    assert "This day has not come yet" in response.content.decode()
    assert live.store.current().content.page["the-law"].reviewed_on == page.reviewed_on
