"""The privacy notice: layered, in plain words, and its times are those that the purges keep to."""

import datetime
import re

import pytest
from django.conf import settings

from contact import purposes, retention
from contact.purposes import PURPOSES, in_words
from esafe.staff import guesses, sessions
from guidance import readability, wording
from tests import builders


def page(reader):
    return reader.get("/privacy/").content.decode()


def table(reader):
    """What stands in both tables, of readers and of staff."""
    rows = "".join(re.findall(r'<table class="retention">(.*?)</table>', page(reader), re.S))
    cells = re.findall(r"<th scope=\"row\">(.*?)</th><td>(.*?)</td>", rows, re.S)
    return {builders.text_of(what): builders.text_of(time) for what, time in cells}


def test_the_table_gives_the_times_that_the_code_keeps_to(reader):
    assert table(reader) == {
        "Your internet address when you read": "not kept",
        "Your answers, and what you search for": "not kept",
        "A message to us": "90 days at most",
        "Your address, once you are on the list": "until you leave the list",
        "Your address, if you do not press the button in our mail": "7 days",
        "The link in our first mail works for": "48 hours",
        "That a message was sent to you, or failed": "90 days",
        "When you changed from once a month, if you did": "90 days",
        "If you say “never again”: a code made from your address, which cannot be turned back": (
            "as long as the list is there, so that we do not write to you again"
        ),
        "A complaint": "2 years after our answer",
        "The code that stops junk": "1 hour at most",
        "Being signed in": "12 hours at most",
        "Being signed in without doing anything": "30 minutes",
        "A link to choose a password": "3 days",
        "That somebody guessed at a password": "1 hour",
        "What we know of a link that no page has now": "90 days",
        "The list of who changed what": "as long as this site is there",
    }


def settings_of_retention():
    return {name: value for name, value in vars(retention).items() if isinstance(value, datetime.timedelta)}


def test_every_setting_stands_in_the_table_and_a_change_of_it_changes_the_table(reader, monkeypatch):
    """No time can be put into the code without readers being told."""
    rows = {kept.setting: str(kept.what) for purpose in PURPOSES for kept in purpose.kept if kept.setting}
    assert rows.keys() == settings_of_retention().keys()

    for days, setting in enumerate(rows, start=401):
        monkeypatch.setattr(retention, setting, datetime.timedelta(days=days))
    told = table(reader)

    for days, what in enumerate(rows.values(), start=401):
        assert told[what].startswith(f"{days} days"), what


def test_the_settings_are_those_that_sessions_and_links_end_by():
    assert retention.SESSION.total_seconds() == sessions.LONGEST == settings.SESSION_COOKIE_AGE
    assert retention.SESSION_IDLE.total_seconds() == sessions.IDLE
    assert retention.PASSWORD_LINK.total_seconds() == settings.PASSWORD_RESET_TIMEOUT
    assert retention.GUESSES.total_seconds() == guesses.REMEMBERED


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (datetime.timedelta(minutes=1), "1 minute"),
        (datetime.timedelta(minutes=90), "90 minutes"),
        (datetime.timedelta(hours=1), "1 hour"),
        (datetime.timedelta(days=1), "24 hours"),
        (datetime.timedelta(days=90), "90 days"),
        (datetime.timedelta(days=365), "1 year"),
        (datetime.timedelta(days=730), "2 years"),
        (datetime.timedelta(days=400), "400 days"),
    ],
)
def test_a_time_is_said_in_words(duration, words):
    assert in_words(duration) == words


def test_each_purpose_says_what_why_who_how_long_and_the_law(reader):
    html = page(reader)
    for purpose in PURPOSES:
        card = builders.text_of(re.search(rf'id="purpose-{purpose.key}">(.*?)</dl>', html, re.S)[1])
        for said in (purpose.name, purpose.what, purpose.why, purpose.who, purpose.basis):
            assert str(said) in card
        assert all(kept.how_long in card for kept in purpose.kept)
    assert {"reading", "answers", "feedback", "updates", "complaint", "limits", "staff"} == {
        purpose.key for purpose in PURPOSES
    }


def test_the_short_layer_comes_first_then_the_whole_of_it(reader):
    html = page(reader)
    order = [
        html.index(f'id="{name}"')
        for name in (
            "in-short-if-you-read-we-keep-nothing-about-you",
            "your-rights",
            "each-purpose",
            "how-long",
            "complain",
        )
    ]

    assert order == sorted(order)


def test_it_says_whom_to_complain_to(reader):
    html = page(reader)

    assert 'href="https://ico.org.uk"' in html
    assert "30 days" in html
    assert "Information Commissioner’s Office" in html


def test_the_first_layer_can_be_read_at_nine_to_eleven(content):
    found = content.page["privacy"]
    text = "\n".join([found.summary, *(section.html for section in found.sections)])

    assert readability.reading_age(text) <= 11.0


def test_the_words_of_the_register_are_plain_and_safe():
    said = [
        str(text)
        for purpose in PURPOSES
        for text in (purpose.name, purpose.what, purpose.why, purpose.who, *(k.what for k in purpose.kept))
    ]

    for text in said:
        assert not wording.to_avoid(text)
        assert not wording.unsafe_advice(text)
        assert not list(readability.long_sentences(text))
    assert readability.reading_age("\n".join(said)) <= readability.OLDEST_READING_AGE


def test_children_are_told_in_words_of_their_own(reader):
    assert "If you are a child or teenager" in page(reader)


def test_the_notice_promises_no_more_than_the_register(content):
    """The page says a time in one place only: the register."""
    text = " ".join(section.html for section in content.page["privacy"].sections)

    assert not re.search(r"\b\d+ (?:days|hours|months|years)\b", text)
    assert purposes.PURPOSES
