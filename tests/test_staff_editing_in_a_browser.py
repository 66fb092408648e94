"""Editing in a real browser: pasting from Word, advice while typing, moving by keyboard, two people, and axe."""

import re

import pytest

from tests.browsing import ROOT
from tests.staff_sites import DJANGOS_STANDARD, PASTE, clean

FROM_WORD = ROOT / "tests" / "word_paste.html"
# Its choices have no name of their own (known, and Django's); its page is checked without them.
SELECT2 = "aria-input-field-name"


def open_item(page, model, key):
    page.goto(f"/admin/{model}/?q={key}")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("button", name="Save", exact=True).first.wait_for()
    page.wait_for_load_state()


def saved(page):
    with page.expect_navigation():  # the page before may say so, too
        page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_text("was changed successfully").wait_for()


def first_editor(page):
    editor = page.locator(".ProseMirror:visible").first
    editor.wait_for()
    return editor


def headings(page):
    return page.locator("#sections-group .inline-related:not(.empty-form) .field-heading input").evaluate_all(
        "all => all.map((one) => one.value)"
    )


def html_of_first_section(page):
    return page.locator("textarea[name='sections-0-html']").input_value()


def test_what_is_pasted_from_word_keeps_what_a_page_may_hold(sit_down):
    page, complaints = sit_down()
    open_item(page, "guidance/page", "the-law")
    editor = first_editor(page)
    editor.click()
    page.keyboard.press("Control+A")
    page.evaluate(PASTE, [editor.element_handle(), FROM_WORD.read_text(), ""])

    pasted = html_of_first_section(page)
    saved(page)

    for html in (pasted, html_of_first_section(page)):
        plain = re.sub(r'</?p>| data-type="decimal"', "", html)
        assert "<h3>If your child has told you</h3>" in html
        assert "<h3>What to do</h3>" in html
        assert "<strong>Thank them</strong>" in html
        assert '<a href="https://www.nspcc.org.uk/keeping-children-safe/"' in html
        assert re.search(
            r"<ul><li>Leave\s+every picture where it is</li><li>Write down <em>names</em></li></ul>", plain
        )
        assert "<ol><li>Call somebody</li><li>Sit down together</li></ol>" in plain
        assert "<ul><li>A point that was typed by hand</li></ul>" in plain
        assert not re.search(r"style=|class=|<img|script|javascript|Mso|·|file:|o:p|<span", html)
    assert complaints == []


def test_points_that_are_pasted_as_plain_text_become_a_list(sit_down):
    page, complaints = sit_down()
    open_item(page, "guidance/page", "the-law")
    editor = first_editor(page)
    editor.click()
    page.keyboard.press("Control+A")
    page.evaluate(PASTE, [editor.element_handle(), "", "First\n·\tOne point\n·\tAnother"])

    html = re.sub(r"(<li>)<p>|</p>(</li>)", r"\1\2", html_of_first_section(page))
    assert "<ul><li>One point</li><li>Another</li></ul>" in html
    assert complaints == []


def test_a_word_to_avoid_shows_its_advice_while_it_is_typed(sit_down):
    page, complaints = sit_down()
    open_item(page, "guidance/page", "the-law")
    summary = page.get_by_label("What the page gives you")
    before = summary.input_value()
    summary.fill("What a victim may do.")
    beside = page.locator("#id_summary_found")
    beside.get_by_text("Please avoid “victim”. Better: child who was harmed.").wait_for()

    assert page.get_by_role("heading", name="To mend, or to think about").is_visible()
    assert beside.get_attribute("aria-live") == "polite"
    assert summary.get_attribute("aria-describedby") == "id_summary_found"

    editor = first_editor(page)
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Delete the chat. ")
    page.locator("#id_sections-0-html_found").get_by_text("do not delete anything").wait_for()
    page.locator(".found a", has_text="Section 1: Text").first.click()
    assert (
        page.evaluate("document.activeElement.closest('.checked').querySelector('textarea').name")
        == "sections-0-html"
    )

    summary.fill(before)
    beside.get_by_text("Please avoid").wait_for(state="detached")
    assert complaints == []


def test_advice_stands_beside_the_field_after_saving_without_scripts(sit_down):
    page, complaints = sit_down(java_script_enabled=False)
    open_item(page, "guidance/page", "seven-steps")
    page.get_by_label("What the page gives you").fill("What a victim may do.")
    saved(page)

    assert page.get_by_text("It is saved, but it cannot be published yet").is_visible()
    assert page.locator("#id_summary_found").get_by_text("Please avoid “victim”").is_visible()
    page.locator(".found").get_by_role("link").first.click()
    page.wait_for_url(re.compile("#id_summary$"))
    assert complaints == []


def test_a_section_is_moved_by_keyboard_alone_and_stays_moved(sit_down):
    page, complaints = sit_down()
    open_item(page, "guidance/page", "keeping-a-record")
    before = headings(page)
    down = page.locator("#sections-group").get_by_role("button", name="Move down").first
    down.focus()
    page.keyboard.press("Enter")
    page.locator(".places [role=status]", has_text=f"Now 2 of {len(before)}").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Move down"
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    moved = [before[1], before[0], *before[2:]]
    assert headings(page) == moved
    saved(page)
    assert headings(page) == moved
    assert complaints == []


def test_a_section_is_moved_by_its_number_without_scripts(sit_down):
    page, complaints = sit_down(java_script_enabled=False)
    open_item(page, "guidance/page", "talking-to-your-child")
    before = headings(page)
    page.locator("#id_sections-0-position").fill("2")
    page.locator("#id_sections-1-position").fill("1")
    saved(page)

    assert headings(page) == [before[1], before[0], *before[2:]]
    assert complaints == []


