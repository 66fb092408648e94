"""Every page of staff: it fits a phone, is clean for axe in light and dark, and breaks no policy."""

import json
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe

from tests import html_checker
from tests.colleagues import PASSWORD
from tests.staff_sites import DJANGOS_STANDARD, complaints_of

LOOKS = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]
FOR_AXE = [(1280, "light"), (320, "dark")]  # each width and each scheme once: axe takes long
ORDER = ("heading-order", "page-has-heading-one", "landmark-one-main", "landmark-unique", "empty-heading")
# Django's choices by search have no name of their own, and an empty choice.
KNOWN = ("aria-input-field-name",)
EMPTY_OPTION = "Element “option” without attribute “label” must not be empty."
ACCOUNT = "/admin/account/"
SIGNED_OUT = {
    "sign in": f"{ACCOUNT}login/",
    "forgotten password": f"{ACCOUNT}password/reset/",
    "look at your email": f"{ACCOUNT}password/reset/done/",
    "used invitation": f"{ACCOUNT}password/reset/key/2-abc/",
    "password kept": f"{ACCOUNT}password/reset/key/done/",
    "closed account": f"{ACCOUNT}inactive/",
    "shared preview": "",
    "expired shared preview": "/admin/shared/abc/",
}
SIGNED_IN = {
    "how you sign in": f"{ACCOUNT}factors/",
    "passkeys": f"{ACCOUNT}factors/webauthn/",
    "where you are signed in": f"{ACCOUNT}sessions/",
    "change password": f"{ACCOUNT}password/change/",
    "is it still you": f"{ACCOUNT}reauthenticate/",
    "is it still you, by code": f"{ACCOUNT}factors/reauthenticate/",
    "sign out": f"{ACCOUNT}logout/",
    "desk": "/admin/",
    "lists of one part": "/admin/reporting_links/",
    "pages": "/admin/guidance/page/?q=law",
    "new page": "/admin/guidance/page/add/",
    "services": "/admin/reporting_links/service/?q=child",
    "situations": "/admin/reporting_links/situation/?q=picture",
    "questions": "/admin/reporting_links/question/",
    "people": "/admin/auth/user/",
    "audit": "/admin/esafe/auditentry/",
    "owners": "/admin/esafe/ownerrole/",
    "new owner": "/admin/esafe/ownerrole/add/",
    "links": "/admin/links/?state=moved",
    "publish": "/admin/publish/",
    "editions": "/admin/editions/",
    "edition": "/admin/editions/2/",
    "phone": "/admin/look/",
    "desktop": "/admin/look/advice/the-law/?as=desktop",
    "preview": "/admin/preview/",
    "feedback": "/admin/contact/feedback/",
    "a message": "/admin/contact/feedback/1/change/",
    "complaints": "/admin/contact/complaint/",
    "a complaint": "/admin/contact/complaint/1/change/",
    "what we hold": "/admin/what-we-hold/",
    "mail to people who signed up": "/admin/contact/subscriber/mail/",
    "nothing there": "/admin/nothing/",
    **dict.fromkeys(["page", "service", "situation", "question", "site", "audit entry", "history"], ""),
    "earlier versions": "",
}


@pytest.fixture(scope="module")
def addresses(staff_site):
    """A site in the middle of its work, and where its items are."""
    code = (
        "import json; from tests import full_desk; full_desk.fill(); print(json.dumps(full_desk.addresses()))"
    )
    return json.loads(staff_site.shell(code))


@pytest.fixture
def visitor(new_context, staff_site):
    """A browser of somebody who is not signed in, and what its console complains of."""
    page = new_context(base_url=staff_site.address, reduced_motion="reduce").new_page()
    return page, complaints_of(page)


def found_by_axe(page):
    rules = {rule: {"enabled": True} for rule in ORDER}
    options = {
        "runOnly": list(DJANGOS_STANDARD),
        "rules": rules,
        "resultTypes": ["violations"],
        "iframes": False,
    }
    response = Axe().run(page, options=options).response
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in response["violations"] if v["id"] not in KNOWN
    ]


def faults(page, complaints, *, refused=False):
    """What is wrong with the page that is open, in every look. ``refused``: its status says that it is."""
    page.wait_for_load_state()
    found = [said for said in complaints if not (refused and said.startswith("Failed to load resource"))]
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{width} {scheme}: {beyond} pixels too wide"] if beyond > 0 else []
        if (width, scheme) in FOR_AXE:
            found += [f"{width} {scheme}: {one}" for one in found_by_axe(page)]
    complaints.clear()  # axe itself tries styles that the policy refuses
    return found


def faults_of(page, complaints, addresses):
    found = {}
    for name, address in addresses.items():
        response = page.goto(address)
        found[name] = faults(page, complaints, refused=response.status >= 400)
    return {name: wrong for name, wrong in found.items() if wrong}


def test_pages_for_who_is_not_signed_in(visitor, addresses):
    there = {name: address or addresses[name] for name, address in SIGNED_OUT.items()}

    assert faults_of(*visitor, there) == {}


@pytest.mark.parametrize("part", range(3))
def test_pages_for_who_is_signed_in(sit_down, addresses, part):
    there = {name: address or addresses[name] for name, address in sorted(SIGNED_IN.items())[part::3]}

    assert faults_of(*sit_down(reduced_motion="reduce"), there) == {}


def test_every_page_is_valid_html(sit_down, addresses, tmp_path):
    page, _complaints = sit_down()
    there = {name: address or addresses[name] for name, address in {**SIGNED_OUT, **SIGNED_IN}.items()}
    pages = [(name, page.request.get(address).body()) for name, address in there.items()]

    assert [said for said in html_checker.complaints(pages, tmp_path) if EMPTY_OPTION not in said] == []


