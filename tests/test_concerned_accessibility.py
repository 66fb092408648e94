""" "Concerned about a child?" for everyone: each of its pages, in every look, size and reading."""

from itertools import pairwise

import pytest

from reporting_links.flow_walks import completed
from tests import html_checker
from tests.answering import ADDRESS, PHONE, ByKeyboard, ByTouch, Parent, heard
from tests.test_accessibility import LOOKS, SPACING, violations

# Each kind of page: the answers that lead there, and the question to stop at.
STATES = {
    "first question": ({}, "safety"),
    "many choices": ({}, "worry"),
    "danger": ({"safety": ("self_harm",)}, ""),
    "two worries": ({"worry": ("threat", "shared"), "paid": ("yes",)}, ""),
    "18 or over": ({"age": ("age_18_plus",), "worry": ("ai",)}, ""),
    "outside the UK": ({"worry": ("contact",), "nation": ("outside_uk",)}, ""),
    "refused": ({}, "age"),
}
SIZES = [(320, 568), (320, 256), (768, 1024), (1280, 800)]
OPEN_ALL = "for (const closed of document.querySelectorAll('details')) closed.open = true"


def show(parent, state):
    """Go there, and open whatever can be opened."""
    answers, until = STATES[state]
    parent.go_to(answers, until)
    if state == "refused":
        parent.page.evaluate("document.querySelector('input[type=radio]').value = 'noise'")
        parent.choose("age", parent.page.locator("input[type=radio]").first.get_attribute("id")[4:])
        parent.page.get_by_role("button", name="Continue").click()
        parent.page.get_by_text("We could not use one of your answers.").wait_for()
    parent.page.evaluate(OPEN_ALL)


@pytest.fixture
def parent(new_context, site_address):
    return Parent(new_context().new_page(), site_address)


