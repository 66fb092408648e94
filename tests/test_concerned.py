""" "Concerned about a child?" as a reader without scripts meets it."""

import datetime
import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import changed, make_edition, put_live, text_of

ADDRESS = "/concerned/"
THREAT = {
    "safety": "no",
    "age": "age_13_15",
    "worry": "threat",
    "paid": "no",
    "other_person": "online",
    "reported": "no_one",
    "nation": "england",
}


def heading(response):
    return text_of(re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)[1])


def main_of(response):
    return text_of(re.search(r"<main.*?</main>", response.content.decode(), re.S)[0])


def kept(response):
    """The answers that the page carries along, and the ones already chosen on it."""
    html = response.content.decode()
    hidden = set(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', html))
    checked = set(re.findall(r'name="(\w+)" value="(\w+)"[^>]* checked', html))
    return hidden, checked


def test_it_starts_with_the_first_question_at_once(reader, content):
    page = reader.get(ADDRESS)

    assert heading(page) == content.question["safety"].title
    assert "It is not your child’s fault." in main_of(page)
    assert "Question 1. About 3 more after this." in main_of(page)
    assert "Why we ask" in main_of(page)


def test_an_answer_leads_to_the_next_question_and_is_carried_along(reader, content):
    page = reader.post(ADDRESS, data={"asked": "safety", "safety": "no"})

    assert heading(page) == content.question["age"].title
    assert ("safety", "no") in kept(page)[0]


def test_going_on_with_nothing_chosen_means_not_sure(reader, content):
    page = reader.post(ADDRESS, data={"asked": "safety"})

    assert heading(page) == content.question["age"].title
    assert ("safety", "not_sure") in kept(page)[0]


def test_back_shows_the_question_before_with_its_answer(reader, content):
    sent = {"safety": "no", "age": "under_13", "asked": "worry", "worry": ["ai", "scams"], "show": "age"}
    page = reader.post(ADDRESS, data=sent)

    assert heading(page) == content.question["age"].title
    hidden, checked = kept(page)
    assert ("age", "under_13") in checked
    assert {("safety", "no"), ("worry", "ai"), ("worry", "scams")} <= hidden


def test_changing_an_answer_from_the_plan_keeps_the_others(reader, content):
    page = reader.post(ADDRESS, data={**THREAT, "show": "age"})
    assert heading(page) == content.question["age"].title

    again = reader.post(ADDRESS, data={**THREAT, "asked": "age", "age": "under_13"})
    assert heading(again) == "Your plan"
    assert "Under 13" in main_of(again)


def test_a_danger_is_shown_at_once_and_can_be_gone_past(reader, content):
    page = reader.post(ADDRESS, data={"asked": "safety", "safety": "danger"})
    assert heading(page) == "Do this now"
    assert content.action["call_999"].short
    assert 'name="seen" value="danger_now"' in page.content.decode()

    onward = reader.post(ADDRESS, data={"safety": "danger", "seen": "danger_now"})
    assert heading(onward) == content.question["age"].title


def test_the_plan_begins_with_the_three_lines_and_ends_with_the_parent(reader, content):
    words = main_of(reader.post(ADDRESS, data=THREAT))
    order = [
        "It is not your child’s fault.",
        "call 999",
        text_of(content.action["leave_pictures_alone"].text)[:40],
        "Your child first",
        "Now",
        "Today",
        "This week",
        "What to say to your child",
        "Who can help",
        "Short list to tick off",
        "Your answers",
        "It is not your fault either",
        "Start again",
        "Leave this site",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)


def test_every_step_of_the_plan_says_why(reader, content):
    html = reader.post(ADDRESS, data=THREAT).content.decode()
    steps = re.findall(r'<li class="step.*?</li>', html, re.S)

    assert len(steps) > 10
    assert html.count('class="step__why"') >= html.count('class="step__do"')


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC), "Open now until"),
        (datetime.datetime(2026, 11, 23, 3, tzinfo=datetime.UTC), "Closed now. Opens today at"),
    ],
)
def test_the_plan_says_who_answers_at_this_minute(reader, monkeypatch, moment, said):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    words = main_of(reader.post(ADDRESS, data=THREAT))

    assert "They answer now" in words
    assert "Open now, day and night" in words
    assert said in words


