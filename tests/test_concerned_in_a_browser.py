""" "Concerned about a child?" in a real browser: every way through it, there and back, and what stays."""

import os
import re
import time
from itertools import combinations

import pytest
from playwright.sync_api import expect

from reporting_links.family_plans import family_plan
from reporting_links.flow_walks import completed, worries
from reporting_links.helpers import helpers_of
from reporting_links.triage import questions, triggered
from tests import firefox
from tests.answering import (
    ADDRESS,
    PHONE,
    TITLE,
    ByKeyboard,
    ByTouch,
    Parent,
    kept_in,
    shortest_answers,
)

# A whole walk with two worries.
ANSWERS = {
    "safety": ("no",),
    "age": ("age_13_15",),
    "worry": ("threat", "shared"),
    "paid": ("yes",),
    "other_person": ("known_adult",),
    "where_image": ("private",),
    "reported": ("school", "deleted"),
    "nation": ("wales",),
}
DANGER = {"safety": ("danger",)}
NOT_SENT = "That did not get through. Your answers are still here."


@pytest.fixture
def parent(new_context, site_address):
    return Parent(new_context().new_page(), site_address)


WAYS = {
    "by keyboard": (ByKeyboard, {}),
    "by touch on a small phone": (ByTouch, PHONE),
    "without scripts": (ByTouch, {**PHONE, "java_script_enabled": False}),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_situation_is_reached(way, new_context, site_address, content):
    kind, options = WAYS[way]
    parent = kind(new_context(**options).new_page(), site_address, options.get("java_script_enabled", True))
    for key, answers in shortest_answers(content).items():
        parent.reach(content.situation[key].title, answers)

        assert parent.page.url == parent.address, key
        assert parent.page.title() == TITLE, key


def has_focus(parent, selector):
    return parent.page.locator(selector).evaluate("element => element === document.activeElement")


def test_back_goes_one_question_back_and_forward_goes_on_again(parent):
    shown = []
    parent.start()
    while question := parent.question():
        parent.choose(question, *ANSWERS[question])
        shown.append((question, parent.heading(), parent.chosen()))
        parent.press("Continue")
    assert [question for question, _, _ in shown] == list(ANSWERS)
    assert [tuple(chosen) for _, _, chosen in shown] == list(ANSWERS.values())

    for page in reversed(shown):
        with parent.next_page():
            parent.page.go_back()
        assert (parent.question(), parent.heading(), parent.chosen()) == page
        assert has_focus(parent, "h1")
        assert (parent.page.url, parent.page.title()) == (parent.address, TITLE)

    for page in shown[1:]:
        with parent.next_page():
            parent.page.go_forward()
        assert (parent.question(), parent.heading(), parent.chosen()) == page
    with parent.next_page():
        parent.page.go_forward()
    assert parent.heading() == "Your plan"
    assert has_focus(parent, "h1")


class InFirefox:
    """The same parent in another browser, as far as going there and back needs it."""

    def __init__(self, tab):
        self.tab = tab

    def wait_for(self, heading):
        for _ in range(600):
            if self.tab.run("return document.activeElement.innerText") == heading:
                return
            time.sleep(0.05)
        raise AssertionError(f"{heading} does not come")

    def chosen(self):
        return self.tab.run("return [...document.querySelectorAll('main :checked')].map(box => box.value)")

    def choose(self, question, codes):
        for code in codes:
            self.tab.run(f"document.getElementById('{question}-{code}').click()")
        self.tab.run("document.querySelector('main button').click()")


@pytest.mark.browser
@pytest.mark.firefox
def test_back_and_forward_do_the_same_in_firefox(site_address, content, tmp_path):
    with firefox.launched(tmp_path / "firefox", {**os.environ, "MOZ_HEADLESS": "1"}, (800, 800)) as tab:
        parent = InFirefox(tab)
        headings = [content.question[key].title for key in ANSWERS]
        tab.goto(site_address + ADDRESS)
        for (question, codes), following in zip(ANSWERS.items(), [*headings[1:], "Your plan"], strict=True):
            parent.choose(question, codes)
            parent.wait_for(following)
        for heading, codes in zip(reversed(headings), reversed(ANSWERS.values()), strict=True):
            tab.run("history.back()")
            parent.wait_for(heading)
            assert tuple(parent.chosen()) == codes
        for heading in [*headings[1:], "Your plan"]:
            tab.run("history.forward()")
            parent.wait_for(heading)

        assert tab.url == site_address + ADDRESS
        assert tab.run("return document.title") == TITLE
        assert tab.run("return Object.keys(history.state).sort()") == ["step", "visit"]


def test_after_going_back_another_answer_leads_another_way(parent):
    parent.go_to(ANSWERS, until="paid")
    with parent.next_page():
        parent.page.go_back()
    parent.choose("worry", "threat", "shared", "signs")  # the first two are ticked: this takes them off
    parent.press("Continue")

    assert parent.question() == "nation"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_our_own_back_button_goes_back_with_the_answers(new_context, site_address, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    parent = Parent(page, site_address, scripts)
    parent.go_to(ANSWERS, until="paid")
    parent.press("Back")
    assert (parent.question(), parent.chosen()) == ("worry", ["threat", "shared"])

    parent.press("Back")
    assert (parent.question(), parent.chosen()) == ("age", ["age_13_15"])
    parent.answer({}, until="paid")
    assert parent.question() == "paid"


def test_a_link_within_the_plan_is_a_step_of_its_own_for_back_and_forward(parent):
    parent.go_to(ANSWERS)
    parent.page.get_by_role("link", name="Who can help").click()
    parent.page.wait_for_url(parent.address + "#helpers")

    parent.page.go_back()
    parent.page.wait_for_url(parent.address)
    assert parent.heading() == "Your plan"
    with parent.next_page():
        parent.page.go_back()
    assert parent.question() == "nation"
    with parent.next_page():
        parent.page.go_forward()
    parent.page.go_forward()
    parent.page.wait_for_url(parent.address + "#helpers")
    assert parent.heading() == "Your plan"
    parent.press("Change (How old)")
    assert parent.page.url == parent.address
    with parent.next_page():
        parent.page.go_back()
    assert parent.heading() == "Your plan"


def test_a_reload_starts_again_and_back_then_shows_nothing_old(parent):
    parent.go_to(ANSWERS, until="paid")
    parent.page.reload()
    assert (parent.question(), parent.chosen()) == ("safety", [])
    assert parent.page.locator("main input[type=hidden]").count() == 1  # which question this is

    parent.answer(ANSWERS, until="age")
    with parent.next_page():
        parent.page.go_back()
    assert (parent.question(), parent.chosen()) == ("safety", ["no"])
    with parent.page.expect_event("load"):
        parent.page.go_back()
    assert (parent.question(), parent.chosen()) == ("safety", [])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_was_chosen_is_gone_after_a_look_at_another_page(new_context, site_address, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    parent = Parent(page, site_address, scripts)
    parent.start()
    parent.choose("safety", "danger")
    page.goto(site_address)
    page.go_back()

    assert (parent.question(), parent.chosen()) == ("safety", [])


def test_no_answer_is_in_an_address_a_title_or_anything_that_is_kept(parent):
    sent = []
    parent.page.on("request", lambda request: sent.append((request.method, request.url)))
    parent.start()
    steps = 0
    while True:
        # "visit" is the word by which leaving knows this visit, a random one.
        assert kept_in(parent.page) == {
            "device": {},
            "databases": [],
            "tab": ["visit"],
            "entry": ["step", "visit"],
            "step": steps,
            "address": parent.address,
            "title": TITLE,
            "cookies": [],
        }
        if not (question := parent.question()):
            break
        parent.choose(question, *ANSWERS[question])
        parent.press("Continue")
        steps += 1

    assert [url for method, url in sent if method == "POST"] == [parent.address] * steps
    assert not any("?" in url for _, url in sent)


def cut_off(parent):
    parent.page.context.set_offline(True)
    return lambda: parent.page.context.set_offline(False)


def out_of_order(parent):
    page = {"status": 503, "content_type": "text/html", "body": "<main><h1>Sorry</h1></main>"}
    parent.page.route("**" + ADDRESS, lambda route: route.fulfill(**page))
    return lambda: parent.page.unroute("**" + ADDRESS)


@pytest.mark.parametrize("fault", [cut_off, out_of_order])
def test_when_an_answer_does_not_get_through_it_stays_and_kind_words_say_so(parent, fault):
    parent.go_to(ANSWERS, until="worry")
    parent.choose("worry", *ANSWERS["worry"])
    said = parent.page.get_by_text(NOT_SENT)
    mend = fault(parent)
    parent.page.get_by_role("button", name="Continue").click()
    expect(said).to_be_in_viewport()
    assert (parent.question(), parent.chosen()) == ("worry", list(ANSWERS["worry"]))
    assert has_focus(parent, "button:text('Continue')")

    mend()
    parent.press("Continue")
    assert parent.question() == "paid"
    with parent.next_page():
        parent.page.go_back()
    expect(said).to_be_hidden()


@pytest.mark.parametrize(
    ("answers", "button"),
    [(DANGER, "Go on with the questions"), (ANSWERS, "Change (Where they live)")],
    ids=["danger", "plan"],
)
def test_a_plan_stays_when_nothing_gets_through(new_context, site_address, answers, button):
    parent = ByTouch(new_context(**PHONE).new_page(), site_address)
    parent.go_to(answers)
    heading = parent.heading()
    parent.page.context.set_offline(True)
    parent.page.get_by_role("button", name=button).click()

    expect(parent.page.get_by_text(NOT_SENT)).to_be_in_viewport()
    assert parent.heading() == heading


def test_an_answer_that_comes_after_going_back_changes_nothing(parent):
    parent.go_to(ANSWERS, until="worry")
    held = []
    parent.page.route("**" + ADDRESS, lambda route: held.append(route))
    with parent.page.expect_request("**" + ADDRESS):
        parent.page.get_by_role("button", name="Continue").click()
    expect(parent.page.locator("main")).to_have_attribute("aria-busy", "true")
    with parent.next_page():
        parent.page.go_back()
    with parent.page.expect_event("requestfinished"):
        held[0].continue_()
    parent.page.unroute("**" + ADDRESS)
    assert parent.question() == "age"

    parent.answer(ANSWERS, until="paid")
    assert parent.question() == "paid"


def answers_shown(parent):
    return dict(
        zip(
            parent.page.locator(".your-answers dt").all_inner_texts(),
            parent.page.locator(".your-answers dd").all_inner_texts(),
            strict=True,
        )
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_changing_an_answer_keeps_the_others(new_context, site_address, scripts):
    parent = Parent(new_context(java_script_enabled=scripts).new_page(), site_address, scripts)
    parent.go_to(ANSWERS)
    before = answers_shown(parent)
    assert len(before) == len(ANSWERS)
    parent.press("Change (How old)")
    assert (parent.question(), parent.chosen()) == ("age", ["age_13_15"])

    parent.choose("age", "under_13")
    parent.press("Continue")
    after = answers_shown(parent)
    assert parent.heading() == "Your plan"
    assert "Under 13" in after["How old"]
    assert after == {**before, "How old": after["How old"]}


def test_the_ticks_are_sent_and_kept_nowhere(parent):
    parent.go_to(ANSWERS)
    sent = []
    parent.page.on("request", lambda request: sent.append(request.url))
    for label in parent.page.locator(".tick label").all()[:3]:
        label.click()
    parent.page.locator(".tick input").first.press("Enter")
    assert parent.page.locator(".tick input:checked").count() == 3
    assert kept_in(parent.page)["device"] == {}
    assert sent == []

    parent.page.reload()
    parent.answer(ANSWERS)
    assert parent.heading() == "Your plan"
    assert parent.page.locator(".tick input:checked").count() == 0


def lines_to_print(content, answers):
    walked = completed(content, answers)
    plan = family_plan(triggered(content, walked.facts), walked.facts, content)
    with_numbers = [service for service in helpers_of(plan, walked.facts, content).all if service.phone]
    return sum(bool(step.action.short) for step in plan.steps()) + len(with_numbers)


def answers_to_the_longest_list(content):
    """Two worries, and the answer to each other question that makes the list longest."""

    def length(answers):
        return lines_to_print(content, answers)

    worry = worries(content)
    found = []
    for pair in combinations([answer.key for answer in worry.answers], 2):
        answers = {worry.key: pair}
        for question in questions(content):
            if question != worry:
                answers = max(({**answers, question.key: (a.key,)} for a in question.answers), key=length)
        found.append(answers)
    return max(found, key=length)


def test_only_the_short_list_is_printed_on_two_sides_at_most_under_a_plain_title(parent, content):
    answers = answers_to_the_longest_list(content)
    parent.start()
    parent.answer(answers)
    while parent.heading() == "Do this now":
        parent.press("Go on with the questions")
        parent.answer(answers)
    parent.page.locator("[data-print] button").wait_for()  # the script of the paper came with the plan
    printed = parent.page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
    assert b"/Title (To do)" in printed
    assert parent.page.title() == TITLE

    parent.page.emulate_media(media="print")
    on_paper = parent.page.locator("body").inner_text()
    assert on_paper.strip() == parent.page.locator(".short-list").inner_text().strip()
    assert parent.page.locator(".tick:visible").count() > 30
    for hidden in ("Your plan", "Print", "Leave this site", "This plan is for"):
        assert hidden not in on_paper


def test_a_danger_is_printed_whole(parent):
    parent.go_to(DANGER)
    parent.page.emulate_media(media="print")

    assert "Call 999 now." in parent.page.get_by_role("main").inner_text()