def test_pages_that_come_of_what_somebody_does(sit_down, addresses):
    page, complaints = sit_down(reduced_motion="reduce")
    page.goto("/admin/look/")
    page.get_by_role("button", name="Make a link for a colleague").click()
    page.get_by_label("The link").wait_for()
    assert faults(page, complaints) == []

    page.goto("/admin/esafe/redirect/add/")
    page.locator("#id_key").fill("/kept/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_role("heading", name="Nothing you typed is lost").wait_for()
    assert faults(page, complaints, refused=True) == []


def test_whose_role_opens_little_has_a_calm_desk_and_is_told_whom_to_ask(sit_down, staff_site, addresses):
    page, complaints = sit_down(staff_site.cookie_of("kim@example.org", "Inbox"), reduced_motion="reduce")
    assert faults(page, complaints) == []

    page.goto("/admin/publish/")
    page.get_by_role("heading", name="Your role does not open this page").wait_for()
    assert faults(page, complaints, refused=True) == []
    page.get_by_role("link", name="Go to the desk").click()
    page.get_by_role("heading", name="What would you like to change?").wait_for()


def test_staff_are_warned_before_they_are_signed_out(sit_down, addresses):
    page, complaints = sit_down(reduced_motion="reduce")
    page.clock.install()
    page.goto("/admin/guidance/page/")
    stay = page.get_by_role("button", name="Stay signed in")
    assert not stay.is_visible()
    page.clock.fast_forward("28:00")
    page.get_by_text("You will be signed out in 2 minutes.").wait_for()

    stay.press("Enter")
    stay.wait_for(state="hidden")
    assert complaints == []


NO_PASSKEY = """() => {
    navigator.credentials.get = () => Promise.reject(new DOMException("", "NotAllowedError"));
}"""


def test_a_passkey_that_fails_says_so(visitor, addresses):
    page, complaints = visitor
    page.goto(SIGNED_OUT["sign in"])
    page.evaluate(NO_PASSKEY)
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    page.get_by_role("alert").get_by_text("That did not work. Please try again").wait_for()

    assert faults(page, complaints) == []


def test_a_passkey_that_we_do_not_know_is_refused_in_words(visitor, addresses):
    page, complaints = visitor
    page.goto(SIGNED_OUT["sign in"])
    page.evaluate("document.getElementById('mfa_login').submit()")

    page.get_by_text("That did not work. Please try again").wait_for()
    assert complaints == []


# By keyboard alone


def tab_to(page, name):
    """Press Tab until what has this name is reached; whatever is passed shows that it has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        reached = page.evaluate(FOCUSED)
        assert reached["outline"] not in ("none", "0px"), reached
        if re.search(name, reached["name"]):
            return
    raise AssertionError(f"Tab does not lead to {name}")


FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const words = one.labels?.[0]?.textContent ?? one.textContent;
    return {name: words.trim(), outline: style.outlineStyle};
}"""


def enter(page, name, heading):
    """Reach a link or button by Tab, press Enter, and wait for the page that it leads to."""
    tab_to(page, name)
    with page.expect_navigation():  # the page before may have such a heading, too
        page.keyboard.press("Enter")
    page.get_by_role("heading", name=heading).first.wait_for()


def type_into(page, name, text):
    tab_to(page, name)
    page.keyboard.type(text)


def sign_in_with_password(page, heading):
    type_into(page, "^Email", "ann@example.org")
    type_into(page, "^Password", PASSWORD)
    enter(page, "^Sign in$", heading)


def code_of_now(secret):
    """What an app shows. A code holds for half a minute of the clock: close to its end the next one is waited for."""
    left = 30 - time.time() % 30
    if left < 10:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_from_the_invitation_to_the_second_step_by_keyboard_alone(visitor, staff_site, addresses):
    page, complaints = visitor
    said = staff_site.manage("make_staff", "--email", "ann@example.org", "--name", "Ann")
    page.goto(re.search(r"/admin/account/\S+", said)[0])
    assert faults(page, complaints) == []
    type_into(page, "^New password:", PASSWORD)
    type_into(page, "^New password, again", PASSWORD)
    enter(page, "^Keep this password", "Your password is kept")
    enter(page, "^Sign in$", "Sign in")
    type_into(page, "^Email", "ann@example.org")
    type_into(page, "^Password", "not-the-password")
    enter(page, "^Sign in$", "Sign in")
    page.get_by_text("do not fit together").wait_for()
    assert faults(page, complaints) == []
    page.goto(SIGNED_OUT["sign in"])
    sign_in_with_password(page, "How you sign in")
    assert faults(page, complaints) == []
    enter(page, "^Add a passkey", "Add a passkey")
    assert faults(page, complaints) == []
    page.go_back()

    enter(page, "^Set up the app", "Set up the app")
    assert faults(page, complaints) == []
    secret = page.locator(".account__secret").inner_text()
    tab_to(page, "^Code")
    page.keyboard.type(code_of_now(secret))
    enter(page, "^Finish", "Your recovery codes")
    assert faults(page, complaints) == []
    code = page.locator(".account__codes code").first.inner_text()
    enter(page, "^Make new codes", "Make new recovery codes")
    assert faults(page, complaints) == []
    enter(page, "^Keep the old ones", "How you sign in")
    enter(page, "^Remove the app", "Remove the app")
    assert faults(page, complaints) == []

    enter(page, "^Sign out", "Sign in")
    sign_in_with_password(page, "The second step")
    assert faults(page, complaints) == []
    type_into(page, "^Code", code)
    enter(page, "^Sign in$", "What would you like to change?")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Skip to main content"
