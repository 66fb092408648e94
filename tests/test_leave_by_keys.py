"""Leaving by real keys, in browsers that a person could see.

A browser without a screen handles Escape in another way, and passes even where the key would stop
our own going away: nothing here is proved by it.
"""

import pytest

from tests import browsing
from tests.leaving import NEUTRAL, OURS, pairs_covered, settle
from tests.screen import HEIGHT, WIDTH

PAPER = OURS[0]
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("told_nothing")]


# How a key is pressed, and what the site it goes to does

PRESSES = pairs_covered(
    ("Escape", "Shift_L"),
    (1, 2, 3, 5),
    (50, 150, 300, 600),
    ("fast", "slow", "hanging", "refused", "no such host"),
)


@pytest.mark.parametrize(("key", "times", "apart", "answers"), PRESSES)
def test_however_a_key_is_pressed_the_page_goes_and_does_not_come_back(
    window, ours, other, neutral, read, key, times, apart, answers
):
    nowhere = {
        "refused": f"http://127.0.0.1:{browsing.free_port()}/",
        "no such host": "http://nowhere.invalid/",
    }
    ours.goes_to(nowhere.get(answers, neutral))
    other.mode = answers if answers in ("slow", "hanging") else "fast"
    leaves = key == "Escape" or times >= 3
    screen = read()

    with screen.watching(*OURS) as watch:
        screen.press(key, times, apart)
        if leaves:
            screen.wait(lambda: not screen.shows(*OURS))
        if leaves and answers in ("fast", "slow"):
            screen.wait_until_it_shows(NEUTRAL)
        elif leaves and answers != "hanging":
            screen.wait(lambda: window.has_left(ours.address))
        settle()

    assert watch.returns == 0
    assert watch.was_seen is not leaves
    assert ("esafe" in screen.title()) is not leaves
    assert window.has_left(ours.address) or answers == "hanging" or not leaves
    ours.goes_to(neutral)


def test_a_site_that_does_not_answer_leaves_an_empty_page(window, ours, other, read):
    other.mode = "hanging"
    screen = read()

    screen.press("Escape")
    window.wait_for("location.href === 'about:blank'")

    assert not screen.shows(*OURS)
    assert "esafe" not in screen.title()


@pytest.mark.parametrize("keys", ["ctrl+Escape", "alt+Escape", "super+Escape"])
def test_escape_with_another_key_is_not_for_us(window, read, keys):
    screen = read()

    screen.press(keys)
    settle()

    assert screen.shows(PAPER)


@pytest.mark.parametrize(
    "pressed",
    [
        ["key shift+a shift+b shift+c shift+d"],
        ["key Shift_L Shift_L a Shift_L"],
        ["key Shift_L Shift_L", "keydown Shift_L", "click 1", "keyup Shift_L"],
        ["key Shift_L Shift_L", "sleep 5.2", "key Shift_L Shift_L"],
        ["key ctrl+Shift_L ctrl+Shift_L ctrl+Shift_L"],
    ],
)
def test_shift_for_something_else_does_not_leave(window, read, pressed):
    screen = read()
    screen.move(WIDTH / 2, HEIGHT / 2)

    for command in pressed:
        screen.do(*command.split())
    settle()

    assert screen.shows(PAPER)


# Where the reader is just then

PLACES = {
    "a link": ["a", {"href": "/"}],
    "a button": ["button", {}],
    "a box for a line": ["input", {}],
    "a box for more": ["textarea", {}],
    "a tick box": ["input", {"type": "checkbox"}],
    "a choice": ["input", {"type": "radio"}],
    "a closed list": ["select", {}],
    "an error summary": ["div", {"tabindex": "-1", "role": "alert"}],
}
PUT_AND_FOCUS = """(([name, attributes]) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = name;
    document.querySelector("main").prepend(element);
    element.focus();
    return document.activeElement === element;
})"""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("key", ["Escape", "Shift_L"])
def test_leaving_works_wherever_the_focus_is(window, read, place, key):
    screen = read()
    assert window.call(PUT_AND_FOCUS, PLACES[place])

    screen.press(key, 1 if key == "Escape" else 3)

    screen.wait_until_it_shows(NEUTRAL)


def test_leaving_works_in_open_details(window, read):
    screen = read()
    window.call(PUT_AND_FOCUS, ["details", {"open": ""}])
    window.call(PUT_AND_FOCUS, ["summary", {}])

    screen.press("Escape")

    screen.wait_until_it_shows(NEUTRAL)


def test_an_open_list_takes_the_first_press_at_most(window, read):
    screen = read()
    window.call(
        """(() => {
            const list = document.createElement("select");
            for (const word of ["one", "two", "three"]) list.add(new Option(word));
            document.querySelector("main").prepend(list);
        })"""
    )
    window.click("select")
    settle()

    screen.press("Escape", 2, 300)

    screen.wait_until_it_shows(NEUTRAL)


def test_a_letter_that_is_still_being_made_keeps_its_escape(window, read):
    screen = read()
    window.call(PUT_AND_FOCUS, PLACES["a box for more"])

    screen.press("ctrl+shift+u")
    screen.do("key", "2", "6", "Escape")
    settle()
    assert screen.shows(PAPER)

    screen.press("Escape")
    screen.wait_until_it_shows(NEUTRAL)


def test_leaving_works_while_the_next_page_is_loading(window, other, read):
    other.mode = "hanging"
    screen = read()
    window.call("(address => { location.href = address; })", f"{other.address}/weather")
    screen.wait(lambda: other.heard[-1]["path"] == "/weather")
    other.mode = "fast"

    screen.press("Escape")

    screen.wait_until_it_shows(NEUTRAL)


@pytest.mark.parametrize("late", [".css", "/leave-keys"])
def test_leaving_works_while_the_page_itself_is_loading(window, between, read, late):
    """Before its style has come a page is not painted, and browsers tell it of no key at all."""
    screen = read("/services/")
    between.held.add(late)
    window.call("(address => { location.href = address; })", f"{between.address}/leaving/")
    screen.wait(lambda: any(late in path for path in between.asked))
    settle()

    with screen.watching(*OURS) as watch:
        screen.press("Escape")
        screen.wait_until_it_shows(NEUTRAL)

    assert watch.returns == 0
