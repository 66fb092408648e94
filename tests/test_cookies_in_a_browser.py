"""A reader whom an operator's site asks about cookies: on a phone, by keyboard, without scripts."""

import json

import pytest

from esafe import on_device
from esafe.edition_store import EditionStore
from tests import browsing, builders
from tests.test_accessibility import KINDS_OF_PAGE, LOOKS, expect_focus, violations

PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True}
SIZES = [(320, 568), (360, 640), (480, 800), (768, 1024), (1024, 768), (1280, 800), (1920, 1080)]
PAGES = ("/", "/advice/the-law/", "/services/")
# Everything that makes one of several buttons easier to see or to press than the others.
LOOK_OF_A_BUTTON = [
    *("width", "height", "color", "background-color", "background-image", "opacity", "box-shadow"),
    *("border-top-color", "border-top-width", "border-top-style", "border-top-left-radius", "outline-style"),
    *("font-family", "font-size", "font-weight", "font-style", "text-decoration-line", "text-transform"),
    *("padding-top", "padding-left", "padding-right", "justify-content", "cursor"),
]


@pytest.fixture(scope="module")
def asking_site(tmp_path_factory, edition):
    """The address of a site whose operator turned the optional item on."""
    var = tmp_path_factory.mktemp("asking")
    builders.put_live(EditionStore(var / "editions"), edition)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REMEMBER_PREFERENCES", "true")
        with browsing.gunicorn(var) as address:
            yield address


def names_of_cookies(page):
    return sorted(cookie["name"] for cookie in page.context.cookies())


def choose(page, label):
    page.locator("main label", has_text=label).click()


def press(page, words):
    page.get_by_role("button", name=words).click()
    page.wait_for_load_state()


@pytest.mark.parametrize("look", ["light", "dark", "forced colours"])
def test_accept_reject_and_customise_look_the_same(new_context, asking_site, look):
    for width, height in SIZES:
        page = new_context(viewport={"width": width, "height": height}, **LOOKS[look]).new_page()
        page.goto(asking_site)
        looks = page.evaluate(
            """properties => [...document.querySelectorAll('.cookie-notice .button')].map(button => {
                const style = getComputedStyle(button);
                return properties.map(name => name + ': ' + style.getPropertyValue(name)).join('; ');
            })""",
            LOOK_OF_A_BUTTON,
        )

        assert len(looks) == 3
        assert len(set(looks)) == 1, (width, looks)


def _meets(first, second):
    return not (
        first["x"] + first["width"] <= second["x"]
        or second["x"] + second["width"] <= first["x"]
        or first["y"] + first["height"] <= second["y"]
        or second["y"] + second["height"] <= first["y"]
    )


def test_the_question_never_meets_the_way_out(new_context, asking_site):
    for width, height in SIZES:
        page = new_context(viewport={"width": width, "height": height}).new_page()
        for path in ("/", "/advice/the-law/"):
            page.goto(asking_site + path)
            notice, leave = page.locator(".cookie-notice"), page.locator("a.leave")
            notice.evaluate("notice => notice.scrollIntoView({block: 'nearest'})")

            assert not _meets(notice.bounding_box(), leave.bounding_box()), (width, path)


def test_the_way_out_lies_over_everything_wherever_the_page_is_scrolled(new_context, asking_site):
    for width, height in SIZES:
        page = new_context(viewport={"width": width, "height": height}).new_page()
        page.goto(asking_site)
        for y in range(0, 700, 140):
            page.evaluate(f"scrollTo(0, {y})")
            assert page.evaluate(
                """() => {
                    const box = document.querySelector('a.leave').getBoundingClientRect();
                    return [0.1, 0.5, 0.9].every(x => [0.2, 0.5, 0.8].every(y => document.elementFromPoint(
                        box.x + box.width * x, box.y + box.height * y).closest('a.leave')));
                }"""
            ), (width, y)


def test_the_question_stays_where_it_is_on_the_page(new_context, asking_site):
    page = new_context(**PHONE).new_page()
    page.goto(asking_site)
    notice = page.locator(".cookie-notice")

    assert notice.evaluate("notice => getComputedStyle(notice).position") == "static"
    assert notice.get_attribute("role") is None
    assert page.locator("dialog, [role=dialog]").count() == 0


def test_the_question_pushes_999_off_no_first_screen(new_context, asking_site):
    page = new_context(**PHONE).new_page()
    for path in PAGES:
        page.goto(asking_site + path)
        box = page.locator('a[href="tel:999"]').first.bounding_box()

        assert box["y"] + box["height"] <= page.locator("a.leave").bounding_box()["y"]


def test_by_keyboard_each_answer_is_reached_in_order_and_never_under_the_way_out(new_context, asking_site):
    page = new_context(**PHONE).new_page()
    page.goto(asking_site)
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.evaluate("element => !!element.closest('.cookie-notice')"):
            reached.append(focused.inner_text())
            assert not _meets(focused.bounding_box(), page.locator("a.leave").bounding_box())

    assert reached == ["Accept", "Reject", "Customise"]


