""" "Help us make this better": one press, or a few words; asked gently, taken kindly, gone in 90 days."""

import datetime
import re
import threading

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as fuzz
from hypothesis import strategies as st

from contact import care, feedback_views, limits, machines
from contact.blacking_out import REDACTED
from contact.feedback import Feedback, forget_old
from contact.limits import Limit
from esafe import short_codes
from esafe.staff.audit_models import AuditEntry
from tests import builders, colleagues

pytestmark = pytest.mark.django_db
PAGE = "/advice/threats-online/"
OURS = {"HTTP_REFERER": f"http://testserver{PAGE}", "HTTP_SEC_FETCH_SITE": "same-origin"}
RISK = "My daughter is being blackmailed with pictures, please help"
NUMBERS = ("tel:999", "tel:08088005000", "tel:08001111")


@pytest.fixture(autouse=True)
def nothing_was_sent_before(monkeypatch):
    monkeypatch.setattr(feedback_views, "limit", Limit(most=6, in_all=600, seconds=600))
    monkeypatch.setattr(feedback_views, "press_limit", Limit(most=30, in_all=3000, seconds=600))


@pytest.fixture
def sender(store):
    """Sends as a reader who has looked at the form for a while."""
    return Sender()


class Sender(builders.Reader):
    """``later`` is how many seconds its clock is ahead: it looks at every form before it sends it."""

    later = 0

    def press(self, useful, **extra):
        return self.check(self.client.post("/feedback/useful/", {"useful": useful}, **{**OURS, **extra}))

    def fields(self, response=None):
        """The hidden fields of the form, as a browser sends them back."""
        html = (response or self.get("/feedback/", **OURS)).content.decode()
        boxes = r'<input type="hidden" name="(\w+)" value="([^"]*)"|<input type="text" name="(website)" value="([^"]*)"'
        return {one or other: value or typed for one, value, other, typed in re.findall(boxes, html)}

    def send(self, response=None, **typed):
        fields = self.fields(response)
        self.later += machines.QUICKEST + 1
        with time_machine.travel(timezone.now() + datetime.timedelta(seconds=self.later)):
            answer = self.client.post("/feedback/", {**fields, **typed}, **OURS)
        return answer if answer.status_code == 302 else self.check(answer)


def text(response):
    return builders.text_of(response.content.decode())


def test_every_page_leads_to_it_and_it_knows_which_page(reader, content):
    html = reader.get(PAGE).content.decode()
    assert 'href="/feedback/"' in html
    assert 'action="/feedback/useful/"' in html
    assert f'name="page" value="{PAGE}"' in reader.get("/feedback/", **OURS).content.decode()


FORMS = ("/schools/check/", "/updates/", "/updates/asked/", "/privacy/complaint/", "/cookies/")


@pytest.mark.parametrize("path", [*FORMS, f"/schools/share/{short_codes.code('/services/')}/"])
def test_it_knows_the_pages_with_forms_and_those_that_schools_share(sender, path):
    assert sender.get(path).status_code == 200
    came = sender.get("/feedback/", HTTP_REFERER=f"http://testserver{path}?size=large")
    sender.send(came, words="Very calm, thank you")

    assert Feedback.objects.get().page == path


@pytest.mark.parametrize(
    "path",
    [
        *("/updates/manage/a-token/", "/updates/stop/a-token/", "/privacy/what-we-hold/a-token/"),
        *("/admin/", "/admin/contact/feedback/", "/a-secret/", "/schools/share/a-secret/"),
        *("/go/a-secret/", "/cookies/choice/a-secret/", "/news/a-secret/", "/robots.txt", "/updates"),
    ],
)
def test_an_address_that_may_tell_of_somebody_is_never_kept(sender, path):
    sender.press("yes", HTTP_REFERER=f"http://testserver{path}")
    sender.send(words="Fine", page=path)

    assert {message.page for message in Feedback.objects.all()} == {""}


def test_one_press_counts_and_a_few_words_join_it(sender):
    pressed = sender.press("no")
    assert "Thank you" in text(pressed)
    assert Feedback.objects.get().useful is False
    assert Feedback.objects.get().page == PAGE

    assert sender.send(pressed, words="The list is long").headers["Location"] == "/feedback/sent/"
    message = Feedback.objects.get()
    assert (message.useful, message.words, message.page) == (False, "The list is long", PAGE)


def test_words_alone_are_enough(sender):
    sender.send(words="Very calm, thank you")

    assert Feedback.objects.get().useful is None


