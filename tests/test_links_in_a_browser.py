"""The page of links in a real browser: by keyboard, on a small screen, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.staff_sites import OUR_STANDARD

SOME = """
import datetime
from esafe import live
from esafe.staff.links.link import Cause, Link
from esafe.staff.links.uses import uses
today = datetime.date.today()
for number, address in enumerate(uses(live.store.current().content)):
    state = list(Link.State)[number % 5]
    Link.objects.create(
        address=address, state=state, cause=list(Cause)[number % 12], status=404, checked_on=today,
        moved_to="https://example.org/a/" + "long-" * 30 if number % 5 == 1 else "", failures=2 * (number % 5 == 3),
        title="Advice", title_now="Shoes", fine_until=today + datetime.timedelta(days=9) if number % 35 == 0 else None,
    )
"""


@pytest.fixture(scope="module", autouse=True)
def links_were_asked(staff_site):
    staff_site.shell(SOME)


def violations(page, within=None):
    page.wait_for_load_state()
    found = Axe().run(page, context=within, options={"runOnly": list(OUR_STANDARD)}).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"][:3]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_fits_breaks_no_policy_and_is_clean_for_axe(sit_down, scheme, width):
    page, complaints = sit_down(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.get_by_role("link", name="Links to other sites").click()
    page.wait_for_url("**/admin/links/*")
    for path in (page.url, "/admin/links/?state=moved"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert complaints == []
        assert violations(page) == [], path
        complaints.clear()  # axe itself tries styles that the policy refuses


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_wants_attention_fits_and_is_clean_for_axe(sit_down, scheme):
    page, complaints = sit_down(color_scheme=scheme, viewport={"width": 320, "height": 900})
    page.get_by_role("heading", name="Please look at this").wait_for()
    page.get_by_role("link", name="links lead to pages that are gone").focus()

    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert violations(page, ".attention") == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_is_called_fine_with_the_keyboard_alone(sit_down, scripts):
    page, complaints = sit_down(java_script_enabled=scripts)
    page.goto("/admin/links/?state=gone")
    row = page.locator(".links__row").first
    address = row.get_by_role("heading").get_by_role("link").inner_text()
    row.get_by_label("I have looked. This is fine until").focus()
    page.keyboard.press("Enter")
    page.get_by_text(f"Written down as fine: {address}").wait_for()

    page.goto("/admin/links/?state=fine")
    row = page.locator(".links__row", has_text=address).first
    assert "sam@example.org looked, and says that it is fine until" in row.inner_text()
    row.get_by_role("button", name="Listen to our checker again").press("Enter")
    page.get_by_text(f"Our checker is listened to again: {address}").wait_for()
    assert complaints == []
