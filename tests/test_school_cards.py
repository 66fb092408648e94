"""The card that schools show on their own pages, how it is asked for, and the page that offers it."""

import dataclasses
import html
import json
import re

import pytest
from playwright.sync_api import expect

from esafe.addresses import address
from esafe.headers import AnswerClass
from esafe.item import Redirect
from esafe.short_codes import code, go
from guidance.paper.typesetting import Busy
from guidance.schools import buttons, cards, shareable
from tests import builders, html_checker
from tests.school_site import LINKS_OPEN, POLICIES, SchoolSite
from tests.test_accessibility import LOOKS, violations
from tests.test_headers import carries

QUESTIONS = code("/concerned/")
THREATS = code("/advice/threats-online/")
SITE = "http://127.0.0.1:8000"
GIVEN_WAY_TO = ("/help/threats-and-demands/", "/help/", "/advice/")


def words_of(response):
    return builders.text_of(response.content.decode())


def given_way(content, to):
    """The content without a page that schools show; its address leads to another."""
    old = content.page["threats-online"]
    redirect = Redirect(key=address(old), to=to)
    return builders.with_item(builders.without(content, "page", old.key), "redirect", redirect)


def frame_of(content, size, look, title):
    return cards.frame(shareable.at(content, "/advice/threats-online/"), size, look, title)


class TestACard:
    def test_is_there_for_the_site_the_questions_the_numbers_and_every_topic(self, reader, content):
        advice = [address(page) for page in content.page.values() if page.area == "advice"]
        for path in ("/", "/concerned/", "/services/", *advice):
            for size in cards.SIZES:
                response = reader.client.get(cards.path(code(path), size, "auto"))

                assert response.status_code == 200
                assert f'href="{path}"' in response.content.decode()

    def test_carries_its_row_without_a_cookie_and_however_it_looks(self, reader):
        for path in (f"/embed/{THREATS}/", *(cards.path(THREATS, "large", look) for look in cards.LOOKS)):
            response = reader.client.get(path)

            assert carries(response.headers, AnswerClass.CARD)
            assert "Set-Cookie" not in response.headers

    def test_is_not_found_by_search_where_it_would_open_without_a_way_out(self, reader):
        assert reader.client.get(f"/embed/{QUESTIONS}/").headers["X-Robots-Tag"] == "noindex"

    def test_has_no_script_no_form_and_nothing_of_another_site(self, reader, content):
        for path in cards.paths(content):
            page = reader.client.get(path).content.decode()

            assert not re.search(r"<(script|form|input|button|iframe|img)|\son\w+=|style=", page), path
            assert re.findall(r'<link[^>]*href="([^"]*)"', page) == [
                re.search(r"/static/embed/card[^\"]*", page)[0]
            ]

    def test_says_whose_fault_it_is_not_before_anything_to_do(self, reader, content):
        for path in cards.paths(content):
            words = words_of(reader.client.get(path))

            assert words.index("not your child’s fault") < words.index("Call 999")
        for found in shareable.all_of(content):
            words = words_of(reader.client.get(cards.path(found.code, "large", "auto")))
            if found.page:
                assert words.index("not your child’s fault") < words.index(found.page.three_things[0][:12])

    def test_gives_999_in_every_size(self, reader, content):
        for path in cards.paths(content):
            assert 'href="tel:999"' in reader.client.get(path).content.decode(), path

    def test_says_that_the_way_out_is_on_the_full_site_and_where_that_is(self, reader):
        words = words_of(reader.client.get(f"/embed/{QUESTIONS}/"))

        assert "“Leave this site” works there, not in this box." in words
        assert f"127.0.0.1:8000{go('/concerned/')}" in words

    def test_of_a_renamed_page_is_found_under_the_code_that_schools_have(self, content, store):
        old = content.page["threats-online"]
        new = dataclasses.replace(old, key="another-name")
        renamed = dataclasses.replace(
            content,
            page={**{k: v for k, v in content.page.items() if k != old.key}, new.key: new},
            redirect={address(old): Redirect(key=address(old), to=address(new))},
        )
        builders.put_live(store, builders.make_edition(renamed, number=2))

        response = builders.Reader().client.get(cards.path(THREATS, "medium", "auto"))

        assert 'href="/advice/another-name/"' in response.content.decode()

    @pytest.mark.parametrize("to", GIVEN_WAY_TO)
    def test_of_a_page_that_gave_way_is_the_sites_own_and_leads_where_the_old_address_does(
        self, content, store, to
    ):
        builders.put_live(store, builders.make_edition(given_way(content, to), number=2))
        client = builders.Reader().client
        response = client.get(cards.path(THREATS, "large", "auto"))

        assert carries(response.headers, AnswerClass.CARD)
        assert "Help when something happens online" in words_of(response)
        assert f"127.0.0.1:8000{go('/advice/threats-online/')}" in words_of(response)
        link = re.search(r'class="button" href="([^"]+)"', response.content.decode())[1]
        assert client.get(link).headers["Location"] == to

    @pytest.mark.parametrize(
        "path",
        [
            "/embed/zzzzz/",
            f"/embed/{code('/privacy/')}/",
            f"/embed/{THREATS}/huge/auto/",
            f"/embed/{THREATS}/small/pink/",
        ],
    )
    def test_that_is_not_there_is_an_error_page(self, reader, path):
        assert reader.get(path).status_code == 404

    def test_is_valid_html(self, reader, tmp_path):
        pages = [
            (f"{size}-{look}", reader.client.get(cards.path(each, size, look)).content)
            for each in (THREATS, QUESTIONS)
            for size in cards.SIZES
            for look in cards.LOOKS
        ]

        assert html_checker.complaints(pages, tmp_path) == []


