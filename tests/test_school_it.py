"""For the school's IT: what to let through, addresses that no filter stops, and a test of the network."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from esafe.addresses import public_addresses
from esafe.edition_store import EditionStore
from guidance import text_checks
from guidance.schools import text_views
from guidance.schools.it_views import TESTS
from tests import browsing, builders, qr_codes
from tests.test_accessibility import violations
from tests.test_headers import PUBLIC, an_address

# What filters look for anywhere in an address, not only at the beginning of a word.
STOPPED = re.compile("sex|nude|porn|blackmail|sextortion|abuse", re.I)
OURS = {"Content-Security-Policy": "default-src 'none'", "Cross-Origin-Resource-Policy": "cross-origin"}
BODIES = {
    "text/html": "<!doctype html><html lang='en-gb'><title>Card</title><h1>Card</h1></html>",
    "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    "image/png": "png",
    "application/pdf": "%PDF-1.7",
}


def words(reader, path):
    return builders.text_of(reader.get(path).content.decode())


def test_it_is_told_the_host_the_ports_and_where_leaving_goes(reader):
    page = words(reader, "/schools/it/")

    assert settings.SITE_URL.split("//")[1] in page
    assert "443" in page
    assert "www.bbc.co.uk" in page


def test_the_host_where_leaving_goes_is_that_of_the_edition(reader, store, content):
    changed = builders.changed(content, "site", "site", exit_url="https://weather.example/now")
    builders.put_live(store, builders.make_edition(changed, number=2))

    assert "weather.example" in words(reader, "/schools/it/")


def test_the_paths_that_it_is_told_hold_every_kind_of_thing_that_the_test_loads(reader):
    page = reader.get("/schools/it/").content.decode()

    for test in TESTS:
        first = f"/{test.address.split('/')[1]}/"
        assert first == "/concerned/" or f"<code>{first}</code>" in page, first
        assert f"<code>{test.content_type}</code>" in page


def all_addresses(content):
    files = [f"/static/{name}" for name in staticfiles_storage.hashed_files]
    texts = [f"/schools/texts/{key}.{ending}" for key in text_views.NAMES for ending in ("docx", "html")]
    patterns = [an_address(route) for _pattern, route in PUBLIC]
    return [
        *public_addresses(content),
        *content.redirect,
        *patterns,
        *texts,
        *(t.address for t in TESTS),
        *files,
    ]


def test_no_address_and_no_file_name_has_a_word_that_filters_stop(content):
    addresses = all_addresses(content)

    assert len(addresses) > 200
    for address in addresses:
        assert list(text_checks.telling_address(address.strip("/"), {})) == [], address
        assert not STOPPED.search(address), address


def test_a_word_that_filters_stop_would_be_found():
    assert list(text_checks.telling_address("help/nudes-shared", {}))
    assert STOPPED.search("/static/img/sexting.svg")


def test_without_scripts_each_thing_is_shown_or_linked_with_words(reader):
    page = reader.get("/schools/it/test/").content.decode()

    for test in TESTS:
        tag = {"frame": "iframe src", "picture": "img src", "link": "a href"}[test.shown]
        assert f'<{tag}="{test.address}"' in page
        assert str(test.see) in page
    assert len(re.findall(r'role="status" hidden', page)) == len(TESTS)


def test_it_has_a_code_to_scan_and_a_short_link_that_leads_to_a_page_of_ours(reader):
    page = reader.get("/schools/it/test/").content.decode()
    link = next(test for test in TESTS if test.leads_to)

    assert f'role="img" aria-label="QR code: leads to {settings.SITE_URL}{link.address}"><svg' in page
    assert reader.client.get(link.address).headers["Location"] == link.leads_to


@pytest.fixture
def network(new_context, site_address):
    """Opens the self-test where everything loads but what ``changes`` says, by address."""

    def opened(changes=None, **look):
        context = new_context(**{"viewport": {"width": 1280, "height": 900}, **look})
        page = context.new_page()
        for test in TESTS:
            if test.leads_to and test.key not in (changes or {}):
                continue  # a browser follows it to our own page
            answer = {
                "status": 200,
                "headers": {**OURS, "Content-Type": f"{test.content_type}; charset=utf-8"},
                "body": BODIES[test.content_type],
            }
            answer |= (changes or {}).get(test.key, {})
            page.route(f"**{test.address}", lambda route, _request, answer=answer: route.fulfill(**answer))
        page.goto(site_address + "/schools/it/test/")
        return page

    return opened


def said(page):
    """What stands at each thing, when all have been looked at."""
    for row in page.locator("[data-test]").all():
        row.get_by_role("status").filter(has_text=re.compile("oad")).wait_for()
    return {
        row.locator("h2").get_attribute("id"): row.get_by_role("status").inner_text()
        for row in page.locator("[data-test]").all()
    }


def test_what_loads_is_said_to_load(network):
    assert said(network()) == {test.key: "Loads." for test in TESTS}


PAGE_OF_A_FILTER = {"body": "<h1>Blocked</h1>", "headers": {"Content-Type": "text/html"}}


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 403},
        {"status": 404, "body": ""},
        PAGE_OF_A_FILTER,
        {"headers": {**OURS, "Content-Type": "text/plain"}},
    ],
)
def test_what_does_not_load_is_said_with_what_to_ask_for(network, answer):
    found = said(network({test.key: answer for test in TESTS if test.key != "page"}))

    assert found.pop("page") == "Loads."
    assert all(
        words.startswith("Does not load: ask your filter to let through http") for words in found.values()
    )


def test_a_telephone_reads_the_code_off_the_page(network):
    code = network().get_by_role("img", name="QR code: leads to")

    link = next(test for test in TESTS if test.leads_to)
    assert [urlsplit(text).path for text in qr_codes.texts(code.screenshot())] == [link.address]


def test_a_short_link_that_a_filter_turns_away_is_said_not_to_load(network):
    found = said(network({"short-link": {"status": 302, "headers": {"Location": "/schools/"}}}))

    assert found["short-link"].startswith("Does not load: ask your filter to let through http")


def test_the_address_to_ask_for_is_said_whole(network):
    found = said(network({"poster": {"status": 403}}))

    assert found["poster"].endswith(next(test.address for test in TESTS if test.key == "poster"))


def test_a_network_that_breaks_off_is_said_too(network):
    page = network()
    page.route("**/embed/**", lambda route: route.abort())
    page.reload()

    found = said(page)
    assert found["page"] == "Loads."
    assert found["card"].startswith("Does not load")


@pytest.fixture
def busy_network(network):
    """The self-test where our own server is busy for the poster so many times, and no pause is long."""

    def opened(times):
        poster = next(test for test in TESTS if test.key == "poster")
        good = {"headers": {**OURS, "Content-Type": poster.content_type}}
        busy = {"status": 503, "headers": {**OURS, "Content-Type": "text/html"}}
        answers = iter([busy] * times)
        page = network()
        page.add_init_script("const later = setTimeout; setTimeout = (f, _, ...rest) => later(f, 0, ...rest)")
        page.route(f"**{poster.address}", lambda route: route.fulfill(**next(answers, good)))
        page.reload()
        return page

    return opened


def test_what_comes_when_our_server_is_less_busy_loads(busy_network):
    assert said(busy_network(times=2))["poster"] == "Loads."


def test_that_our_server_is_busy_is_never_called_the_fault_of_a_filter(busy_network):
    page = busy_network(times=99)

    page.get_by_text("Our server is busy just now. It is not your filter.").wait_for()
    assert page.get_by_text("ask your filter").count() == 0


def test_on_a_server_that_has_just_started_everything_loads(new_context, tmp_path, edition):
    builders.put_live(EditionStore(tmp_path / "editions"), edition)
    with browsing.gunicorn(tmp_path) as address:
        page = new_context().new_page()
        page.goto(address + "/schools/it/test/")

        assert said(page) == {test.key: "Loads." for test in TESTS}
        for picture in page.locator("main img").all():
            assert picture.evaluate("it => it.decode().then(() => it.naturalWidth > 300)")


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_both_pages_are_clean_whatever_loads(network, site_address, width, look):
    page = network(
        {"card": {"status": 403}, "picture": {"status": 403}},
        viewport={"width": width, "height": 568},
        color_scheme=look,
    )
    said(page)
    for path in ("/schools/it/test/", "/schools/it/"):
        page.goto(site_address + path)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_page_of_it_loads_nothing_from_anybody_else():
    for name in ("it", "it_test", "texts", "check"):
        template = (browsing.ROOT / f"templates/guidance/schools/{name}.html").read_text()
        assert "//" not in re.sub(r"\{#.*?#\}|\{%.*?%\}", "", template)