@pytest.mark.parametrize(
    ("words", "said"), [("Accept", "You said yes"), ("Reject", "You said no")], ids=["accept", "reject"]
)
def test_the_confirmation_takes_the_focus(new_context, asking_site, words, said):
    page = new_context(**PHONE).new_page()
    page.goto(asking_site + "/advice/the-law/")
    page.get_by_role("button", name=words).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=said).wait_for()

    expect_focus(page, said)
    page.get_by_role("link", name="Go back to where you were").click()
    page.wait_for_url(asking_site + "/advice/the-law/")
    assert page.locator(".cookie-notice").count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_customise_to_larger_text_and_back_again(new_context, asking_site, scripts):
    page = new_context(**PHONE, java_script_enabled=scripts).new_page()
    page.goto(asking_site)
    press(page, "Customise")
    page.wait_for_url("**/cookies/?#your-choice")
    choose(page, "Yes")
    press(page, "Save my choice")
    page.get_by_role("heading", name="Your preferences have been saved").wait_for()
    page.get_by_role("link", name="Choose text size and nation").click()
    choose(page, "Larger")
    choose(page, "Scotland")
    press(page, "Remember this")
    page.get_by_role("heading", name="Your preferences have been saved").wait_for()
    assert names_of_cookies(page) == sorted([on_device.CHOICE.name, on_device.REMEMBERED.name])
    assert page.locator("html.text-larger").count() == 1

    page.get_by_role("link", name="Change your choice").click()
    press(page, "Say no, and remove what is kept")
    page.get_by_role("heading", name="You said no").wait_for()

    assert names_of_cookies(page) == [on_device.CHOICE.name]
    assert page.locator("html.text-larger").count() == 0


@pytest.fixture
def browser_that_takes_no_cookies(browser_type, browser_type_launch_args, tmp_path):
    """Chromium with its own setting “block all cookies”."""
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Default" / "Preferences").write_text(json.dumps(blocked))
    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    yield context
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("words", ["Accept", "Reject"])
def test_a_browser_that_takes_no_cookies_meets_a_technical_problem(
    browser_that_takes_no_cookies, asking_site, words
):
    page = browser_that_takes_no_cookies.new_page()
    page.goto(asking_site)
    press(page, words)

    said = page.get_by_role("heading", name="Sorry, there was a technical problem")
    said.wait_for()
    expect_focus(page, "Sorry")
    assert page.context.cookies() == []
    page.goto(asking_site)
    assert page.locator(".cookie-notice").is_visible()


def remembering(new_context, address, text_size="larger", **options):
    """A page of a reader who lets the site remember a text size."""
    context = new_context(**options)
    cookie = {"url": address, "httpOnly": True, "sameSite": "Lax"}
    context.add_cookies(
        [
            {**cookie, "name": on_device.CHOICE.name, "value": "2-0-1"},
            {**cookie, "name": on_device.REMEMBERED.name, "value": f"{text_size}.scotland"},
        ]
    )
    return context.new_page()


def test_larger_text_is_larger_everywhere_and_cuts_nothing(new_context, asking_site):
    sizes = []
    for text_size in ("normal", "large", "larger"):
        page = remembering(new_context, asking_site, text_size, **PHONE)
        for path in (*KINDS_OF_PAGE, "/cookies/", "/cookies/choice/saved/"):
            page.goto(asking_site + path)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (text_size, path)
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"))

    assert sizes[0] < sizes[1] < sizes[2]


def test_a_print_out_has_its_usual_size(new_context, asking_site):
    sizes = []
    for text_size in ("normal", "larger"):
        page = remembering(new_context, asking_site, text_size)
        page.goto(asking_site + "/help/threats-and-demands/")
        page.emulate_media(media="print")
        sizes.append(page.evaluate("getComputedStyle(document.documentElement).fontSize"))

    assert sizes[0] == sizes[1]


def test_the_question_is_not_printed(new_context, asking_site):
    page = new_context().new_page()
    page.goto(asking_site)
    page.emulate_media(media="print")

    assert not page.locator(".cookie-notice").is_visible()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_is_clean_in_every_look(new_context, asking_site, look, width):
    options = {"viewport": {"width": width, "height": 800}, **LOOKS[look]}
    contrast = look != "forced colours"
    page = new_context(**options).new_page()
    for path in ("/", "/cookies/", "/cookies/choice/problem/"):
        page.goto(asking_site + path)
        assert violations(page, contrast) == [], path
    page.goto(asking_site)
    press(page, "Reject")
    page.get_by_role("heading", name="You said no").wait_for()
    assert violations(page, contrast) == []

    page = remembering(new_context, asking_site, "larger", **options)
    for path in ("/cookies/", "/cookies/choice/accepted/"):
        page.goto(asking_site + path)
        assert violations(page, contrast) == [], path