def test_a_mistake_keeps_rows_that_were_added_and_moved(sit_down):
    page, complaints = sit_down()
    open_item(page, "guidance/page", "webcams-and-live-video")
    before = headings(page)
    page.get_by_text("Add another Section").click()
    row = page.locator("#sections-group .inline-related:not(.empty-form)").last
    row.locator(".field-heading input").fill("Typed just now")
    row.get_by_role("button", name="Move up").click()
    page.locator(".places [role=status]", has_text=f"Now {len(before)} of {len(before) + 1}").wait_for()
    page.get_by_label("Short title, for menus").fill("x")
    page.get_by_label("Title:", exact=True).evaluate(
        "(field) => { field.required = false; field.value = ''; }"
    )
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_text("Please correct the error below").wait_for()
    page.wait_for_load_state()

    assert headings(page) == [*before[:-1], "Typed just now", before[-1]]
    page.get_by_label("Title:", exact=True).fill("Webcams")
    saved(page)
    assert headings(page) == [*before[:-1], "Typed just now", before[-1]]
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_edit_one_page_and_nothing_is_lost(sit_down, scripts):
    one, _ = sit_down()
    two, complaints = sit_down(java_script_enabled=scripts)
    for page in (one, two):
        open_item(page, "guidance/page", "threats-online")
    one.get_by_label("Title:", exact=True).fill(f"Theirs {scripts}")
    one.get_by_label("Short title, for menus").fill(f"Short {scripts}")
    saved(one)
    two.get_by_label("Title:", exact=True).fill(f"Mine {scripts}")
    two.get_by_role("button", name="Save and continue editing").first.click()
    two.get_by_role("heading", name="Someone else has saved this meanwhile").wait_for()
    two.wait_for_load_state()

    if scripts:
        for width, scheme in ((320, "dark"), (320, "light"), (1280, "dark"), (1280, "light")):
            two.set_viewport_size({"width": width, "height": 900})
            two.emulate_media(color_scheme=scheme)
            assert clean(two, complaints) == [], (width, scheme)
            assert two.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    title = two.get_by_role("group", name="Title", exact=True)
    assert title.get_by_text(f"Mine {scripts}").is_visible()
    assert title.get_by_text(f"Theirs {scripts}").is_visible()
    title.get_by_label("Keep what you typed").check()
    two.get_by_role("button", name="Keep editing with what I chose").click()
    two.get_by_text("Nothing is saved yet").wait_for()
    two.wait_for_load_state()
    assert two.get_by_label("Short title, for menus").input_value() == f"Short {scripts}"
    saved(two)

    assert two.get_by_label("Title:", exact=True).input_value() == f"Mine {scripts}"
    assert complaints == []


def test_hours_are_shown_as_readers_see_them_while_they_are_typed(sit_down):
    page, complaints = sit_down()
    open_item(page, "reporting_links/service", "childline")
    shown = page.get_by_role("region", name="This is how readers see the hours")
    page.locator("#id_hours-0-opens").fill("07:30")
    page.locator("#id_hours-0-closes").fill("21:00")
    shown.get_by_text("7:30am to 9pm").wait_for()

    page.reload()
    assert "7:30am" not in shown.inner_text()
    assert complaints == []


def test_saving_on_a_slow_line_before_all_of_the_form_came_loses_nothing(sit_down):
    page, complaints = sit_down(java_script_enabled=False)
    page.goto("/admin/guidance/page/?q=webcams")
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": 20_000, "uploadThroughput": 100_000}
    line.send("Network.emulateNetworkConditions", slow)
    page.locator("#result_list tbody th a").first.click()
    page.get_by_label("Short title, for menus").fill("Typed early")
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_text("Nothing is saved yet").wait_for()
    line.send("Network.emulateNetworkConditions", {**slow, "downloadThroughput": -1, "uploadThroughput": -1})
    page.wait_for_load_state()

    assert page.get_by_label("Short title, for menus").input_value() == "Typed early"
    assert len(headings(page)) > 1
    before = headings(page)
    saved(page)
    assert headings(page) == before
    assert complaints == []


@pytest.mark.parametrize("broken", [{"status": 503}, None], ids=["no answer yet", "no connection"])
def test_the_checks_and_the_hours_come_when_the_server_is_back(sit_down, broken):
    page, _complaints = sit_down()
    open_item(page, "reporting_links/service", "childline")
    failed = []

    def once(route, request):
        if request.url in failed:
            return route.continue_()
        failed.append(request.url)
        return route.fulfill(**broken) if broken else route.abort()

    page.route(re.compile(r"/(check|hours)/$"), once)
    page.locator("#id_hours-0-opens").fill("07:30")
    page.locator("#id_hours-0-closes").fill("21:00")
    page.get_by_label("What it is for").fill("For a victim.")

    page.get_by_role("region", name="This is how readers see the hours").get_by_text(
        "7:30am to 9pm"
    ).wait_for()
    page.locator(".found").get_by_text("Please avoid").wait_for()
    assert len(failed) == 2


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_editing_pages_are_clean_for_axe_and_break_no_policy(sit_down, scheme, width):
    page, complaints = sit_down(color_scheme=scheme, viewport={"width": width, "height": 900})
    for model, key in (("guidance/page", "the-law"), ("reporting_links/service", "childline")):
        open_item(page, model, key)
        field = page.get_by_label("What the page gives you" if model.endswith("page") else "What it is for")
        field.fill("For a victim.")
        page.locator(".found").get_by_text("Please avoid").wait_for()
        found = [line for line in clean(page, complaints, DJANGOS_STANDARD) if not line.startswith(SELECT2)]
        assert found == [], (model, found)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, model