def test_the_plan_shows_the_police_of_the_childs_nation(reader, content):
    scotland = main_of(reader.post(ADDRESS, data={**THREAT, "nation": "scotland"}))

    assert content.service["police_scotland"].name in scotland
    assert content.service["report_fraud"].name not in scotland


def test_abroad_999_is_not_the_number(reader):
    words = main_of(reader.post(ADDRESS, data={**THREAT, "nation": "outside_uk"}))

    assert "call the local emergency number" in words


def test_routes_without_a_voice_and_interpreters_are_on_the_plan(reader):
    words = main_of(reader.post(ADDRESS, data=THREAT))

    assert "If you cannot speak on the phone" in words
    assert "interpreter" in words


@pytest.mark.parametrize(
    "sent",
    [
        {"safety": "gone", "asked": "safety"},
        {"safety": ["no", "danger"], "asked": "safety"},
        {"no_such_question": "x"},
        {"asked": "no_such_question"},
        {"show": "no_such_question"},
        {"seen": "no_such_situation"},
        {"safety": "no", "age": "99"},
    ],
)
def test_what_this_edition_does_not_know_is_met_with_a_kind_page(reader, sent):
    page = reader.post(ADDRESS, data=sent)

    assert page.status_code == 400
    assert "We could not use one of your answers." in main_of(page)
    assert "Question" in main_of(page)
    assert "0800 1111" in text_of(page.content.decode())


def test_what_is_valid_is_kept_when_something_else_is_not(reader, content):
    page = reader.post(ADDRESS, data={"safety": "no", "age": "age_13_15", "worry": "gone"})

    assert heading(page) == content.question["worry"].title
    assert {("safety", "no"), ("age", "age_13_15")} <= kept(page)[0]


def test_an_answer_that_a_new_edition_dropped_is_asked_again(reader, store, content):
    answers = tuple(a for a in content.question["worry"].answers if a.key != "threat")
    newer = changed(content, "question", "worry", answers=answers)
    put_live(store, make_edition(newer, number=2))

    page = reader.post(ADDRESS, data=THREAT)
    assert heading(page) == content.question["worry"].title
    assert ("age", "age_13_15") in kept(page)[0]


@pytest.mark.parametrize("body", [b"x" * 70_000, b"a=1&" * 2_000, b"\xff\xfe%", b"=&=&", b"safety=%00"])
@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
    ],
)
def test_a_tampered_body_gets_a_page_with_the_numbers(reader, body, content_type):
    page = reader.post(ADDRESS, data=body, content_type=content_type)

    assert page.status_code in {200, 400, 413}
    assert "999" in text_of(page.content.decode())


def test_the_title_and_the_headers_say_nothing_of_the_answers(reader):
    first, plan = reader.get(ADDRESS), reader.post(ADDRESS, data=THREAT)
    titles = {re.search(r"<title>(.*?)</title>", page.content.decode())[1] for page in (first, plan)}

    assert titles == {"Concerned about a child? – esafe"}
    assert not any(answer in str(plan.headers) for answer in ("threat", "age_13_15", "england"))


def test_a_query_is_not_read(reader, content):
    assert heading(reader.get(ADDRESS + "?safety=no&age=under_13")) == content.question["safety"].title


def test_every_page_of_the_questions_tells_of_the_list_without_questions(reader):
    assert "/help/" in reader.get(ADDRESS).content.decode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300))
def test_any_bytes_as_answers_get_a_page(store, body):
    response = Client(raise_request_exception=False).post(
        ADDRESS, data=body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code < 500
    assert "999" in response.content.decode()
