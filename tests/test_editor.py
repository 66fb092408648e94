"""The admin in a real browser: the rich editor works under our policy, with nothing refused."""

import os
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests import browsing

PASSWORD = "a long password for a test"
LAW = "/admin/guidance/page/?q=the-law"


def manage(var, *command):
    environ = {
        **os.environ,
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{var}/esafe.sqlite3",
        "PORT": str(browsing.free_port()),
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }
    subprocess.run([sys.executable, "manage.py", *command], cwd=browsing.ROOT, env=environ, check=True)


@pytest.fixture
def staff_address(tmp_path):
    """A whole site as `make run` prepares it, with one member of staff."""
    (tmp_path / "static").symlink_to(settings.STATIC_ROOT)
    manage(tmp_path, "prepare")
    manage(tmp_path, "createsuperuser", "--noinput", "--username", "sam", "--email", "sam@example.org")
    with browsing.gunicorn(tmp_path, f"sqlite:///{tmp_path}/esafe.sqlite3") as address:
        yield address


@pytest.fixture
def desk(staff_address, new_context):
    """A signed-in browser page, what its console complains of, and the site's address."""
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{staff_address}/admin/")
    page.get_by_label("Username").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return page, complaints, staff_address


def open_the_law(page, address):
    page.goto(address + LAW)
    page.locator("#result_list tbody th a").first.click()


def test_staff_write_rich_text_and_it_is_kept(desk):
    page, complaints, address = desk
    open_the_law(page, address)
    editor = page.locator(".ProseMirror:visible").first
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Typed by hand. ")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_text("was changed successfully").wait_for()

    page.goto(f"{address}/admin/preview/advice/the-law/")
    assert "Typed by hand." in page.get_by_role("main").inner_text()
    assert complaints == []


def test_the_editor_has_a_name_for_a_screen_reader(desk):
    page, _complaints, address = desk
    open_the_law(page, address)

    editor = page.locator(".ProseMirror:visible").first
    editor.wait_for()
    assert editor.get_attribute("aria-label") == "Html"


def test_a_service_is_chosen_by_search(desk):
    page, complaints, address = desk
    open_the_law(page, address)
    page.locator(".field-service .select2-selection:visible").first.click()
    page.locator(".select2-search__field").type("papyrus")
    page.get_by_role("option", name="PAPYRUS").first.click()

    assert "PAPYRUS" in page.locator(".field-service .select2-selection:visible").first.inner_text()
    assert complaints == []


@pytest.mark.parametrize("path", ["/admin/", "/admin/publish/", "/admin/guidance/page/", "/admin/preview/"])
def test_no_staff_page_breaks_its_policy_and_each_is_clean_for_axe(desk, path):
    page, complaints, address = desk
    page.goto(address + path)

    found = (
        Axe()
        .run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        .response["violations"]
    )

    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found] == []
    assert complaints == []


def test_publishing_and_going_back_by_hand(desk):
    page, complaints, address = desk
    open_the_law(page, address)
    page.get_by_label("Title:", exact=True).fill("A mistake")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.goto(f"{address}/admin/")
    page.get_by_role("link", name="Publish or go back").click()
    page.get_by_label("A note for your colleagues").fill("a new title")
    page.get_by_role("button", name="Publish all of it now").click()
    page.get_by_text("Edition 2 is live").wait_for()
    assert _title(page, address) == "A mistake"

    page.goto(f"{address}/admin/publish/")
    page.get_by_role("button", name="Go back to edition 1").click()
    page.get_by_text("Edition 1 is live again").wait_for()

    assert _title(page, address) != "A mistake"
    assert complaints == []


def _title(page, address):
    page.goto(f"{address}/advice/the-law/")
    return page.locator("h1").inner_text()
