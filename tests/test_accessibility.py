"""Every page, in every look, is clean for axe and for the HTML checker."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from esafe.addresses import public_addresses
from tests import browsing, html_checker

KINDS_OF_PAGE = [
    "/",
    "/help/",
    "/help/threats-money-sent/",
    "/advice/",
    "/advice/threats-online/",
    "/services/",
    "/services/papyrus/",
    "/services/shore/",
    "/news/",
    "/news/a-campaign-in-2015/",
    "/news/figures/",
    "/news/figures-from-november-2025/",
    "/news/changes/",
    "/privacy/",
    "/about/",
    "/leaving/",
    "/sitemap/",
    "/search/",
    "/updates/",
    "/updates/asked/",
    "/updates/stop/x/",
    "/components/",
    "/nowhere/",
]
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "more contrast": {"contrast": "more"},
}
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ("color-contrast", "color-contrast-enhanced")


def violations(page, contrast=True):
    """What axe finds, in a line each, up to the contrast of level AAA (7:1)."""
    options = {
        "runOnly": [*STANDARD, "wcag2aaa"],
        "rules": {rule: {"enabled": contrast} for rule in CONTRAST},
    }
    page.wait_for_load_state()  # a click waits for the beginning of the next page only
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def expect_focus(page, words):
    """Wait until what has the focus begins with these words: it has it a moment after the page is there."""
    expect(page.locator(":focus")).to_have_text(re.compile(rf"^\s*{words}"), use_inner_text=True)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [320, 1280])
def test_every_kind_of_page_is_clean_in_every_look(new_context, site_address, look, width):
    page = new_context(viewport={"width": width, "height": 800}, **LOOKS[look]).new_page()
    for path in KINDS_OF_PAGE:
        page.goto(site_address + path)

        # With forced colours the reader's own are shown, but axe still reads ours.
        assert violations(page, contrast=look != "forced colours") == [], path


def test_every_address_is_clean_on_a_phone(new_context, site_address, content):
    page = new_context(viewport={"width": 360, "height": 640}).new_page()
    for path in public_addresses(content):
        page.goto(site_address + path)

        # Colours are those of the kinds of page above; their sums are the slow part.
        assert violations(page, contrast=False) == [], path


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (768, 1024), (1280, 800)])
def test_no_page_scrolls_sideways(new_context, site_address, content, width, height):
    page = new_context(viewport={"width": width, "height": height}).new_page()
    for path in [*public_addresses(content), "/components/", "/nowhere/"]:
        page.goto(site_address + path)

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_no_page_scrolls_sideways_from_right_to_left(new_context, site_address):
    page = new_context(viewport={"width": 320, "height": 568}).new_page()
    for path in KINDS_OF_PAGE:
        page.goto(site_address + path)
        page.evaluate("document.documentElement.dir = 'rtl'")

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
)


def test_no_text_is_cut_when_it_is_spaced_out_and_doubled(new_context, site_address):
    context = new_context(viewport={"width": 320, "height": 568}, bypass_csp=True)
    page = context.new_page()
    for path in KINDS_OF_PAGE:
        page.goto(site_address + path)
        page.add_style_tag(content=SPACING + "html { font-size: 200% !important }")

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_what_a_finger_presses_is_large_enough(new_context, site_address):
    page = new_context(viewport={"width": 320, "height": 568}, has_touch=True).new_page()
    for path in KINDS_OF_PAGE:
        page.goto(site_address + path)
        for control in page.locator("a.leave:visible, a.number:visible, .button:visible").all():
            box = control.bounding_box()
            assert box["height"] >= 44, (path, control.inner_text(), box)


def test_the_html_checker_finds_nothing(reader, content, tmp_path):
    paths = [*public_addresses(content), "/nowhere/", "/components/"]
    pages = [(Path(path).name or "home", reader.client.get(path).content) for path in paths]

    assert html_checker.complaints(pages, tmp_path) == []


@pytest.mark.parametrize("sheet", ["css/site.css", "embed/card.css"])
def test_a_style_sheet_is_valid(sheet):
    messages = html_checker.messages("--css", browsing.ROOT / "static" / sheet)

    found = [message["message"] for message in messages if message["type"] == "error"]
    assert [message for message in found if "env(" not in message] == []


def test_the_component_page_shows_every_component(reader):
    words = reader.get("/components/").content.decode()
    for component in (browsing.ROOT / "templates/components").glob("*.html"):
        assert component.stem in words, component.stem