class TestAButton:
    @pytest.mark.parametrize("form", buttons.TYPES)
    def test_is_a_picture_that_other_sites_may_show(self, reader, content, form):
        for found in shareable.all_of(content):
            response = reader.client.get(buttons.path(found.code, form))

            assert response.headers["Content-Type"] == buttons.TYPES[form]
            assert carries(response.headers, AnswerClass.OTHERS_MAY_SHOW)
            assert len(response.content) < 40_000

    def test_is_seen_in_a_page_of_another_site_that_is_isolated(self, new_context, school):
        school.frame = html_of_buttons(school.ours)
        page = new_context().new_page()
        page.goto(school.page("isolated"))

        for form in buttons.TYPES:
            picture = page.locator(f"img[src$='{form}']")
            assert picture.evaluate("it => [it.complete, it.naturalWidth > 300]") == [True, True]
            assert picture.get_attribute("alt")

    def test_comes_with_words_for_whoever_cannot_see_it(self, reader):
        page = html.unescape(reader.get(f"/schools/share/{THREATS}/").content.decode())

        for form in buttons.TYPES:
            words = 'alt="Sexual blackmail online: calm advice for parents, from esafe"'
            link = f'<a href="{SITE}{go("/advice/threats-online/")}">'
            assert f'{link}<img src="{SITE}{buttons.path(THREATS, form)}" {words}' in page

    @pytest.mark.parametrize("form", buttons.TYPES)
    @pytest.mark.parametrize("to", GIVEN_WAY_TO)
    def test_of_a_page_that_gave_way_is_the_sites_own(self, content, store, to, form):
        builders.put_live(store, builders.make_edition(given_way(content, to), number=2))
        client = builders.Reader().client
        response = client.get(buttons.path(THREATS, form))

        assert carries(response.headers, AnswerClass.OTHERS_MAY_SHOW)
        assert response.content == client.get(buttons.path(code("/"), form)).content

    @pytest.mark.parametrize("path", ["/embed/zzzzz/button.svg", f"/embed/{THREATS}/button.gif"])
    def test_that_is_not_there_is_an_error_page(self, reader, path):
        assert reader.get(path).status_code == 404

    def test_that_has_to_wait_is_an_error_page_with_the_numbers(self, reader, monkeypatch):
        def busy(*_):
            raise Busy

        monkeypatch.setattr(buttons, "picture", busy)
        response = reader.get(buttons.path(THREATS, "svg"))

        assert response.status_code == 503
        assert 'href="tel:999"' in response.content.decode()