def test_an_address_that_is_not_ours_is_not_kept(sender):
    sender.press("yes", HTTP_REFERER="http://elsewhere.example/a-secret/")
    sender.send(words="Fine", page="/a-secret/")

    assert [message.page for message in Feedback.objects.all()] == ["", ""]


def test_above_the_box_it_says_who_watches_and_whom_to_call_in_this_order(reader):
    said = text(reader.get("/feedback/"))
    order = [
        said.index(words)
        for words in (
            "Nobody watches this box",
            "If a child is in danger now",
            "for your child",
            "Please leave out names and details",
        )
    ]
    assert order == sorted(order)
    html = reader.get("/feedback/").content.decode()
    assert all(number in html for number in NUMBERS)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (RISK, {care.RISK}),
        ("I want to die", {care.RISK}),
        ("what should I do, she is meeting him tonight", {care.RISK}),
        ("He is called Adam Smith", {care.PERSONAL}),
        ("Call me on 07700 900123", {care.PERSONAL}),
        ("Write to sam@example.org", {care.PERSONAL}),
        ("My son said he was threatened, his name is Kim", {care.RISK, care.PERSONAL}),
        ("The page on threats is too long", set()),
        ("The button for Report Remove was hard to find on my phone", set()),
        ("Thank you", set()),
    ],
)
def test_words_that_sound_like_a_child_at_risk_or_name_somebody_are_asked_about(sender, words, asked):
    answer = sender.send(words=words)

    assert ("may need help" in text(answer)) is (care.RISK in asked)
    assert ("There seems to be a name" in text(answer)) is (care.PERSONAL in asked)
    assert Feedback.objects.exists() is not bool(asked)


def test_whoever_is_sure_sends_it_all_the_same_and_staff_see_it_first(sender):
    asked = sender.send(words=RISK)
    assert "Send it as it is now" in asked.content.decode()
    assert RISK in text(asked)
    sender.send(asked, words=RISK)

    assert Feedback.objects.get().looks_urgent


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Please choose yes or no, or write a few words."),
        ({"words": "x" * 2001}, "Please write at most 2000 characters. You have 2001."),
        ({"words": "Fine", "reply_to": "sam@"}, "Please write it like this"),
        ({"words": "Fine", "website": "http://spam.example"}, "This was not taken"),
        ({"words": "Fine", "made": "forged"}, "Please look at it once more"),
    ],
)
def test_what_cannot_be_taken_comes_back_whole_with_kind_words(sender, typed, said):
    answer = sender.send(**typed)

    assert said in text(answer)
    assert typed.get("words", "") in text(answer)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r"])
def test_a_line_break_counts_as_one_character_as_in_the_browser(sender, line_break):
    lines = ["x" * 99] * 19 + ["x" * 100]
    assert len("\n".join(lines)) == 2000
    sender.send(words=line_break.join(lines))
    longer = sender.send(words=line_break.join([*lines, ""]) + "x")

    assert Feedback.objects.get().words == "\n".join(lines)
    assert "You have 2002." in text(longer)


def test_a_form_that_was_sent_at_once_is_given_back_and_then_taken(sender):
    fields = sender.fields()
    answer = sender.client.post("/feedback/", {**fields, "words": "Fine"}, **OURS)
    assert "Please look at it once more" in text(answer)

    assert sender.send(answer, words="Fine").status_code == 302


def test_a_browser_that_filled_in_the_box_nobody_sees_is_refused_once_only(sender):
    refused = sender.send(words="Fine", website="https://mine.example")
    assert "Please try again" in text(refused)

    assert sender.send(refused, words="Fine").status_code == 302


def test_another_site_cannot_send_it(sender):
    elsewhere = Client(enforce_csrf_checks=True)
    answer = elsewhere.post("/feedback/useful/", {"useful": "no"}, HTTP_SEC_FETCH_SITE="cross-site")
    assert answer.status_code == 403
    assert not Feedback.objects.exists()


def test_too_much_from_one_network_keeps_the_text_and_shows_the_numbers(sender):
    for _ in range(6):
        assert sender.send(words="Fine").status_code == 302
    answer = sender.send(words="One more thought")

    assert answer.status_code == 429
    assert "A lot has been sent just now." in text(answer)
    assert "One more thought" in text(answer)
    assert all(number in answer.content.decode() for number in NUMBERS)
    assert sender.get(PAGE).status_code == 200


