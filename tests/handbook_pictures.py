"""make pictures: takes the pictures of the staff handbook, on a site of its own with the starter content."""

import base64
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import tests.environment  # noqa: F401 - static files are shared with the tests: collecting them takes long

os.environ["DJANGO_SETTINGS_MODULE"] = "esafe.settings"

import django
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from esafe import static_files
from tests import browsing
from tests.staff_sites import StaffSite

FOLDER = browsing.ROOT / "static/img/handbook"
SHARPNESS = 2  # pixels of the picture for one of the page
QUALITY = 80

SOME_WORK = """
import datetime
from django.utils import timezone
from django.contrib.auth.models import User
from esafe import publishing
from esafe.models import OwnerRole
from esafe.staff.audit_models import AuditEntry
from guidance.models import Page
from reporting_links.models import Service

def page(key, **values):
    row = Page.objects.get(key=key)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()

OwnerRole.objects.create(name="Safeguarding lead", person=User.objects.first())
page("the-law", short_title="Law")
publishing.publish("robin@example.org", "A shorter word in the menu")
page("about", summary="Who makes this site, and for whom.")
publishing.publish("sam@example.org", "Say in plain words who we are")
page("talking-to-your-child", summary="Words you can use at any age, and what to do if your child does not want to talk.")
page("the-law", publish_at=timezone.now() + datetime.timedelta(days=30))
page("warning-signs", state="draft")
page("keeping-a-record", state="draft")
Service.objects.filter(key="papyrus").update(info_url="https://www.papyrus-uk.org/hopeline247/")
AuditEntry.objects.create(who="robin@example.org", act="changed", about="service: papyrus")
User.objects.get(username="kim@example.org").authenticator_set.all().delete()
"""


def signing_in(page: Page) -> Locator:
    page.goto("/admin/account/factors/")
    return page.get_by_role("heading", level=1)


def desk(page: Page) -> Locator:
    page.goto("/admin/")
    return page.locator(".desk")


def changing(page: Page) -> Locator:
    page.goto("/admin/guidance/page/?q=warning")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state("networkidle")
    summary = page.get_by_label("What the page gives you")
    summary.fill("How to notice early that your child may be a victim of somebody online.")
    page.locator("#id_summary_found").get_by_text("Please avoid").wait_for()
    return page.locator(".field-short_title")


def preview(page: Page) -> Locator:
    page.goto("/admin/look/advice/talking-to-your-child/")
    page.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
    return page.locator(".look__widths")


def publishing(page: Page) -> Locator:
    page.goto("/admin/publish/")
    return page.get_by_role("heading", name="What readers would notice")


def two_people(page: Page) -> Locator:
    page.goto("/admin/publish/")
    return page.locator("#two-people")


def editions(page: Page) -> Locator:
    page.goto("/admin/editions/")
    return page.locator(".scroll").first


# Who looks at it, and where it begins. Each is as large as the handbook says.
PICTURES: dict[str, tuple[str, Callable[[Page], Locator]]] = {
    "signing-in": ("kim", signing_in),
    "desk": ("sam", desk),
    "changing": ("sam", changing),
    "preview": ("sam", preview),
    "publishing": ("sam", publishing),
    "two-people": ("sam", two_people),
    "editions": ("sam", editions),
}


def sizes() -> dict[str, tuple[int, int]]:
    """How large each picture is on the page, as the templates of the handbook say."""
    texts = "".join(p.read_text() for p in (browsing.ROOT / "templates/admin/handbook").glob("*.html"))
    found = re.findall(r'picture\.html" with name="([\w-]+)" width=(\d+) height=(\d+)', texts)
    return {name: (int(width), int(height)) for name, width, height in found}


def take(page: Page, name: str, start: Locator) -> None:
    page.evaluate("document.activeElement.blur()")
    start.scroll_into_view_if_needed()
    box, (width, height) = start.bounding_box(), sizes()[name]
    assert box, f"{name}: there is nothing to see"
    scrolled = page.evaluate("scrollY")
    clip = {
        "x": max(0, box["x"] - 10),
        "y": max(0, box["y"] + scrolled - 10),
        "width": width,
        "height": height,
    }
    shot = {
        "format": "webp",
        "quality": QUALITY,
        "clip": {**clip, "scale": SHARPNESS},
        "captureBeyondViewport": True,
    }
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", shot)
    file = FOLDER / f"{name}.webp"
    file.write_bytes(base64.b64decode(taken["data"]))
    print(f"{file.relative_to(browsing.ROOT)}: {file.stat().st_size // 1024} KB")


def main() -> None:
    django.setup()
    static_files.collect_if_changed()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = StaffSite(Path(folder))
        (site.var / "static").symlink_to(os.path.join(os.environ["VAR_DIR"], "static"))
        site.manage("prepare")
        with browsing.gunicorn(site.var, site.database) as site.address:
            cookies = {"kim": site.cookie_of("kim@example.org")}
            cookies["sam"] = site.cookie_of("sam@example.org", "Writer", "Reviewer", "Publisher")
            site.shell(SOME_WORK)
            browser = playwright.chromium.launch(
                executable_path=browsing.chromium(), args=browsing.CHROMIUM_ARGS
            )
            for name, (who, picture) in PICTURES.items():
                page = _sit_down(browser, site.address, cookies[who])
                take(page, name, picture(page))
            browser.close()


def _sit_down(browser: Browser, address: str, cookie: dict[str, str]) -> Page:
    context = browser.new_context(
        base_url=address, viewport={"width": 800, "height": 900}, color_scheme="light"
    )
    context.add_cookies([cookie])  # type: ignore[list-item]
    return context.new_page()


if __name__ == "__main__":
    main()