def html_of_buttons(address):
    return "".join(
        f'<a href="{address}/"><img src="{address}{buttons.path(THREATS, form)}" alt="Help"></a>'
        for form in buttons.TYPES
    )


class TestOEmbed:
    def ask(self, reader, **query):
        return reader.client.get("/oembed/", query)

    @pytest.mark.parametrize("path", ["/advice/threats-online/", go("/advice/threats-online/")])
    def test_makes_a_card_of_an_address(self, reader, content, path):
        answer = self.ask(reader, url=SITE + path, format="json")
        said = json.loads(answer.content)

        assert answer.headers["Content-Type"] == "application/json"
        assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", "Sexual blackmail online")
        assert said["html"] == frame_of(content, "medium", "auto", "Sexual blackmail online")
        assert (said["width"], said["height"]) == (600, cards.HEIGHTS["medium"])
        assert (said["provider_name"], said["provider_url"]) == ("esafe", SITE + "/")

    def test_goes_on_for_a_page_that_gave_way(self, content, store):
        builders.put_live(store, builders.make_edition(given_way(content, "/help/"), number=2))
        said = json.loads(self.ask(builders.Reader(), url=f"{SITE}/advice/threats-online/").content)

        assert cards.path(THREATS, "medium", "auto") in said["html"]

    @pytest.mark.parametrize(
        ("room", "width", "height"),
        [
            ({"maxwidth": "320"}, 320, "medium"),
            ({"maxwidth": "9000", "maxheight": "9000"}, 600, "large"),
            ({"maxwidth": "240"}, 240, "medium"),
            ({"maxheight": "400"}, 600, "small"),
            ({"maxwidth": "wide", "maxheight": "-1"}, 600, "medium"),
        ],
    )
    def test_fits_the_room_there_is(self, reader, room, width, height):
        said = json.loads(self.ask(reader, url=f"{SITE}/concerned/", **room).content)

        assert (said["width"], said["height"]) == (width, cards.HEIGHTS[height])

    @pytest.mark.parametrize("room", [{"maxwidth": "239"}, {"maxheight": "10"}, {"maxwidth": "0"}])
    def test_is_a_link_where_no_card_has_room(self, reader, room):
        said = json.loads(self.ask(reader, url=f"{SITE}/concerned/", **room).content)

        assert said == {
            "version": "1.0",
            "type": "link",
            "title": "Concerned about a child?",
            "provider_name": "esafe",
            "provider_url": SITE + "/",
            "cache_age": 86400,
        }

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "x",
            "http://[",
            "https://evil.example/concerned/",
            f"{SITE}.evil.example/concerned/",
            f"{SITE}/privacy/",
            f"{SITE}/go/zzzzz/",
            "http://user@127.0.0.1:8000/concerned/",
        ],
    )
    def test_knows_no_other_address(self, reader, url):
        assert self.ask(reader, url=url).status_code == 404

    def test_has_json_only(self, reader):
        assert self.ask(reader, url=f"{SITE}/concerned/", format="xml").status_code == 501

    def test_is_named_on_every_page_that_has_a_card_and_on_no_other(self, reader, content):
        for path in ("/advice/threats-online/", "/concerned/", "/services/", "/"):
            link = re.search(
                r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"',
                reader.get(path).content.decode(),
            )
            said = reader.client.get(html.unescape(link[1]).removeprefix(SITE))

            assert said.status_code == 200
        for path in ("/privacy/", "/help/threats-and-demands/", "/nowhere/"):
            assert "oembed" not in reader.get(path).content.decode()


