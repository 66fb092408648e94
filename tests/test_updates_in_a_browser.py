"""The mailing list in a real browser: with scripts and without, on a phone, by keyboard, in every look."""

import datetime
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests import html_checker
from tests.signing_up import EMAIL
from tests.staff_sites import StaffSite
from tests.test_accessibility import LOOKS, expect_focus, violations

PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True}
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@dataclass
class MailingList:
    """A site with a database, and who is on its list."""

    site: StaffSite

    @property
    def address(self):
        return self.site.address

    def link(self, purpose, email=EMAIL, confirmed=True):
        """A link in a mail to ``email``, who is put on the list if nobody asked for it."""
        when = "timezone.now()" if confirmed else "None"
        said = self.site.shell(
            f"""
from django.utils import timezone
from contact.mail_links import link
from contact.subscribers import Subscriber
somebody, _ = Subscriber.objects.get_or_create(email={email!r}, defaults={{"confirmed_at": {when}}})
print(link({purpose!r}, somebody))"""
        )
        return said.strip()

    def on_the_list(self, email=EMAIL):
        said = self.site.shell(
            f"""
from contact.subscribers import Subscriber
for each in Subscriber.objects.filter(email={email!r}):
    print(bool(each.confirmed_at), each.how_often, each.paused_until, each.wants_schools)"""
        )
        return said.strip()


@pytest.fixture(scope="module")
def site(staff_site):
    return MailingList(staff_site)


def tick(page, label):
    page.locator("main label", has_text=label).click()


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


def sign_up(page, site, email=EMAIL):
    page.goto(site.address + "/updates/")
    page.get_by_label("Your email address").fill(email)
    tick(page, "News")
    tick(page, "Once a month")
    page.wait_for_timeout(2100)  # a machine would be quicker
    press(page, "Get updates")


@SCRIPTS
def test_from_the_footer_to_the_list_and_off_it_again(new_context, site, scripts):
    email = f"whole-way-{scripts}@example.org".lower()
    page = new_context(**PHONE, java_script_enabled=scripts).new_page()
    page.goto(site.address)
    page.locator("footer").get_by_role("link", name="Get updates").click()
    page.wait_for_url(site.address + "/updates/")

    sign_up(page, site, "not an address")
    page.locator(".error-summary").wait_for()
    assert page.get_by_label("Your email address").input_value() == "not an address"
    assert page.locator("input[value=monthly]").is_checked()
    page.get_by_label("Your email address").fill(email)
    page.wait_for_timeout(2100)
    press(page, "Get updates")
    page.get_by_role("heading", name="Please look at your email").wait_for()
    assert page.url == site.address + "/updates/asked/"
    assert site.on_the_list(email) == "False monthly None False"

    page.goto(site.link("confirm", email))
    assert site.on_the_list(email).startswith("False")
    press(page, "Yes, send me updates")
    page.get_by_role("heading", name="Thank you, that is done").wait_for()
    assert site.on_the_list(email).startswith("True")

    page.goto(site.link("manage", email))
    assert page.locator("input[value=monthly]").is_checked()
    tick(page, "For schools")
    tick(page, "Until a day")
    day = datetime.date.today() + datetime.timedelta(days=40)  # noqa: DTZ011
    page.get_by_label("The last day of the break").fill(day.isoformat())
    press(page, "Save")
    page.get_by_role("heading", name="Your choices are saved").wait_for()
    assert site.on_the_list(email) == f"True monthly {day} True"

    page.goto(site.link("stop", email))
    press(page, "Stop all updates")
    page.get_by_role("heading", name="You get no more updates").wait_for()
    assert page.url == site.address + "/updates/stopped/"
    assert site.on_the_list(email) == ""
    assert page.context.cookies() == []


@SCRIPTS
def test_back_shows_an_empty_box(new_context, site, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    sign_up(page, site, "back@example.org")
    page.get_by_role("heading", name="Please look at your email").wait_for()
    page.go_back()

    assert page.get_by_label("Your email address").input_value() == ""


def test_by_keyboard_alone(new_context, site):
    page = new_context(**PHONE).new_page()
    page.goto(site.address + "/updates/")
    page.get_by_label("Your email address").focus()
    page.keyboard.type("keys@example.org")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_timeout(2100)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Please look at your email").wait_for()

    expect_focus(page, "Please look at your email")


def test_what_is_wrong_and_what_became_of_it_take_the_focus(new_context, site):
    page = new_context(**PHONE).new_page()
    page.goto(site.address + "/updates/")
    press(page, "Get updates")
    page.locator(".error-summary").wait_for()

    expect_focus(page, "There is a problem")
    page.get_by_role("link", name="Please tick at least one.").click()
    expect(page.locator(":focus")).to_have_value("advice")


def test_a_link_is_told_to_nobody(new_context, site):
    """Not to the site that a reader leaves for, and not to our own next page."""
    page = new_context().new_page()
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.headers.get("referer"))))
    address = site.link("manage", "told@example.org")
    page.goto(address)
    page.get_by_role("link", name="First page").or_(page.locator("header a")).first.click()
    page.wait_for_url(site.address + "/")

    assert len(asked) > 2
    told = [(url, referer) for url, referer in asked if referer and "/updates/" in referer]
    # Style sheets may be told by what the browser calls their own address; never by the page's.
    assert told == []


