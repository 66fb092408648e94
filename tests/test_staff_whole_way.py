"""From the invitation to what readers see, and back: three people, a real browser, real mail, and passkeys."""

import datetime
import email
import re
from email import policy

import pytest
from playwright.sync_api import expect

from tests import browsing
from tests.mailbox import Mailbox
from tests.staff_sites import PASTE, complaints_of, served_copy

FROM_WORD = browsing.ROOT / "tests" / "word_paste.html"
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PASSWORD = "quiet-harbour-lantern-42"
ADVICE = "/advice/chats-in-games/"
NUMBER = "0800 068 4141"  # PAPYRUS, as the starter content has it
NEW_NUMBER = "0800 068 4142"


@pytest.fixture
def mailbox():
    mailbox = Mailbox()
    mailbox.start()
    yield mailbox
    mailbox.stop()


@pytest.fixture
def site(prepared_site, tmp_path, mailbox):
    """Passkeys work on https, and on localhost."""
    mail = f"smtp://127.0.0.1:{mailbox.port}"
    with served_copy(prepared_site, tmp_path, HOST="localhost", EMAIL_URL=mail) as site:
        site.address = site.address.replace("127.0.0.1", "localhost")
        yield site


@pytest.fixture
def computer(new_context, site):
    """A computer of somebody's own, which keeps passkeys: gives a page, and what its console complains of."""

    def new():
        page = new_context(
            base_url=site.address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
        ).new_page()
        keys = page.context.new_cdp_session(page)
        keys.send("WebAuthn.enable")
        keys.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
        return page, complaints_of(page)

    return new


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def accept(page, link, address):
    """Choose a password, sign in with it, and add a passkey."""
    page.goto(link)
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    press(page, "Keep this password")
    page.get_by_role("heading", name="Your password is kept").wait_for()
    page.goto("/admin/")
    page.locator("[name=login]").fill(address)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_role("link", name="Add a passkey").click()
    page.wait_for_load_state()  # the button works by a script
    press(page, "Add a passkey")
    page.get_by_role("heading", name="Your recovery codes").wait_for()


def invite(page, name, address, *roles):
    page.goto("/admin/auth/user/add/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Name").fill(name)
    for role in roles:
        page.get_by_label(role).check()
    press(page, "Save")
    page.get_by_text(f"We sent a link to {address}").wait_for()


def letter_to(mailbox, address):
    letter = next(taken for taken in mailbox.took if taken.rcpt_tos == [address])
    return email.message_from_bytes(letter.content, policy=policy.default).get_content()


def link_in_text(text):
    return re.search(r"http\S+/key/\S+", text)[0]


def write_a_page(page):
    """A new page with text from Word and a service card, which says one thing that it must not."""
    page.goto("/admin/guidance/page/add/")
    page.get_by_label("Key:", exact=True).fill("chats-in-games")
    page.get_by_label("Title:", exact=True).fill("Chats in games")
    page.get_by_label("What the page gives you").fill(
        "How to talk about games. If it was bad, delete the chat."
    )
    page.get_by_label("Group:", exact=True).select_option("Keeping your child safer")
    page.get_by_label("If you only do three things").fill("Ask.\nListen.\nThank them.")
    page.get_by_label("Owner:", exact=True).fill("Safeguarding lead")
    today = datetime.datetime.now(tz=datetime.UTC).date()
    page.get_by_label("Checked on:", exact=True).fill(today.isoformat())
    page.get_by_label("Check again by:", exact=True).fill((today + datetime.timedelta(days=90)).isoformat())
    page.get_by_label("State:", exact=True).select_option("Ready: goes into the next edition")
    editor = page.locator(".ProseMirror:visible").first
    editor.click()
    page.evaluate(PASTE, [editor.element_handle(), FROM_WORD.read_text(), ""])
    page.get_by_role("button", name="Add another Section").click()
    page.locator("#id_sections-1-kind").select_option("A service")
    choose(page.locator("#sections-1 .field-service"), "papyrus", "PAPYRUS")


