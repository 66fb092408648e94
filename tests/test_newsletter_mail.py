"""What a newsletter is when it arrives: for one person, neutral to who looks over their shoulder, and private."""

import datetime
import re
from email.utils import parseaddr
from html.parser import HTMLParser
from importlib import import_module
from urllib.parse import urlsplit

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contact import held, letters, mail_links, messages, monthly, neutral, newsletter_recipients, updates
from contact.newsletter_mail import Letters, Words, one_line
from contact.newsletters import Newsletter
from contact.subscribers import Subscriber
from contact.updates_forms import ManageForm
from contact.worker import Worker
from tests import builders
from tests.mailing_list import newsletter, subscribe
from tests.test_outbox import smtp  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
LOADS = {"img", "link", "script", "iframe", "style", "object", "embed", "video", "audio", "form", "base"}


class Parts(HTMLParser):
    """The elements, addresses and words of a mail in HTML."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.links, self.attributes = set(), [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]


def received(smtp, **values):  # noqa: F811
    """The one mail that a subscriber gets."""
    subscriber_values = {name: values.pop(name) for name in ("plain_subject",) if name in values}
    subscribe("ann", **subscriber_values)
    newsletter(**values)
    Worker().send_due()
    (one,) = smtp.mails
    return one


def text_of(one):
    return one.get_body(("plain",)).get_content()


def html_of(one):
    return one.get_body(("html",)).get_content()


class TestItsHeaders:
    def test_are_those_that_mail_programs_act_on(self, smtp):  # noqa: F811
        one = received(smtp)
        ann = Subscriber.objects.get()
        host = re.escape("127.0.0.1")

        assert one["From"] == f"esafe <{settings.DEFAULT_FROM_EMAIL}>"
        assert one["To"] == "ann@example.org"
        assert one["Cc"] is one["Bcc"] is None
        assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        (link,) = re.fullmatch(r"\s*<(\S+)>", one["List-Unsubscribe"]).groups()
        assert link.startswith(settings.SITE_URL)
        assert mail_links.whose(mail_links.STOP, link.rstrip("/").rpartition("/")[2]) == ann
        assert one["List-Id"] == "<updates.127.0.0.1>"
        assert re.fullmatch(rf"<\d+\.[0-9a-f]{{20}}@{host}>", one["Message-ID"])
        assert abs(one["Date"].datetime.replace(tzinfo=datetime.UTC) - timezone.now()) < datetime.timedelta(
            minutes=1
        )
        assert one.get_content_type() == "multipart/alternative"

    def test_give_a_message_that_is_sent_again_the_same_number(self, smtp):  # noqa: F811
        smtp.data = "hang up"
        letter = newsletter()
        subscribe("ann")
        Worker().send_due()
        smtp.data = "250 OK"
        from contact import outbox

        outbox.send_again(letter, [message.pk for message in letter.messages.all()])
        Worker().send_due()

        first, second = smtp.mails
        assert first["Message-ID"] == second["Message-ID"]

    @given(subject=st.text(max_size=200), words=st.text(max_size=200))
    @hypothesis_settings(
        max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_cannot_be_written_by_what_is_typed(self, store, subject, words):
        one = letters.addressed(Words(subject, words, f"<p>{words}</p>"), "ann@example.org").message()

        assert sorted(one.keys()) == sorted(
            ["Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"]
        )
        for value in one.values():
            assert not re.search(r"[\r\n](?![ \t])|\0", str(value))

    @given(
        subject=st.text(max_size=80),
        tail=st.sampled_from(
            ["", "\r\nBcc: eve@example.org", "\nX: y", "\0", "\u2028Bcc: x", "=?utf-8?q?=0ABcc?="]
        ),
    )
    @hypothesis_settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_cannot_be_written_by_a_subject_that_reached_a_server(self, smtp, subject, tail):  # noqa: F811
        Newsletter.objects.all().delete()
        Subscriber.objects.all().delete()
        smtp.took.clear()
        one = received(smtp, subject=(subject + tail).replace("\0", "")[:80], words=tail.replace("\0", " "))

        assert smtp.recipients == [["ann@example.org"]]
        assert one["Bcc"] is one["Cc"] is one["X"] is None
        assert one["To"] == "ann@example.org"
        assert len(one.get_all("Subject")) == 1

    @pytest.mark.parametrize(
        "email",
        [
            "a@example.org, b@example.org",
            "a@example.org\nBcc: b@example.org",
            "Ann <a@example.org>",
            "a b@c.org",
        ],
    )
    def test_have_one_address_or_none(self, store, email):
        with pytest.raises(ValidationError):
            letters.addressed(Words("s", "t", "h"), email)

    def test_are_on_one_line_whatever_was_typed(self):
        assert one_line(" a\r\nb\0c\u2028d\x1b[31m\u202e ") == "a b c d [31m"


class TestWhoLooksOver:
    def test_sees_nothing_of_what_it_is_about(self, smtp):  # noqa: F811
        one = received(smtp, words="About sexual abuse.", items=["page:the-law"])

        for seen in (one["From"], one["Subject"], neutral.first_line(text_of(one))):
            assert neutral.alarming_in(str(seen)) == []
        body = re.sub(r"<[^>]+>", " ", html_of(one).partition("<body>")[2])
        assert len(neutral.first_line(body)) == neutral.FIRST_LINE
        assert neutral.alarming_in(neutral.first_line(body)) == []

    def test_sees_a_subject_that_says_nothing_if_that_was_asked_for(self, smtp):  # noqa: F811
        one = received(smtp, subject="Something with words", plain_subject=True)

        assert one["Subject"] == "News from esafe"

    def test_sees_no_alarming_name_of_a_sender(self, store, content, settings):
        settings.DEFAULT_FROM_EMAIL = "Report abuse <no-reply@example.org>"

        assert letters.sender() == "esafe <no-reply@example.org>"


# Where the name of the site and its host tell what it is about, and MAIL_FROM has no name.
TELLING_SITES = [
    ("https://esafe.kent.police.uk", "Kent Police: safe online"),
    ("https://www.iwf.org.uk", "IWF advice"),
]


@pytest.mark.parametrize(("address", "name"), TELLING_SITES)
class TestWhoLooksOverWhereTheSitesOwnNameTells:
    @pytest.fixture
    def sent(self, smtp, store, content, settings, address, name):  # noqa: F811
        settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = address, f"no-reply@{urlsplit(address).hostname}"
        changed = builders.changed(content, "site", "site", name=name)
        builders.put_live(store, builders.make_edition(changed, number=2))
        return smtp

    def sees_nothing(self, sent):
        (one,) = sent.mails
        assert parseaddr(one["From"])[0] == "Updates"
        for seen in (one["Subject"], neutral.first_line(text_of(one))):
            assert neutral.alarming_in(seen) == []
        return one

    def test_sees_a_neutral_message_that_asks_to_confirm(self, sent):
        updates.ask("ann@example.org", {})
        Worker().send_due()

        assert self.sees_nothing(sent)["To"] == "ann@example.org"

    def test_sees_a_neutral_message_that_says_one_is_on_the_list_already(self, sent):
        subscribe("ann")
        updates.ask("ann@example.org", {})
        Worker().send_due()

        self.sees_nothing(sent)

    @pytest.mark.parametrize("month", [None, datetime.date(2026, 11, 1)])
    def test_sees_a_neutral_newsletter_with_the_plainer_subject(self, sent, month):
        subscribe("ann", plain_subject=True, how_often="monthly" if month else "each")
        newsletter(state="done", joined_in=datetime.date(2026, 11, 1))
        newsletter(month=month, subject="About abuse")
        Worker().send_due()

        one = self.sees_nothing(sent)
        assert one["Subject"] == "News"
        assert neutral.alarming_in(neutral.first_line(builders.text_of(html_of(one)))) == []

    def test_sees_a_neutral_message_with_the_link_to_what_we_hold(self, sent):
        held.send_link("ann@example.org")

        self.sees_nothing(sent)


class TestItsWords:
    def test_load_nothing_and_lead_to_our_pages_alone(self, smtp):  # noqa: F811
        one = received(smtp, words="<img src='https://evil.example/x.png'> & more", items=["page:the-law"])
        parts = Parts(html_of(one))
        ann = Subscriber.objects.get()
        own = [mail_links.link(purpose, ann) for purpose in (mail_links.MANAGE, mail_links.STOP)]
        ours = [f"{settings.SITE_URL}/", f"{settings.SITE_URL}/advice/the-law/"]

        assert not parts.elements & LOADS
        assert not parts.attributes & {"src", "style", "background", "srcset"}
        assert [*map(_without_time, parts.links)] == [*map(_without_time, [ours[1], ours[0], *own])]
        assert "https://evil" not in parts.links
        found = [_without_time(link) for link in re.findall(r"https?://\S+", text_of(one))]
        assert found[-3:] == [*map(_without_time, [ours[0], *own])]

    def test_say_the_same_in_both_forms(self, smtp):  # noqa: F811
        one = received(smtp)
        text, html = text_of(one), builders.text_of(html_of(one))

        for words in (
            "We wrote two new pages.",
            "They are short.",
            "You can change what you receive at any time",
        ):
            assert words in text
            assert words in html

    def test_leave_out_what_readers_no_longer_have(self, smtp):  # noqa: F811
        one = received(smtp, items=["page:gone", "page:the-law"])

        assert "the-law" in text_of(one)
        assert "gone" not in text_of(one)

    def test_are_made_once_for_all_who_get_the_same(self, store, monkeypatch):
        from contact import newsletter_mail

        made = []
        real = newsletter_mail.words
        monkeypatch.setattr(newsletter_mail, "words", lambda *args: made.append(1) or real(*args))
        subscribe(20)
        newsletter()
        Worker().send_due()

        assert len(mail.outbox) == 20
        assert len(made) == 1
        assert len({message.body for message in mail.outbox}) == 20


def _without_time(link):
    """A link whose token is signed at its own second."""
    return re.sub(r"(/updates/\w+/[^:/]+):[^/]+", r"\1", link)


class TestOnceAMonth:
    @pytest.fixture
    def month(self, store):
        """Two newsletters of May, one that was stopped, and one of April."""
        with time_machine.travel(datetime.datetime(2027, 5, 1, 0, 30, tzinfo=datetime.UTC), tick=False):
            subscribe("each")
            subscribe("both", how_often="monthly")
            subscribe("advice", how_often="monthly", wants_news=False)
            subscribe("none", how_often="monthly", wants_news=False, wants_advice=False)
            subscribe("paused", how_often="monthly", paused_until=datetime.date(2027, 7, 1))

        def at(month, day, **values):
            moment = datetime.datetime(2027, month, day, 10, tzinfo=datetime.UTC)
            return newsletter(started_at=moment, changed_at=moment, **values)

        at(4, 30, subject="Of April", state="done", joined_in=datetime.date(2027, 4, 1))
        at(5, 2, subject="Of news", words="News words.", state="done")
        at(5, 31, subject="Of advice", words="Advice words.", topic="advice", state="done")
        at(5, 9, subject="Of a mistake", state="paused")

    def nights(self, *days, month=6):
        for day in days:
            at = datetime.datetime(2027, month, day, 4, 15, tzinfo=datetime.UTC)
            with time_machine.travel(at, tick=False):
                monthly.join_last_month()
                Worker().send_due()

    def test_joins_what_each_wants_of_the_last_month(self, month):
        self.nights(1, 2, 3)

        sent = {message.to[0]: message for message in mail.outbox}
        assert sorted(message.to for message in mail.outbox) == [["advice@example.org"], ["both@example.org"]]
        both, advice = sent["both@example.org"], sent["advice@example.org"]
        assert both.body.index("Of news") < both.body.index("Of advice")
        assert "Advice words." in advice.body
        assert "News words." not in advice.body
        assert "Of April" not in both.body
        assert "Of a mistake" not in both.body
        assert both.extra_headers["Auto-Submitted"] == "auto-generated"
        assert both.subject == "What is new this month"

    def test_is_made_up_for_in_the_first_week_and_not_later(self, month):
        self.nights(8)
        assert mail.outbox == []
        self.nights(7)
        assert len(mail.outbox) == 2

    def test_has_what_was_paused_over_the_turn_of_a_month_in_the_next_and_nothing_twice(self, month):
        self.nights(1, 2)
        assert "Of a mistake" not in "".join(message.body for message in mail.outbox)
        mail.outbox.clear()
        Newsletter.objects.filter(subject="Of a mistake").update(state="done")

        self.nights(3, 7)
        assert mail.outbox == []
        self.nights(1, 2, month=7)

        (both,) = mail.outbox
        assert both.to == ["both@example.org"]
        assert "Of a mistake" in both.body
        assert "News words." not in both.body
        self.nights(1, month=8)
        assert mail.outbox == [both]

    def test_has_what_was_sent_in_the_last_minute_of_a_month_once(self, store):
        subscribe(
            "both", how_often="monthly", confirmed_at=datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
        )
        late = datetime.datetime(2027, 6, 30, 22, 59, 59, tzinfo=datetime.UTC)
        for moment in (late, late + datetime.timedelta(seconds=1)):
            newsletter(subject=f"Of {moment:%H}", started_at=moment, state="done")

        self.nights(1, month=7)
        self.nights(1, month=8)

        assert ["Of 22" in message.body for message in mail.outbox] == [True, False]
        assert ["Of 23" in message.body for message in mail.outbox] == [False, True]

    def test_leaves_out_what_was_sent_before_it_was_known_what_it_had_joined(self, month):
        migration = import_module("contact.migrations.0002_newsletter_joined_in")
        april, news = (Newsletter.objects.get(subject=subject) for subject in ("Of April", "Of news"))
        at = datetime.datetime(2027, 5, 2, tzinfo=datetime.UTC)
        old = newsletter(subject="Of March", started_at=at - datetime.timedelta(days=40), state="done")
        april.joined_in = None
        april.save()
        sent = newsletter(month=datetime.date(2027, 4, 1), items=[april.pk], started_at=at, state="done")
        with time_machine.travel(datetime.datetime(2027, 5, 20, tzinfo=datetime.UTC)):
            migration.remember(apps, None)

        assert newsletter_recipients.parts(Newsletter.objects.get(pk=sent.pk)) == [april]
        for one in (april, news, old):
            one.refresh_from_db()
        assert april.joined_in == datetime.date(2027, 4, 1)
        assert old.joined_in
        assert news.joined_in is None

    def moves(self, day, how_often, month=5):
        """``both`` chooses how often anew, at noon of a day."""
        with time_machine.travel(datetime.datetime(2027, month, day, 12, tzinfo=datetime.UTC), tick=False):
            both = Subscriber.objects.get(email="both@example.org")
            chosen = ManageForm({"topics": ["news", "advice"], "how_often": how_often}, subscriber=both)
            assert chosen.is_valid()
            chosen.save()

    def sends(self, day, words, month=5):
        """A newsletter begins, and the worker sends it."""
        with time_machine.travel(
            datetime.datetime(2027, month, day, 12, 30, tzinfo=datetime.UTC), tick=False
        ):
            newsletter(subject="New", words=words)
            Worker().send_due()

    def got(self, name="both"):
        """What stands in all mail to ``both``, together."""
        return "".join(each.body for each in mail.outbox if each.to == [f"{name}@example.org"])

    def test_comes_once_more_to_who_moved_to_each_with_what_was_sent_before(self, month):
        self.moves(3, "each")
        self.sends(4, "Of the fourth")
        self.moves(5, "each")
        assert self.got().count("Of the fourth") == 1
        self.nights(1, 2)
        self.sends(10, "Of June", month=6)
        self.nights(1, month=7)

        words = ("News words.", "Of the fourth", "Of June", "Advice words.")
        assert [self.got().count(one) for one in words] == [1, 1, 1, 0]

    def test_still_comes_to_who_moves_while_it_waits(self, month):
        with time_machine.travel(datetime.datetime(2027, 6, 1, 4, tzinfo=datetime.UTC), tick=False):
            monthly.join_last_month()
            newsletter_recipients.queue(Newsletter.objects.get(month__isnull=False))
        self.moves(1, "each", month=6)
        self.nights(2)

        assert [self.got().count(one) for one in ("Of news", "Of advice")] == [1, 1]

    def test_brings_nothing_twice_to_who_changes_to_and_fro(self, month):
        self.moves(3, "each")
        self.sends(4, "Of the fourth")
        self.moves(5, "monthly")
        self.sends(6, "Of the sixth")
        self.moves(7, "each")
        self.nights(1, 2)

        assert [self.got().count(one) for one in ("News words.", "Of the fourth", "Of the sixth")] == [
            1,
            1,
            1,
        ]

    def test_that_somebody_moved_is_forgotten_in_time(self, month):
        self.moves(3, "each")
        moved = datetime.datetime(2027, 5, 3, 12, tzinfo=datetime.UTC)
        for days, known in ((89, True), (90, False)):
            updates.forget_moves(moved + datetime.timedelta(days=days))
            assert Subscriber.objects.filter(monthly_until__isnull=False).exists() is known

    def test_is_nothing_when_nothing_was_sent(self, store):
        assert monthly.join_last_month(datetime.date(2027, 6, 1)) == "no newsletter waits to be joined."
        assert not Newsletter.objects.exists()

    def test_is_not_sent_as_it_happens(self, month):
        Newsletter.objects.filter(subject="Of advice").update(state="sending", queued_at=None)
        with time_machine.travel(datetime.datetime(2027, 5, 31, 11, tzinfo=datetime.UTC)):
            Worker().send_due()

        assert [message.to for message in mail.outbox] == [["each@example.org"]]


def test_letters_are_kept_in_flat_memory(store):
    (ann,) = subscribe("ann")
    kept = Letters()
    for _number in range(100):
        kept.words(newsletter(), ann)

    assert len(kept._kept) <= 32


def test_a_message_of_somebody_who_is_gone_is_never_made(store):
    subscribe("ann")
    message = messages.put("confirm", Subscriber.objects.get())
    Subscriber.objects.all().delete()
    message.refresh_from_db()

    Worker().send_due()

    assert mail.outbox == []
    message.refresh_from_db()
    assert message.state == "skipped"
