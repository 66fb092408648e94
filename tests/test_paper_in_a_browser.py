"""A school prints a poster in a real browser: with its name on it, with scripts and without."""

import io

import pypdf
import pytest
from playwright.sync_api import expect

NAME, LEAD = "Old Mill Primary School", "Mr Lee, at the office"


def poster(page, site_address, name):
    page.goto(f"{site_address}/print/")
    page.get_by_label("Name of the school").fill(name)
    page.get_by_label("Safeguarding lead").fill(LEAD)
    page.get_by_role("button", name="Make the PDF").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_poster_with_the_schools_name_is_a_download_and_the_page_stays(new_context, site_address, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    with page.expect_download() as download:
        poster(page, site_address, NAME)

    text = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages[0].extract_text()
    assert download.value.suggested_filename == "poster-a4.pdf"
    assert NAME in text
    assert LEAD in text
    assert page.url == f"{site_address}/print/"
    assert page.get_by_label("Name of the school").input_value() == NAME  # for the next sheet


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_is_wrong_has_the_focus_and_nothing_is_lost(new_context, site_address, scripts):
    page = new_context(java_script_enabled=scripts, viewport={"width": 320, "height": 568}).new_page()
    poster(page, site_address, "School 😀")

    expect(page.locator(".error-summary:focus")).to_have_count(1)
    assert page.get_by_label("Name of the school").input_value() == "School 😀"
    assert page.get_by_label("Safeguarding lead").input_value() == LEAD