class TestForSchools:
    def test_offers_everything_that_can_be_shown(self, reader, content):
        page = reader.get("/schools/").content.decode()

        for found in shareable.all_of(content):
            assert f'href="/schools/share/{found.code}/"' in page

    def test_is_linked_from_every_page(self, reader):
        assert 'href="/schools/"' in reader.get("/help/threats-and-demands/").content.decode()

    def test_gives_a_link_and_a_card_to_copy(self, reader, content):
        page = html.unescape(reader.get(f"/schools/share/{THREATS}/").content.decode())

        assert SITE + go("/advice/threats-online/") in page
        assert frame_of(content, "medium", "auto", "Sexual blackmail online") in page

    def test_shows_the_card_as_it_was_chosen(self, reader, content):
        page = html.unescape(reader.get(f"/schools/share/{THREATS}/?size=small&look=dark").content.decode())

        assert f'src="{cards.path(THREATS, "small", "dark")}"' in page
        assert frame_of(content, "small", "dark", "Sexual blackmail online") in page

    def test_shows_the_usual_card_when_the_choice_is_none_of_ours(self, reader):
        page = reader.get(f"/schools/share/{THREATS}/?size=x&look=%22").content.decode()

        assert cards.path(THREATS, "medium", "auto") in page

    @pytest.mark.parametrize("to", GIVEN_WAY_TO)
    def test_still_offers_what_a_school_has_of_a_page_that_gave_way(self, content, store, to):
        builders.put_live(store, builders.make_edition(given_way(content, to), number=2))
        page = builders.Reader().get(f"/schools/share/{THREATS}/").content.decode()

        assert "Show “Help when something happens online”" in page
        assert SITE + go("/advice/threats-online/") in page

    def test_goes_on_when_staff_put_advice_in_the_group_about_the_site(self, content, store):
        moved = builders.changed(content, "page", "threats-online", group="about")
        builders.put_live(store, builders.make_edition(moved, number=2))

        assert "Sexual blackmail online" in builders.Reader().get("/schools/").content.decode()

    def test_has_nothing_for_a_code_of_nothing(self, reader):
        assert reader.get("/schools/share/zzzzz/").status_code == 404

    def test_shows_cards_of_ours_and_no_other_frame(self, reader):
        for path in (f"/schools/share/{THREATS}/", f"/schools/share/{THREATS}/?size=small"):
            assert carries(reader.get(path).headers, AnswerClass.SHOWS_CARDS)


@pytest.fixture(scope="module")
def school(site_address):
    site = SchoolSite(site_address)
    yield site
    site.close()


def show(page, school, policy, path, height=500):
    """Open the school's page with a card, and give the frame of the card."""
    school.frame = (
        f'<iframe src="{school.ours}{path}" title="Help" width="100%" height="{height}" '
        'referrerpolicy="no-referrer"></iframe>'
    )
    page.goto(school.page(policy))
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    return frame


