"""A parent on a small phone, with and without scripts, on the server as we ship it."""

import datetime
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from esafe.addresses import public_addresses
from esafe.edition_store import EditionStore
from tests import browsing, builders

PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True}


@pytest.fixture
def phone(new_context):
    return new_context(**PHONE).new_page()


@pytest.fixture
def phone_without_scripts(new_context):
    return new_context(**PHONE, java_script_enabled=False).new_page()


def test_from_home_to_the_right_number_in_two_taps_without_scripts(phone_without_scripts, site_address):
    page = phone_without_scripts
    page.goto(site_address)
    page.get_by_role("link", name=re.compile("threatening to share my child")).tap()
    page.wait_for_url("**/help/*/")

    number = page.get_by_role("main").get_by_role("link", name=re.compile("0800 068 4141")).first
    assert number.get_attribute("href") == "tel:08000684141"


def test_999_is_on_the_first_screen_of_every_page_on_a_small_phone(phone, site_address, content):
    for path in public_addresses(content):
        phone.goto(site_address + path)
        box = phone.locator('a[href="tel:999"]').first.bounding_box()
        leave = phone.locator("a.leave").bounding_box()

        assert box["y"] >= 0, path
        assert box["y"] + box["height"] <= leave["y"], path


def test_the_way_out_is_in_sight_wherever_the_page_is_scrolled(new_context, site_address):
    for size in ((320, 568), (360, 640), (768, 1024), (1280, 800), (1920, 1080)):
        page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
        for path in ("/", "/help/threats-and-demands/", "/nowhere/"):
            page.goto(site_address + path)
            for part in (0, 0.5, 1):
                page.evaluate(f"scrollTo(0, document.body.scrollHeight * {part})")
                assert _is_on_top(page, "a.leave"), (size, path, part)


def _is_on_top(page, selector):
    return page.evaluate(
        """selector => {
            const box = document.querySelector(selector).getBoundingClientRect();
            const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return !!hit && !!hit.closest(selector) && box.height >= 44;
        }""",
        selector,
    )


@pytest.fixture
def elsewhere():
    """Another site on this machine; it remembers what it was told by those who came."""
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.headers)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<title>Weather</title><p>Sunny spells")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
    server.server_close()


def test_leaving_works_without_scripts_and_tells_the_next_site_nothing(
    phone_without_scripts, tmp_path, content, elsewhere
):
    address, heard = elsewhere
    leaving_there = builders.changed(content, "site", "site", exit_url=address)
    builders.put_live(EditionStore(tmp_path / "editions"), builders.make_edition(leaving_there))
    page = phone_without_scripts
    with browsing.gunicorn(tmp_path) as site_address:
        page.goto(site_address + "/help/threats-and-demands/")
        page.locator("a.leave").tap()
        page.get_by_text("Sunny spells").wait_for()

    assert page.url == address
    assert "Referer" not in heard[0]
    assert "Origin" not in heard[0]


def test_no_page_breaks_its_policy_or_asks_another_host(phone, site_address, content):
    complaints, hosts = [], set()
    phone.on("console", lambda message: complaints.append(message.text))
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    phone.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in public_addresses(content):
        phone.goto(site_address + path)

    assert complaints == []
    assert hosts == {site_address.removeprefix("http://")}


def test_reading_leaves_nothing_on_the_device(phone, site_address, content):
    for path in public_addresses(content)[:20]:
        phone.goto(site_address + path)
        assert phone.evaluate("localStorage.length") == 0
        # The word of this visit, which leaving looks at, is gone with the tab.
        assert phone.evaluate("Object.keys(sessionStorage)") == ["visit"]
        assert phone.evaluate("indexedDB.databases().then(found => found.length)") == 0
        assert phone.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0

    assert phone.context.cookies() == []


def _finished_requests(page):
    """A list that fills while the page loads."""
    finished = []
    page.on("requestfinished", lambda request: finished.append(request))
    return finished


def test_a_first_view_of_any_page_is_light(new_context, site_address, content):
    for path in public_addresses(content):
        if path == "/schools/it/test/":  # it loads one of everything, to see whether that comes through
            continue
        context = new_context(**PHONE)
        page = context.new_page()
        moved = _finished_requests(page)
        page.goto(site_address + path)
        sizes = [request.sizes() for request in moved]
        total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
        context.close()

        assert len(moved) <= 5, (path, [request.url for request in moved])
        assert total <= 30 * 1024, (path, total)


@pytest.fixture
def open_now(phone, site_address):
    """What the service's page says about its hours at a moment, in any time zone of the reader."""

    def read(path, at):
        phone.clock.set_fixed_time(at)
        phone.goto(site_address + path)
        label = phone.locator("main .open-now").first
        return label.inner_text() if label.is_visible() else ""

    return read


def test_a_line_that_never_closes_is_open_now(open_now):
    assert open_now("/services/papyrus/", datetime.datetime.now(datetime.UTC)).startswith("Open now")


def test_hours_that_nobody_confirmed_are_never_open(open_now):
    now = datetime.datetime.now(datetime.UTC)

    assert "Open now" not in open_now("/services/nspcc-helpline/", now)


def test_open_now_changes_with_the_clock(open_now):
    today = datetime.datetime.now(datetime.UTC).date()
    weekday = today + datetime.timedelta(days=(2 - today.weekday()) % 7)  # the next Wednesday
    noon = datetime.datetime.combine(weekday, datetime.time(12), datetime.UTC)
    night = datetime.datetime.combine(weekday, datetime.time(23, 30), datetime.UTC)

    assert open_now("/services/family-lives/", noon).startswith("Open now")
    assert "Opens tomorrow at 9am" in open_now("/services/family-lives/", night)


def test_without_scripts_hours_are_in_words_and_nothing_claims_to_be_open(
    phone_without_scripts, site_address
):
    page = phone_without_scripts
    page.goto(site_address + "/services/family-lives/")
    main = page.get_by_role("main").inner_text()

    assert "Monday to Friday" in main
    assert "9am to 9pm" in main
    assert "Open now" not in main


def test_the_keyboard_reaches_everything_in_reading_order(new_context, site_address):
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(site_address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the main part"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Leave this site"


def test_what_has_focus_is_never_under_the_way_out(new_context, site_address):
    for size in ((320, 568), (320, 256), (1280, 800)):
        page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
        page.goto(site_address + "/help/threats-and-demands/")
        for _ in range(60):
            page.keyboard.press("Tab")
            assert not page.evaluate(
                """() => {
                    const focused = document.activeElement;
                    if (focused.closest('a.leave') || focused.matches('.skip')) return false;
                    const bar = document.querySelector('a.leave').getBoundingClientRect();
                    const box = focused.getBoundingClientRect();
                    return box.bottom > bar.top + 1 && box.top < bar.bottom - 1
                        && box.right > bar.left + 1 && box.left < bar.right - 1;
                }"""
            ), (size, page.evaluate("document.activeElement.outerHTML"))


def test_a_printed_plan_holds_its_numbers_and_leaves_out_the_way_out(new_context, site_address):
    page = new_context(viewport={"width": 800, "height": 1000}).new_page()
    page.goto(site_address + "/help/threats-and-demands/")
    page.emulate_media(media="print")

    assert not page.locator("a.leave").is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
    assert "0800 068 4141" in page.get_by_role("main").inner_text()