def test_too_many_presses_are_told_so(sender):
    for _ in range(30):
        assert sender.press("yes").status_code == 200

    assert sender.press("yes").status_code == 429


def test_with_the_database_down_reading_goes_on_and_the_text_stays(sender, monkeypatch):
    def down(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(Feedback, "save", down)
    answer = sender.send(words="A thought")
    pressed = sender.press("no")

    for found in (answer, pressed):
        assert found.status_code == 503
        assert "We could not take this just now" in text(found)
        assert all(number in found.content.decode() for number in NUMBERS)
    assert "A thought" in text(answer)
    assert sender.get(PAGE).status_code == 200


def test_boxes_are_not_spelt_or_filled_in_by_others(reader):
    html = reader.get("/feedback/").content.decode()
    box = re.search(r"<textarea[^>]*>", html)[0]
    assert all(
        one in box for one in ('autocomplete="off"', 'spellcheck="false"', 'autocapitalize="sentences"')
    )
    assert 'autocomplete="email"' in re.search(r'<input type="email"[^>]*>', html)[0]


def test_messages_are_gone_after_90_days_and_that_is_written_down(site):
    with time_machine.travel("2026-08-01 12:00", tick=False):
        Feedback.objects.create(words="Old")
    with time_machine.travel("2026-10-29 12:00", tick=False):
        Feedback.objects.create(words="Newer")
        assert "0" in forget_old()
    with time_machine.travel("2026-10-31 12:00", tick=False):
        assert "1" in forget_old()

    assert [message.words for message in Feedback.objects.all()] == ["Newer"]
    assert AuditEntry.objects.get(act="deleted").about == "feedback, kept for 90 days at most: 1"


@pytest.fixture
def inbox(client, site):
    return colleagues.sign_in(client, colleagues.someone("Inbox"))


def test_staff_read_it_by_page_and_say_when_it_is_done(inbox):
    one = Feedback.objects.create(page=PAGE, words="Too long")
    Feedback.objects.create(page="/about/", words="Who are you?")
    found = text(inbox.get("/admin/contact/feedback/", {"page": PAGE}))
    assert "Too long" in found
    assert "Who are you?" not in found

    inbox.post(f"/admin/contact/feedback/{one.pk}/change/", {"black_out": "", "done": "on"})
    assert Feedback.objects.get(pk=one.pk).done


def test_words_that_join_a_press_which_was_done_wait_to_be_read(inbox, sender):
    pressed = sender.press("no")
    Feedback.objects.update(done=True)
    sender.send(pressed, words="The list is long")

    assert "1 message waits to be read." in text(inbox.get("/admin/"))


def test_blacking_out_leaves_no_copy_anywhere_but_a_line_that_it_was_done(inbox):
    one = Feedback.objects.create(words="My neighbour Mr Quillfeather saw it. QUILLFEATHER!")
    inbox.post(f"/admin/contact/feedback/{one.pk}/change/", {"black_out": "Quillfeather\n", "done": ""})

    one.refresh_from_db()
    assert one.words == f"My neighbour Mr {REDACTED * 3} saw it. {REDACTED * 3}!"
    assert "uillfeather" not in everything_written_down()
    assert AuditEntry.objects.get(about=f"feedback: {one.pk}").after == {"blacked out": True}


def test_an_address_that_holds_what_is_blacked_out_is_removed(inbox):
    one = Feedback.objects.create(words="Fine", reply_to="sam.quillfeather@example.org")
    inbox.post(f"/admin/contact/feedback/{one.pk}/change/", {"black_out": "Quillfeather", "done": ""})

    assert Feedback.objects.get().reply_to == ""
    assert "uillfeather" not in everything_written_down()


def test_deleting_now_leaves_no_copy_but_a_line_that_it_was_done(inbox):
    one = Feedback.objects.create(words="Quillfeather again")
    inbox.post(f"/admin/contact/feedback/{one.pk}/delete/", {"post": "yes"})

    assert not Feedback.objects.exists()
    assert "uillfeather" not in everything_written_down()
    assert AuditEntry.objects.filter(act="deleted", about="feedback: 1").exists()


def everything_written_down():
    return str([*AuditEntry.objects.values(), *LogEntry.objects.values()])


def test_the_desk_says_what_waits_and_what_may_be_urgent(inbox):
    Feedback.objects.create(useful=True)
    Feedback.objects.create(words="Fine")
    Feedback.objects.create(words=RISK, looks_urgent=True)
    found = text(inbox.get("/admin/"))

    assert "2 messages wait to be read." in found
    assert "1 may be about a child at risk." in found


def test_somebody_without_the_inbox_sees_nothing_of_it(client, site):
    Feedback.objects.create(words="Fine")
    writer = colleagues.sign_in(Client(), colleagues.someone("Writer", email="writer@example.org"))

    assert "What readers wrote" not in text(writer.get("/admin/"))


def test_staff_switch_the_notice_that_this_site_is_new(reader, content, store):
    assert "This site is new." in text(reader.get("/"))
    known = builders.changed(content, "site", "site", is_new=False)
    builders.put_live(store, builders.make_edition(known, number=2))

    assert "This site is new." not in text(reader.get("/"))


junk = st.text(max_size=300)


@fuzz(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    typed=st.fixed_dictionaries(
        dict.fromkeys(("words", "useful", "page", "reply_to", "pressed", "sure"), junk)
    )
)
def test_nothing_that_can_be_typed_breaks_it(sender, typed):
    feedback_views.limit = Limit(most=10**6, in_all=10**6, seconds=1)
    typed = {name: value.replace("\0", "") for name, value in typed.items()}
    answer = sender.send(**typed)

    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        assert Feedback.objects.first().page == "" or Feedback.objects.first().page.startswith("/")


@pytest.fixture
def timers(monkeypatch):
    """What each timer that began would do, and after how many seconds. They go off when the test says so."""
    begun = []

    class Later:
        def __init__(self, seconds, act, arguments):
            begun.append((seconds, lambda: act(*arguments)))

        def start(self):
            """Waits for the test."""

    monkeypatch.setattr(limits, "Timer", Later)
    return begun


def test_how_often_is_counted_leaves_no_trace_and_ends(rf, timers):
    now = [1000.0]
    few = Limit(most=2, in_all=3, seconds=60, clock=lambda: now[0])
    one, other = rf.get("/", REMOTE_ADDR="203.0.113.7"), rf.get("/", REMOTE_ADDR="203.0.113.8")
    assert few.allows(one)
    now[0] += 30
    assert few.allows(one)
    assert not few.allows(one)
    assert few.allows(other)
    assert not few.allows(other)
    assert "203.0.113" not in str(vars(few))

    now[0] += 29.9
    assert not few.allows(one)
    now[0] += 0.1
    assert few.allows(one)


def test_when_the_time_is_over_nothing_is_left_even_if_nobody_sends_a_form(rf, timers):
    few = Limit(most=1, in_all=10, seconds=60)
    one = rf.get("/", REMOTE_ADDR="203.0.113.7")
    assert few.allows(one)
    ((seconds, end),) = timers
    kept = set(few._counts)
    end()

    assert seconds == 60
    assert (few._counts, few._key) == ({}, b"")
    assert few.allows(one)
    assert kept.isdisjoint(few._counts)


def test_a_timer_that_is_late_leaves_the_next_count_alone(rf, timers):
    now = [1000.0]
    few = Limit(most=1, in_all=10, seconds=60, clock=lambda: now[0])
    one = rf.get("/", REMOTE_ADDR="203.0.113.7")
    assert few.allows(one)
    now[0] += 61
    assert few.allows(one)
    late = timers[0][1]
    late()

    assert not few.allows(one)


def test_a_timer_that_nobody_waits_for_ends_it_in_truth(rf):
    few = Limit(most=1, in_all=10, seconds=0.5)
    assert few.allows(rf.get("/", REMOTE_ADDR="203.0.113.7"))
    (timer,) = (each for each in threading.enumerate() if getattr(each, "args", None) == [few._key])
    assert timer.daemon
    timer.join(10)

    assert few._counts == {}


def test_nothing_is_counted_for_longer_than_readers_are_told():
    with pytest.raises(ValueError, match="privacy notice"):
        Limit(most=1, in_all=10, seconds=60 * 60 + 1)


def test_a_household_with_many_addresses_is_one_network(rf):
    few = Limit(most=1, in_all=10, seconds=60)
    assert few.allows(rf.get("/", REMOTE_ADDR="2001:db8:1:2::1"))
    assert not few.allows(rf.get("/", REMOTE_ADDR="2001:db8:1:2:9::5"))
    assert few.allows(rf.get("/", REMOTE_ADDR="2001:db8::1"))
    assert not few.allows(rf.get("/", REMOTE_ADDR="2001:db8::2"))