def choose(field, typed, found):
    field.locator(".select2-selection").click()
    field.page.locator(".select2-search__field").fill(typed)
    options = field.page.locator(".select2-results").get_by_role("option")
    expect(options).to_have_text([re.compile(found)])  # before, all of them are in the list
    options.click()


def mend_it(page):
    page.get_by_role("link", name="chats-in-games").first.click()
    page.wait_for_load_state()  # what is saved before all of the form is there is not saved yet
    page.get_by_label("What the page gives you").fill("How to talk with your child about the chats in games.")
    page.get_by_label("Sources").fill("NSPCC | Online games | https://www.nspcc.org.uk/ | 2026")
    page.locator("#id_sections-0-heading").fill("When your child tells you")
    press(page, "Save")
    page.get_by_text("was changed successfully").wait_for()


def change_the_number(page):
    page.goto("/admin/reporting_links/service/?q=papyrus")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state()
    page.locator("#id_phone").fill(NEW_NUMBER.replace(" ", ""))
    page.locator("#id_phone_label").fill(NEW_NUMBER)
    press(page, "Save")
    page.get_by_text("was changed successfully").wait_for()


def what_readers_see(reader, path):
    answer = reader.goto(path)
    return answer.status, reader.get_by_role("main").inner_text()


def test_a_page_from_the_invitation_to_readers_and_back(computer, site, mailbox, new_context):
    ann, of_ann = computer()
    accept(
        ann,
        link_in_text(site.manage("make_staff", "--email", "ann@example.org", "--name", "Ann")),
        "ann@example.org",
    )
    invite(ann, "Wendy", "wendy@example.org", "Writer", "Publisher")
    invite(ann, "Ray", "ray@example.org", "Reviewer")
    (wendy, of_wendy), (ray, of_ray) = computer(), computer()
    accept(wendy, link_in_text(letter_to(mailbox, "wendy@example.org")), "wendy@example.org")
    accept(ray, link_in_text(letter_to(mailbox, "ray@example.org")), "ray@example.org")
    reader = new_context(base_url=site.address).new_page()

    # Later, the passkey alone.
    wendy.goto("/admin/")
    wendy.get_by_role("button", name=re.compile("^(log|sign) out$", re.I)).click()
    wendy.get_by_role("button", name="Sign in", exact=True).wait_for()
    wendy.goto("/admin/")
    press(wendy, "Sign in with a passkey")
    wendy.get_by_role("heading", name="What readers have").wait_for()

    write_a_page(wendy)
    beside = wendy.locator("#id_summary_found")
    beside.get_by_text("do not delete anything").wait_for()
    press(wendy, "Save")
    wendy.get_by_text("was added successfully").wait_for()
    change_the_number(wendy)

    wendy.goto("/admin/publish/")
    assert wendy.get_by_role("heading", name="Please mend these first").is_visible()
    assert not wendy.get_by_role("button", name="Publish all of it now").is_visible()
    mend_it(wendy)
    wendy.goto("/admin/publish/")
    assert wendy.get_by_text("This needs a second person").is_visible()
    assert wendy.get_by_text("Waits for a reviewer who did not change it").is_visible()

    ray.goto("/admin/")
    ray.get_by_role("link", name="Look at them").click()
    ray.locator("ins", has_text=NEW_NUMBER[-4:]).first.wait_for()
    press(ray, "Approve “papyrus”")
    ray.get_by_text("Approved. It can be published now.").wait_for()
    assert what_readers_see(reader, ADVICE)[0] == 404

    wendy.goto("/admin/publish/")
    wendy.get_by_label("A note for your colleagues").fill("Games, and a new number")
    press(wendy, "Publish all of it now")
    wendy.get_by_text("Edition 2 is live").wait_for()
    status, words = what_readers_see(reader, ADVICE)
    assert status == 200
    assert "Thank them" in words
    assert NEW_NUMBER in words

    press(wendy, "Go back to edition 1")
    wendy.get_by_text("Edition 1 is live again").wait_for()
    assert what_readers_see(reader, ADVICE)[0] == 404
    assert NUMBER in what_readers_see(reader, "/services/papyrus/")[1]
    assert of_ann + of_wendy + of_ray == []