@pytest.mark.parametrize("state", STATES)
def test_every_kind_of_page_is_clean_and_breaks_no_policy(new_context, site_address, state):
    page = new_context(viewport={"width": 320, "height": 568}).new_page()
    complaints = []
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('policy', e.blockedURI))"
    )
    page.on("console", lambda said: complaints.append(said.text) if said.text[:6] == "policy" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    show(Parent(page, site_address), state)
    assert complaints == []

    for look in ("light", "dark"):
        page.emulate_media(**LOOKS[look])
        assert violations(page) == [], look
    page.emulate_media(**LOOKS["forced colours"])
    assert violations(page, contrast=False) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    assert violations(page, contrast=False) == []


def sent(content, state):
    """What the form of the page before sends to come to this state."""
    answers, until = STATES[state]
    if state == "refused":
        return {"asked": "age", "age": "noise"}
    if state == "danger":
        return answers
    whole = {a.question.key: [one.key for one in a.chosen] for a in completed(content, answers).answered}
    return dict(list(whole.items())[: list(whole).index(until)]) if until else whole


def test_the_html_checker_finds_nothing(reader, content, tmp_path):
    pages = []
    for state in STATES:
        html = reader.client.post(ADDRESS, sent(content, state)).content
        assert (b"Your plan</h1>" in html) == (state in ("two worries", "18 or over", "outside the UK"))
        pages.append((state.replace(" ", "-"), html))

    assert html_checker.complaints(pages, tmp_path) == []


def named(pages, role):
    return [node["name"] for node in pages if node["role"] == role]


@pytest.mark.parametrize(("question", "role"), [("age", "radio"), ("worry", "checkbox")])
def test_a_screen_reader_is_told_the_question_its_group_and_every_answer(parent, content, question, role):
    parent.go_to({}, until=question)
    asked = content.question[question]
    page = heard(parent.page)

    assert [(n["name"], n["level"]) for n in page if n["role"] == "heading"] == [(asked.title, 1)]
    assert named(page, "group")[0] == asked.title
    assert named(page, role) == [answer.words for answer in asked.answers]
    assert named(page, "button") == ["Continue", "Back"]
    assert all(node["name"] for node in page if node["role"] == "link")


def test_every_new_page_is_announced_by_its_heading(parent):
    answers, _ = STATES["danger"]
    parent.start()
    seen = []
    while parent.heading() != "Your plan":
        if question := parent.question():
            parent.choose(question, *answers.get(question, ()))
            parent.press("Continue")
        else:
            parent.press("Go on with the questions")
        focused = [node for node in heard(parent.page) if node.get("focused")]
        assert [(node["role"], node["name"]) for node in focused] == [("heading", parent.heading())]
        seen += named(focused, "heading")

    assert seen[0] == "Do this now"
    assert seen[-1] == "Your plan"
    assert len(set(seen)) == len(seen)


def test_an_answer_that_was_refused_is_announced(parent):
    show(parent, "refused")

    focused = parent.page.locator(":focus")
    assert focused.get_attribute("role") == "status"
    assert focused.inner_text().startswith("We could not use one of your answers.")
    assert parent.question() == "age"


def test_a_screen_reader_hears_the_plan_in_order(parent):
    show(parent, "two worries")
    page = heard(parent.page)
    headings = [(node["level"], node["name"]) for node in page if node["role"] == "heading"]

    assert [name for level, name in headings if level <= 2] == [
        "Your plan",
        "In this plan",
        "Your child first",
        "Now",
        "Today",
        "This week",
        "What to say to your child",
        "Who can help",
        "What happens next",
        "Short list to tick off",
        "Your answers",
        "It is not your fault either",
    ]
    levels = [level for level, _ in headings]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    # Every step is an item of a list, and so are the ticks.
    assert named(page, "listitem").count("") > 40
    assert parent.page.locator(".step__do:not(:is(ol, ul) > li > *)").count() == 0
    assert len(named(page, "checkbox")) == parent.page.locator(".tick").count()


@pytest.mark.parametrize("state", STATES)
def test_what_can_be_pressed_has_a_full_name_that_means_one_thing(parent, state):
    show(parent, state)
    page = heard(parent.page)
    places = {}
    for node in page:
        if node["role"] == "link":
            places.setdefault(node["name"], set()).add(node["url"])
            if node["url"].startswith("tel:"):
                assert node["name"].endswith(")"), "a number without a name"
    assert {name: urls for name, urls in places.items() if not name or len(urls) > 1} == {}
    for role in ("button", "checkbox", "radio", "DisclosureTriangle"):
        names = named(page, role)
        assert "" not in names
        assert len(set(names)) == len(names), role


@pytest.mark.parametrize("state", STATES)
def test_nothing_scrolls_sideways_at_any_size_or_in_either_direction(parent, state):
    show(parent, state)
    for direction in ("ltr", "rtl"):
        parent.page.evaluate(f"document.documentElement.dir = '{direction}'")
        for width, height in SIZES:
            parent.page.set_viewport_size({"width": width, "height": height})
            assert too_wide(parent.page) <= 0, (direction, width, height)


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_nothing_scrolls_sideways_when_a_large_screen_is_enlarged_four_times(new_context, site_address):
    options = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
    parent = ByKeyboard(new_context(**options).new_page(), site_address)
    for state in ("many choices", "two worries"):
        show(parent, state)
        assert too_wide(parent.page) <= 0, state


def test_no_text_is_cut_when_it_is_spaced_out_and_doubled(new_context, site_address):
    page = new_context(viewport={"width": 320, "height": 568}, bypass_csp=True).new_page()
    for state in STATES:
        show(Parent(page, site_address), state)
        page.add_style_tag(content=SPACING + "html { font-size: 200% !important }")
        assert too_wide(page) <= 0, state


@pytest.mark.parametrize("state", STATES)
def test_what_a_finger_presses_is_large_enough(new_context, site_address, state):
    parent = ByTouch(new_context(**PHONE).new_page(), site_address)
    show(parent, state)
    pressed = parent.page.locator("main :is(.choice, .tick, .button, .number, .chip, summary):visible")
    assert pressed.count()
    for control in pressed.all():
        box = control.bounding_box()
        assert box["height"] >= 44, (control.inner_text(), box)
        assert box["width"] >= 44, (control.inner_text(), box)


@pytest.mark.parametrize(("state", "row"), [("many choices", ".choice"), ("two worries", ".tick")])
def test_a_press_anywhere_in_its_row_ticks_an_answer(parent, state, row):
    show(parent, state)
    for place in parent.page.locator(row).all()[:4]:
        size = place.bounding_box()
        for x in (6, size["width"] - 6):
            before = place.locator("input").is_checked()
            place.click(position={"x": x, "y": 6})
            assert place.locator("input").is_checked() != before


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (1280, 800)])
@pytest.mark.parametrize("state", ["many choices", "two worries"])
def test_what_has_focus_is_never_under_the_way_out(new_context, site_address, state, width, height):
    page = new_context(viewport={"width": width, "height": height}).new_page()
    show(Parent(page, site_address), state)
    while page.evaluate("!!document.activeElement.closest('main')"):
        assert not page.evaluate(
            """() => {
                const focused = document.activeElement.closest('.choice') ?? document.activeElement;
                const bar = document.querySelector('a.leave').closest('.leave-bar').getBoundingClientRect();
                const box = focused.getBoundingClientRect();
                return box.bottom > bar.top + 1 && box.top < bar.bottom - 1
                    && box.right > bar.left + 1 && box.left < bar.right - 1;
            }"""
        ), page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
