"""After leaving nothing of ours comes back, in browsers that a person could see.

The reader comes from a search, walks through pages and questions with a mouse, leaves, and goes back
and forward with the keys of the browser. All the time somebody looks at the screen.
"""

import pytest

from tests.leaving import NEUTRAL, OURS, SEARCH, settle

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("told_nothing")]
BACK, FORWARD = "alt+Left", "alt+Right"
WAYS = {
    "by key": lambda window: window.screen.press("Escape"),
    "by the link": lambda window: window.click("a.leave"),
}
HALF_OF_THE_ANSWERS = {"safety": "no", "age": "age_13_15", "worry": "threat", "paid": "yes"}
STORED = """
    return [...Object.keys(sessionStorage), ...Object.keys(localStorage), document.cookie].filter(Boolean).sort();
"""


def stored_by(window, address):
    """What our site has stored in this tab and in this browser, seen from a page of ours without a script."""
    window.goto(f"{address}/healthz")
    window.wait_for(f"location.href === '{address}/healthz'")
    return window.run(STORED)


def follow(window, path):
    """Click on a link to one of our pages, and wait until it is there."""
    window.click(f'a[href="{path}"]')
    window.wait_until_there(f"location.pathname === '{path}'")


def answer(window, question, code):
    window.click(f'label[for="{question}-{code}"]')
    window.click("main form button")
    window.wait_for(f"document.querySelector('[name=asked]').value !== '{question}'")


@pytest.fixture
def walk(window, read):
    """Come from a search, walk five pages, and answer half of the questions on the last one."""

    def walk():
        screen = read("/")
        for path in ("/advice/", "/services/", "/help/", "/concerned/"):
            follow(window, path)
        for question, code in HALF_OF_THE_ANSWERS.items():
            answer(window, question, code)
        return screen

    return walk


@pytest.fixture
def go_back(window, other):
    """Press the browser's key for going back, and see it lead to the neutral site once more."""

    def go_back():
        asked = len(other.heard)
        window.screen.press(BACK)
        window.screen.wait(lambda: len(other.heard) > asked)
        settle()
        window.screen.wait_until_it_shows(NEUTRAL)

    return go_back


@pytest.mark.parametrize("way", WAYS)
def test_after_leaving_back_and_forward_show_nothing_of_ours(window, walk, go_back, way):
    screen = walk()

    with screen.watching(*OURS) as watch:
        WAYS[way](window)
        screen.wait_until_it_shows(NEUTRAL)
        for _ in range(6):
            go_back()
        for _ in range(6):
            screen.press(FORWARD)
            settle()
            screen.wait_until_it_shows(NEUTRAL)

    assert watch.returns == 0


def test_going_back_in_a_hurry_shows_nothing_of_ours(window, ours, walk):
    screen = walk()

    with screen.watching(*OURS) as watch:
        screen.press("Escape")
        screen.wait_until_it_shows(NEUTRAL)
        screen.press(BACK, 6, 150)
        screen.wait(lambda: window.has_left(ours.address))
        settle()

    assert watch.returns == 0


@pytest.mark.parametrize("way", WAYS)
def test_going_back_far_enough_leads_to_where_the_reader_came_from(window, read, go_back, way):
    screen = read("/")
    follow(window, "/advice/")
    follow(window, "/services/")

    with screen.watching(*OURS) as watch:
        WAYS[way](window)
        screen.wait_until_it_shows(NEUTRAL)
        go_back()
        go_back()
        screen.press(BACK)
        screen.wait_until_it_shows(SEARCH)

    assert watch.returns == 0


def test_a_tab_that_was_left_names_none_of_our_pages_in_its_history(window, ours, walk):
    screen = walk()
    follow(window, "/leaving/")
    window.click("main a[href^='#']")
    window.wait_for("location.hash && document.title !== 'Loading'")
    screen.press("Escape")
    screen.wait_until_it_shows(NEUTRAL)

    titles = {title for url, title in window.entries() if url.startswith(ours.address)}
    assert titles == {"Loading"}


def test_before_leaving_back_and_forward_work_as_ever(window, ours, read):
    screen = read("/")
    follow(window, "/advice/")
    for key, path, title in ((BACK, "/", "esafe"), (FORWARD, "/advice/", "Advice")):
        screen.press(key)
        window.wait_until_there(f"location.pathname === '{path}'")
        screen.wait(lambda title=title: title in screen.title())


def test_only_the_word_of_the_visit_is_stored_and_nothing_after_leaving(window, ours, walk):
    screen = walk()
    assert window.run(STORED) == ["visit"]

    screen.press("Escape")
    screen.wait_until_it_shows(NEUTRAL)

    assert stored_by(window, ours.address) == []


