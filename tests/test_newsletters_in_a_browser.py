"""A newsletter from the first word to the last message, by two people in a browser, with scripts and without."""

import pytest

from tests import colleagues
from tests.staff_sites import DJANGOS_STANDARD, clean

SUBSCRIBE = "from tests.mailing_list import subscribe; subscribe({})"
NARROW = {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"}


@pytest.fixture
def ann(staff_site, sit_down):
    return sit_down(staff_site.cookie_of("ann@example.org", "Inbox"))


@pytest.fixture
def bob(staff_site, sit_down):
    return sit_down(staff_site.cookie_of("bob@example.org", "Inbox"))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def write(page, subject):
    page.goto("/admin/contact/newsletter/add/")
    page.get_by_label("For those who want").select_option("news")
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Words", exact=False).first.fill("We wrote a new page.\n\nIt is short.")
    page.locator("details.ticks__more summary").click()
    page.get_by_label("The law, nation by nation").check()


def sent_to(staff_site, address):
    folder = staff_site.var / "mail"
    files = folder.iterdir() if folder.exists() else ()
    return sum(file.read_text().count(f"To: {address}\n") for file in files)


def test_two_people_send_one(ann, bob, staff_site):
    staff_site.shell(SUBSCRIBE.format("'x', 'y', 'z'"))
    (page, said), (other, others_said) = ann, bob

    write(page, "How to report abuse")
    page.locator("#id_subject_found").get_by_text("“report”, “abuse”").wait_for()
    assert clean(page, said, DJANGOS_STANDARD) == []
    page.get_by_label("Subject").fill("What is new")
    page.locator("#id_subject_found li").wait_for(state="detached")
    press(page, "Save")

    page.get_by_role("heading", name="In the inbox").wait_for()
    assert page.locator(".inbox__line").inner_text().startswith("Hello. You asked esafe")
    assert page.frame_locator("iframe").get_by_text("It is short.").is_visible()
    assert page.get_by_text("3 people get it as soon as it is sent").is_visible()
    assert not page.get_by_role("button", name="Approve it").is_visible()
    assert page.get_by_text("so a colleague looks at it").is_visible()
    press(page, "Send a test to ann@example.org")
    page.get_by_text("A test was sent to ann@example.org").wait_for()
    assert sent_to(staff_site, "ann@example.org") == 1

    other.goto(page.url)
    press(other, "Approve it")
    other.get_by_text("Approved. It can be sent now.").wait_for()
    assert clean(other, others_said) == []

    page.reload()
    press(page, "Send it now")
    page.get_by_label("Password").fill(colleagues.PASSWORD)
    page.locator("#content-main, main").get_by_role("button").first.click()
    page.get_by_text("It is on its way").wait_for()
    page.wait_for_load_state()
    assert page.get_by_text("0 of 3 are done with").is_visible()
    press(page, "Pause")
    page.get_by_role("heading", name="It is paused").wait_for()
    staff_site.manage("worker", "--once")
    assert sent_to(staff_site, "x@example.org") == 0
    press(page, "Go on sending")
    page.get_by_role("heading", name="It is being sent").wait_for()
    assert clean(page, said) == []

    staff_site.manage("worker", "--once")
    # The page renews its numbers by itself.
    page.get_by_role("heading", name="It is sent").wait_for()
    assert page.get_by_text("3 of 3 are done with").is_visible()
    assert [sent_to(staff_site, f"{name}@example.org") for name in "xyz"] == [1, 1, 1]
    assert clean(page, said) == []


UNKNOWN = """
from django.utils import timezone
from contact import newsletter_recipients
from tests.mailing_list import newsletter, subscribe
subscribe({names})
letter = newsletter(state="paused", subject="Held back", queued_at=timezone.now(), words="word " * 200)
from contact.messages import Message
from contact.subscribers import Subscriber
for one, state in zip(Subscriber.objects.filter(email__startswith="held"), ("unknown", "failed", "waiting")):
    said = "the line broke during the words, " + "x" * 60
    Message.objects.create(kind="newsletter", subscriber=one, digest=one.email, newsletter=letter, state=state, said=said)
print(letter.pk)
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("shown", [{}, NARROW], ids=["wide", "narrow and dark"])
def test_every_page_fits_and_is_clean(staff_site, sit_down, scripts, shown):
    pk = staff_site.shell(UNKNOWN.format(names="'held1', 'held2', 'held3'")).strip().splitlines()[-1]
    page, said = sit_down(
        staff_site.cookie_of("ann@example.org", "Inbox"), java_script_enabled=scripts, **shown
    )

    for address in (
        f"/admin/contact/newsletter/{pk}/page/",
        "/admin/contact/newsletter/add/",
        "/admin/contact/newsletter/",
        "/admin/contact/subscriber/",
        "/admin/contact/subscriber/1/change/",
    ):
        page.goto(address)
        if scripts:
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not page.evaluate(wide), address
            assert clean(page, said, DJANGOS_STANDARD) == [], address
        assert page.locator("h1").count() >= 1
    staff_site.shell("from contact.models import Newsletter, Subscriber; Subscriber.objects.all().delete()")


def test_without_scripts_it_is_written_and_looked_at_again(staff_site, sit_down):
    page, _said = sit_down(staff_site.cookie_of("ann@example.org", "Inbox"), java_script_enabled=False)
    page.goto("/admin/contact/newsletter/add/")
    page.get_by_label("For those who want").select_option("news")
    page.get_by_label("Subject").fill("What you report")
    page.locator("details.ticks__more summary").click()
    page.get_by_label("The law, nation by nation").check()
    press(page, "Save")

    assert page.locator(".inbox__subject").inner_text() == "What you report"
    assert page.get_by_text("Could it say less?").is_visible()
    pk = page.url.rstrip("/").split("/")[-2]
    staff_site.shell(
        f"from contact.models import Newsletter; Newsletter.objects.filter(pk={pk}).update(state='sending')"
    )
    page.reload()
    with page.expect_navigation():  # the page before has the same heading
        page.get_by_role("link", name="Look again").click()
    assert page.get_by_role("heading", name="It is being sent").is_visible()