class TestInASchoolsPage:
    @pytest.mark.parametrize("policy", POLICIES)
    @pytest.mark.parametrize("width", [320, 768, 1280])
    def test_it_is_there_and_styled_and_keeps_and_tells_nothing(self, new_context, school, policy, width):
        context = new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request) if school.ours in request.url else None)

        frame = show(page, school, policy, cards.path(THREATS, "medium", "light"))

        button = frame.locator(".button")
        assert button.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(10, 76, 71)"
        assert context.cookies() == []
        assert [request.headers.get("referer", "") for request in asked] == [""] * len(asked)
        assert len(asked) <= 2

    @pytest.mark.parametrize("policy", LINKS_OPEN)
    def test_its_link_opens_the_full_site_in_a_new_tab(self, new_context, school, policy):
        page = new_context().new_page()
        frame = show(page, school, policy, cards.path(THREATS, "small", "auto"))

        with page.expect_popup() as opened:
            frame.locator(".button").click()

        full = opened.value
        full.wait_for_url(f"{school.ours}/advice/threats-online/")
        assert full.evaluate("document.referrer") == ""
        assert full.evaluate("window.opener") is None
        assert page.url == school.page(policy)

    def test_a_keyboard_goes_through_it_and_on(self, new_context, school):
        page = new_context().new_page()
        frame = show(page, school, "no policy", cards.path(THREATS, "large", "auto"))
        page.get_by_role("link", name="Before").focus()
        links = frame.locator("a").count()

        for _ in range(links + 2):  # a frame that scrolls is a stop of its own
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.hash") == "#after":
                return
        raise AssertionError("the link after the card was not reached")

    @pytest.mark.parametrize("size", cards.SIZES)
    def test_all_of_it_is_seen_at_the_height_that_we_name(self, new_context, site_address, content, size):
        page = new_context(viewport={"width": 300, "height": 100}).new_page()
        heights = {}
        for found in shareable.all_of(content):
            page.goto(site_address + cards.path(found.code, size, "auto"))
            needed = page.evaluate("document.documentElement.scrollHeight")
            heights[found.path] = (needed, cards.height(found, size))

        assert not {path: each for path, each in heights.items() if each[0] > each[1]}, heights

    @pytest.mark.parametrize("size", cards.SIZES)
    @pytest.mark.parametrize("width", [cards.NARROWEST, 600])
    def test_text_of_twice_the_size_is_never_cut(self, new_context, site_address, size, width):
        page = new_context(viewport={"width": width, "height": cards.HEIGHTS[size]}).new_page()
        page.goto(site_address + cards.path(code("/advice/other-ways-to-get-help/"), size, "auto"))
        sheet = page.evaluate_handle("new CSSStyleSheet()")
        sheet.evaluate(
            "it => { it.replaceSync('html { font-size: 200% }'); document.adoptedStyleSheets = [it] }"
        )

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.mouse.wheel(0, 9000)
        page.locator(".note").scroll_into_view_if_needed()
        assert page.locator(".note").evaluate("it => it.getBoundingClientRect().bottom <= innerHeight + 1")

    @pytest.mark.parametrize("look", LOOKS)
    def test_axe_finds_nothing(self, new_context, site_address, look):
        page = new_context(viewport={"width": 300, "height": 760}, **LOOKS[look]).new_page()
        for chosen in cards.LOOKS:
            for each in (THREATS, QUESTIONS):
                page.goto(site_address + cards.path(each, "large", chosen))

                assert violations(page, contrast=look != "forced colours") == []

    def test_it_weighs_ten_kilobytes_at_most_in_two_requests(self, new_context, site_address, content):
        for found in shareable.all_of(content):
            page = new_context().new_page()
            sizes = []
            page.on("requestfinished", lambda request, sizes=sizes: sizes.append(request.sizes()))
            page.goto(site_address + cards.path(found.code, "large", "auto"), wait_until="networkidle")

            assert len(sizes) <= 2
            weight = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
            assert weight <= 10_000, (found.path, weight)


class TestChoosing:
    @pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
    def test_what_is_chosen_is_shown_and_can_be_copied(self, new_context, site_address, scripts):
        page = new_context(viewport={"width": 320, "height": 568}, java_script_enabled=scripts).new_page()
        page.goto(f"{site_address}/schools/share/{THREATS}/")
        page.get_by_text("Large: three things to do, and numbers").click()
        page.get_by_text("Always dark").click()
        page.get_by_role("button", name="Show it like this").click()

        path = cards.path(THREATS, "large", "dark")
        expect(page.get_by_label("HTML of the card")).to_have_value(re.compile(re.escape(path)))
        page.frame_locator("iframe").get_by_text("Do not pay").wait_for()

    @pytest.mark.parametrize("look", LOOKS)
    @pytest.mark.parametrize("width", [320, 1280])
    def test_axe_finds_nothing(self, new_context, site_address, look, width):
        page = new_context(viewport={"width": width, "height": 800}, **LOOKS[look]).new_page()
        page.goto(f"{site_address}/schools/share/{THREATS}/")

        assert violations(page, contrast=look != "forced colours") == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    def test_each_text_is_copied_whole_with_a_press(self, new_context, site_address):
        page = new_context().new_page()
        page.goto(f"{site_address}/schools/share/{THREATS}/")
        for box in page.locator("textarea").all():
            page.evaluate(
                "document.addEventListener('copy', event => { window.taken = event }, { once: true })"
            )
            button = box.locator("xpath=..").get_by_role("button", name="Copy")
            button.click()

            box.locator("xpath=..").get_by_text("Copied", exact=True).wait_for()
            assert page.evaluate("getSelection().toString()") == box.input_value()

    def test_it_is_valid_html(self, reader, tmp_path):
        pages = [("share", reader.get(f"/schools/share/{THREATS}/").content)]

        assert html_checker.complaints(pages, tmp_path) == []
