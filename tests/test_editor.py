"""The admin in a real browser: the rich editor works under our policy, with nothing refused."""

import re

from playwright.sync_api import expect

LAW = "/admin/guidance/page/?q=the-law"


def open_the_law(page):
    page.goto(LAW)
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("button", name="Save", exact=True).first.wait_for()
    page.wait_for_load_state()


def test_staff_write_rich_text_and_it_is_kept(sit_down):
    page, complaints = sit_down()
    open_the_law(page)
    editor = page.locator(".ProseMirror:visible").first
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Typed by hand. ")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_text("was changed successfully").wait_for()

    page.goto("/admin/preview/advice/the-law/")
    assert "Typed by hand." in page.get_by_role("main").inner_text()
    assert complaints == []


def test_the_editor_has_a_name_for_a_screen_reader(sit_down):
    page, _complaints = sit_down()
    open_the_law(page)

    editor = page.locator(".ProseMirror:visible").first
    editor.wait_for()
    assert editor.get_attribute("aria-label") == "Text"


def test_a_service_is_chosen_by_search(sit_down):
    page, complaints = sit_down()
    open_the_law(page)
    page.locator(".field-service .select2-selection:visible").first.click()
    page.locator(".select2-search__field").type("papyrus")
    found = page.locator(".select2-results").get_by_role("option")
    expect(found).to_have_text([re.compile("PAPYRUS")])  # before, all services are in the list
    found.click()

    expect(page.locator(".field-service .select2-selection:visible").first).to_contain_text("PAPYRUS")
    assert complaints == []


def test_publishing_and_going_back_by_hand(sit_down):
    page, complaints = sit_down()
    open_the_law(page)
    page.get_by_label("Title:", exact=True).fill("A mistake")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_text("was changed successfully").wait_for()
    page.goto("/admin/")
    page.get_by_role("link", name="Publish or go back").click()
    page.get_by_label("A note for your colleagues").fill("a new title")
    page.get_by_role("button", name="Publish all of it now").click()
    page.get_by_text("Edition 2 is live").wait_for()
    assert _title(page) == "A mistake"

    page.goto("/admin/publish/")
    page.get_by_role("button", name="Go back to edition 1").click()
    page.get_by_text("Edition 1 is live again").wait_for()

    assert _title(page) != "A mistake"
    assert complaints == []


def _title(page):
    page.goto("/advice/the-law/")
    return page.locator("h1").inner_text()