def test_another_site_cannot_press_the_button(new_context, site):
    page = new_context().new_page()
    for purpose, confirmed in (("confirm", False), ("manage", True)):
        email = f"forged-{purpose}@example.org"
        address = site.link(purpose, email, confirmed)
        page.goto("data:text/html,<title>another site</title>")
        with page.expect_navigation() as sent:
            page.evaluate(
                """address => {
                    const form = document.createElement("form");
                    Object.assign(form, {method: "post", action: address});
                    const act = Object.assign(document.createElement("input"), {name: "act", value: "erase"});
                    form.append(act);
                    document.body.append(form);
                    form.submit();
                }""",
                address,
            )

        assert sent.value.status == 403
        assert site.on_the_list(email).startswith(str(confirmed))


def test_what_the_server_says_never_holds_a_link_or_an_address(new_context, site):
    """No log of requests; and what fails is named by its place in the code alone."""
    page = new_context().new_page()
    address = site.link("stop", "logged@example.org")
    page.goto(address)
    press(page, "Stop all updates")
    page.get_by_role("heading", name="You get no more updates").wait_for()
    page.goto(address + "/nowhere/")
    said = (site.site.var / "said.log").read_text()

    assert "esafe is at" in said
    assert address.split("/")[5] not in said
    assert "logged@" not in said
    assert "/updates/" not in said


def states(site, dead_site):
    """An address, and what to do there, for each state that a reader can be shown."""
    for name in ("asked", "erased"):
        yield f"{site.address}/updates/{name}/", None
    yield f"{site.address}/updates/", None
    yield f"{site.address}/updates/", "Get updates"
    yield f"{site.address}/updates/confirm/x/", None
    yield f"{site.address}/updates/stop/x/", None
    yield site.link("confirm", "states@example.org", confirmed=False), None
    yield site.link("manage", "states@example.org"), None
    choices = site.link("manage")
    yield choices, None
    yield choices, "Save"
    yield site.link("stop"), None
    yield f"{dead_site}/updates/", "away"


@pytest.fixture(scope="module")
def all_states(site, site_address):
    return list(states(site, site_address))


def bring_about(page, address, act):
    page.goto(address)
    if act == "Get updates":
        press(page, act)
        page.locator(".error-summary").wait_for()
    if act == "Save":
        for label in ("New advice", "News"):  # both were ticked
            tick(page, label)
        tick(page, "Until a day")
        press(page, act)
        page.locator(".error-summary").wait_for()
    if act == "away":
        page.get_by_label("Your email address").fill(EMAIL)
        tick(page, "News")
        page.wait_for_timeout(2100)
        press(page, "Get updates")
        page.locator("#not-taken").wait_for()  # after six times it is "Please wait a moment"
        assert page.get_by_label("Your email address").input_value() == EMAIL


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_is_clean_in_every_look(new_context, all_states, look, width):
    page = new_context(viewport={"width": width, "height": 800}, **LOOKS[look]).new_page()
    for address, act in all_states:
        bring_about(page, address, act)

        assert violations(page, contrast=look != "forced colours") == [], (address, act)
        for size in (width, 768):
            page.set_viewport_size({"width": size, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (address, act)
        page.set_viewport_size({"width": width, "height": 800})


def test_the_html_checker_finds_nothing_in_any_state(new_context, all_states, tmp_path):
    page = new_context(java_script_enabled=False).new_page()
    pages = []
    for number, (address, act) in enumerate(all_states):
        with page.expect_response(lambda found: found.request.is_navigation_request()) as answer:
            page.goto(address)
        if act:
            with page.expect_response(lambda found: found.request.method == "POST") as answer:
                bring_about(page, address, act)
        pages.append((re.sub(r"\W+", "-", f"{number}-{act}"), answer.value.body()))

    assert html_checker.complaints(pages, tmp_path) == []