def test_the_switch_of_the_keys_is_stored_until_the_reader_leaves(window, ours, read):
    screen = read("/leaving/")
    window.click("[data-keys] button")
    window.wait_for("sessionStorage['keys-off']")
    assert window.run(STORED) == ["keys-off", "visit"]
    screen.press("Escape")
    settle()
    assert screen.shows(*OURS)

    WAYS["by the link"](window)
    screen.wait_until_it_shows(NEUTRAL)

    assert stored_by(window, ours.address) == []


@pytest.mark.parametrize("way", WAYS)
def test_what_was_typed_and_chosen_is_gone(window, ours, read, way):
    screen = read("/search/")
    window.click("main input")
    screen.do("type", "a secret")
    window.wait_for("document.querySelector('main input').value === 'a secret'")
    WAYS[way](window)
    screen.wait_until_it_shows(NEUTRAL)
    screen.press(BACK)
    screen.wait_until_it_shows(SEARCH)

    screen.press(FORWARD)
    screen.wait_until_it_shows(NEUTRAL)
    window.open(f"{ours.address}/search/")
    assert window.run("return document.querySelector('main input').value") == ""


@pytest.mark.parametrize("way", WAYS)
def test_our_other_tabs_leave_too(window, ours, read, way):
    screen = read("/advice/")
    with window.another_tab():
        window.open(f"{ours.address}/services/")
        WAYS[way](window)

        screen.wait(lambda: window.has_left(ours.address))
    with screen.watching(*OURS) as watch:
        screen.wait_until_it_shows(NEUTRAL)
        screen.press(BACK)
        screen.wait_until_it_shows(SEARCH)

    assert watch.returns == 0


def test_a_tab_that_was_left_and_closed_shows_nothing_of_ours_when_it_is_opened_again(window, ours, read):
    screen = read("/advice/")
    with window.another_tab():
        window.open(f"{ours.address}/help/")
        follow(window, "/services/")
        with screen.watching(*OURS) as watch:
            screen.press("Escape")
            screen.wait_until_it_shows(NEUTRAL)
            screen.press("ctrl+w")
            settle()
            screen.press("ctrl+shift+t")
            settle()
            screen.press(BACK)
            settle()
            screen.wait_until_it_shows(NEUTRAL)
            screen.press("ctrl+w")
            settle()

    assert watch.returns == 0
    assert window.has_left(ours.address)


@pytest.mark.parametrize("way", WAYS)
def test_a_page_that_the_browser_kept_in_memory_is_not_seen_again(window, between, read, way):
    between.keepable = True
    screen = read("/advice/", between.address)
    window.run("document.body.dataset.kept = 'yes'")
    follow(window, "/services/")
    screen.press(BACK)
    window.wait_until_there("document.body.dataset.kept === 'yes'")
    follow(window, "/services/")

    with screen.watching(*OURS) as watch:
        WAYS[way](window)
        screen.wait_until_it_shows(NEUTRAL)
        for key in (BACK, FORWARD, BACK):
            screen.press(key)
            settle()
            screen.wait_until_it_shows(NEUTRAL)

    assert watch.returns == 0


# Where something of ours is missing


@pytest.mark.parametrize(
    "altered", [{"leave."}, {".css"}, {"leave.", ".css"}], ids=["script", "style", "both"]
)
def test_the_link_leaves_when_what_arrives_is_not_what_we_sent(window, between, read, altered):
    screen = read()
    between.altered = altered
    window.goto(f"{between.address}/leaving/")
    window.wait_for(f"location.port === '{between.port}' && document.readyState === 'complete'")
    assert window.run("return document.documentElement.matches('.keys')") is ("leave." not in altered)

    window.click("a.leave")
    screen.wait_until_it_shows(NEUTRAL)


@pytest.mark.parametrize("way", WAYS)
def test_leaving_works_when_our_server_is_dead(window, between, read, way):
    screen = read("/leaving/", between.address)
    between.close()

    WAYS[way](window)
    screen.wait_until_it_shows(NEUTRAL)


def test_without_scripts_the_page_is_blank_from_the_press_on(window_without_scripts, ours, other):
    window, screen = window_without_scripts, window_without_scripts.screen
    paper, *on_paper = OURS
    other.mode = "slow"
    window.open(f"{ours.address}/leaving/")
    window.point_at("a.leave")

    with screen.watching(*on_paper) as watch:
        screen.do("mousedown", "1")
        screen.wait(lambda: not screen.shows(*on_paper))
        settle()
        assert screen.shows(paper)
        screen.do("mouseup", "1")
        screen.wait_until_it_shows(NEUTRAL)

    assert watch.returns == 0
