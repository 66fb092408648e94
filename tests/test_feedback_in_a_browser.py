"""A reader says what could be better: on a phone, with scripts and without; in every look."""

import pytest

from contact import feedback_views, machines
from tests import browsing, html_checker
from tests.test_accessibility import LOOKS, violations

PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True}
PAGE = "/advice/threats-online/"
HOW_MANY = "from contact.feedback import Feedback; print(Feedback.objects.filter(words={words!r}).count())"
RISK = "My daughter is being blackmailed, her name is Kim"


def kept(site, words):
    return int(site.shell(HOW_MANY.format(words=words)))


def press(page, name):
    """Press a button and wait for the answer: in place of the page with scripts, as a page of its own without."""
    page.get_by_role("button", name=name, exact=True).click()
    page.locator("main:not([aria-busy])").wait_for()
    page.wait_for_load_state()


def look_at_it_first(page):
    page.wait_for_timeout(1000 * machines.QUICKEST + 500)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_press_then_words_then_a_gentle_question_then_thanks(new_context, staff_site, scripts):
    context = new_context(base_url=staff_site.address, java_script_enabled=scripts, **PHONE)
    page = context.new_page()
    words = f"{RISK} ({scripts})"
    page.goto(PAGE)
    press(page, "No")
    page.get_by_role("status").get_by_text("we have counted that").wait_for()
    page.get_by_label("What could be better?").fill(words)
    look_at_it_first(page)
    press(page, "Send")
    page.get_by_text("This sounds as if a child may need help.").wait_for()
    assert page.get_by_label("What could be better?").input_value() == words
    assert page.get_by_role("link", name="Call 999").count() >= 2
    assert kept(staff_site, words) == 0
    look_at_it_first(page)
    press(page, "Send it as it is now")
    page.get_by_role("heading", name="Thank you").wait_for()

    assert kept(staff_site, words) == 1
    assert context.cookies() == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_whoever_comes_back_finds_the_box_empty(new_context, staff_site, scripts):
    page = new_context(base_url=staff_site.address, java_script_enabled=scripts).new_page()
    page.goto("/feedback/")
    page.get_by_label("What could be better?").fill(RISK)
    page.get_by_role("link", name="Privacy").click()
    page.get_by_role("heading", level=1).get_by_text("Privacy").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Help us make this better").wait_for()

    assert page.get_by_label("What could be better?").input_value() == ""


def test_without_a_mouse_it_can_all_be_reached_and_sent(new_context, staff_site):
    page = new_context(base_url=staff_site.address, viewport={"width": 1280, "height": 800}).new_page()
    page.goto("/feedback/")
    page.get_by_label("Yes", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("By keyboard alone")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    look_at_it_first(page)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you").wait_for()

    assert kept(staff_site, "By keyboard alone") == 1


def states(page):
    """Opens each state of the forms in turn, and gives its name."""
    page.goto("/feedback/")
    yield "feedback"
    page.get_by_label("What could be better?").fill(RISK)
    page.get_by_label("Your email address, if you would like an answer").fill("nobody")
    press(page, "Send")
    yield "mistakes"
    page.get_by_label("Your email address, if you would like an answer").fill("")
    look_at_it_first(page)
    press(page, "Send")
    yield "asked"
    page.goto(PAGE)
    press(page, "Yes")
    yield "pressed"
    for path in (
        "/feedback/sent/",
        "/privacy/complaint/",
        "/privacy/complaint/sent/",
        "/privacy/what-we-hold/x/",
    ):
        page.goto(path)
        yield path.strip("/").replace("/", "-")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_is_clean_for_axe_and_nothing_is_too_wide(new_context, staff_site, look, width):
    page = new_context(
        base_url=staff_site.address, viewport={"width": width, "height": 800}, **LOOKS[look]
    ).new_page()
    for state in states(page):
        assert_clean(page, look, state)


def assert_clean(page, look, state):
    assert violations(page, contrast=look != "forced colours") == [], state
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, state


def press_too_often(page, address):
    for _ in range(feedback_views.press_limit.most):
        page.request.post("/feedback/useful/", form={"useful": "yes"}, headers={"Origin": address})


@pytest.mark.parametrize("width", [320, 1280])
def test_what_could_not_be_taken_is_clean_for_axe_too(new_context, store, tmp_path, width):
    with browsing.gunicorn(tmp_path) as address:
        pages = {
            look: new_context(base_url=address, viewport={"width": width, "height": 800}, **how).new_page()
            for look, how in LOOKS.items()
        }
        for said in ("We could not take this just now.", "A lot has been sent just now."):
            for look, page in pages.items():
                page.goto(PAGE)
                press(page, "Yes")
                page.get_by_text(said).wait_for()
                assert_clean(page, look, said)
            press_too_often(page, address)


def test_the_html_of_every_state_is_valid_and_breaks_no_policy(new_context, staff_site, tmp_path):
    page = new_context(base_url=staff_site.address, java_script_enabled=False).new_page()
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    pages = [(state, page.content().encode()) for state in states(page)]

    assert html_checker.complaints(pages, tmp_path) == []
    assert complaints == []
