"""The way out is in sight and large enough, whatever the page, the screen and the reader's settings are."""

import pytest

from esafe.edition_store import EditionStore
from tests import browsing, builders
from tests.test_accessibility import KINDS_OF_PAGE

PAGES = (*KINDS_OF_PAGE, "/concerned/", "/cookies/")
# In the pixels of style sheets. A keyboard on the screen takes its height from the page: each page asks for that.
SIZES = {
    "a small phone": (320, 568),
    "a phone": (360, 640),
    "a phone with its keyboard open": (360, 340),
    "a small phone with its keyboard open": (320, 268),
    "a phone on its side": (640, 320),
    "a tablet": (768, 1024),
    "a computer": (1280, 800),
    "a computer at 400 %": (320, 256),
}
# One after another: the last reader has all of it.
READERS = {
    "any reader": "() => {}",
    "made a mistake": """() => {
        const request = new XMLHttpRequest();
        request.responseType = 'document';
        request.open('GET', '/components/');
        request.send();
        return new Promise(done => {
            request.onload = () => {
                const summary = request.response.querySelector('.error-summary');
                document.querySelector('main').prepend(document.importNode(summary, true));
                document.querySelector('main .error-summary').focus();
                done();
            };
        });
    }""",
    "reads from right to left": "() => { document.documentElement.dir = 'rtl'; }",
    "has text twice as large": "() => { document.documentElement.style.fontSize = '200%'; }",
}
LONGEST_NAME = "Weather forecasts and warnings of Llanfairpwllgwyngyllgogery"
WHERE_IT_IS_LOST = """() => [0, 0.5, 1].filter(part => {
    scrollTo({ top: document.body.scrollHeight * part, behavior: 'instant' });
    const box = document.querySelector('a.leave').getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return !hit || !hit.closest('a.leave') || box.height < 44 || box.width < 44;
})"""
FOCUSED = """() => {
    const focused = document.activeElement.closest('.choice') ?? document.activeElement;
    const bar = document.querySelector('.leave-bar');
    const box = focused.getBoundingClientRect();
    const [xs, ys] = [[box.left, box.width], [box.top, box.height]].map(
        ([start, size]) => [1, size / 2, size - 1].map(part => start + part));
    const isCovered = (x, y) => bar.contains(document.elementFromPoint(x, y)) && !bar.contains(focused);
    return {
        name: focused === document.body ? '' : focused.outerHTML.slice(0, 200),
        covered: xs.some(x => ys.some(y => isCovered(x, y))),
    };
}"""


@pytest.fixture(scope="module")
def crowded_site(tmp_path_factory, content):
    """A site that asks about cookies, and leads to one with as long a name as may be."""
    var = tmp_path_factory.mktemp("crowded")
    long_name = builders.changed(content, "site", "site", exit_name=LONGEST_NAME)
    builders.put_live(EditionStore(var / "editions"), builders.make_edition(long_name))
    with browsing.gunicorn(var, REMEMBER_PREFERENCES="true") as address:
        yield address


@pytest.fixture
def page_of(new_context):
    """A page on a screen of a certain size."""

    def page_of(size):
        width, height = SIZES[size]
        return new_context(viewport={"width": width, "height": height}).new_page()

    return page_of


@pytest.mark.parametrize("size", SIZES)
def test_the_way_out_is_in_sight_wherever_the_page_is_scrolled(page_of, crowded_site, size):
    page = page_of(size)
    for path in PAGES:
        page.goto(crowded_site + path)
        for reader, becomes in READERS.items():
            page.evaluate(becomes)

            assert page.evaluate(WHERE_IT_IS_LOST) == [], (path, reader)


@pytest.mark.parametrize(
    "size", ["a small phone", "a phone on its side", "a computer", "a computer at 400 %"]
)
def test_nothing_that_has_focus_lies_under_the_way_out(page_of, crowded_site, size):
    page = page_of(size)
    for path in PAGES:
        page.goto(crowded_site + path)
        page.keyboard.press("Tab")
        while (focused := page.evaluate(FOCUSED))["name"]:
            assert not focused["covered"], (path, focused["name"])
            page.keyboard.press("Tab")


def test_a_keyboard_on_the_screen_does_not_cover_the_way_out(new_context, site_address):
    page = new_context().new_page()
    for path in PAGES:
        page.goto(site_address + path)
        asked = page.locator("meta[name=viewport]").get_attribute("content")

        assert "interactive-widget=resizes-content" in asked, path


def test_the_key_is_named_beside_the_link_only_while_it_works(new_context, site_address):
    page = new_context().new_page()
    page.goto(site_address + "/leaving/")
    note = page.locator(".leave-note")
    assert "press the Escape key" in note.inner_text()
    page.get_by_role("button", name="Turn the keys off").click()
    assert "Escape" not in note.inner_text()
    page.goto(site_address)
    assert "Escape" not in note.inner_text()

    page = new_context(java_script_enabled=False).new_page()
    page.goto(site_address)
    assert "Escape" not in page.locator(".leave-note").inner_text()
