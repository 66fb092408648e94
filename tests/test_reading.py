"""Reading never touches the database, whatever cookies a reader carries.

None of these tests may use the database: pytest-django refuses a query, and the reader carries
a session cookie of full length, which would make a hidden read show (M16).
"""

import datetime
import json
import re
import subprocess
import sys
from html import unescape

import pytest
import time_machine
from django.conf import settings

from esafe.addresses import FEED, LISTS, address, item_addresses, public_addresses
from esafe.item import Redirect
from guidance.paper.sheets import sheets
from guidance.schools import shareable
from guidance.schools.it_views import TESTS
from guidance.schools.text_views import NAMES
from tests import builders

FILES = ("/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/healthz", "/readyz", FEED)
FORMS = ("/feedback/", "/privacy/complaint/", "/updates/", "/schools/check/")
PRINTED = {sheet.address for sheet in sheets(builders.starter_content())}


def pytest_generate_tests(metafunc):
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", public_addresses(builders.starter_content()))


def test_every_address_is_read_without_the_database(reader, path):
    assert reader.get(path).status_code == 200


def test_every_address_answers_head_without_a_body(reader, path):
    response = reader.client.head(path)

    assert (response.status_code, response.content) == (200, b"")


def test_the_same_page_comes_with_and_without_cookies(store, path):
    with_cookies, without = builders.Reader(), builders.Reader()
    without.client.cookies.clear()

    assert with_cookies.get(path).content == without.get(path).content


@pytest.mark.parametrize("name", FILES)
def test_every_file_for_machines_is_read_without_the_database(reader, name):
    assert reader.client.get(name).status_code == 200


def test_titles_and_addresses_are_unique(reader, content):
    titles = [re.search("<title>(.*?)</title>", html(reader, p), re.S)[1] for p in public_addresses(content)]

    assert len(set(titles)) == len(titles)


def html(reader, path):
    return reader.get(path).content.decode()


def text(reader, path):
    return builders.text_of(html(reader, path))


def test_every_own_link_on_every_page_leads_somewhere(reader, content):
    shown = {f"/schools/share/{found.code}/" for found in shareable.all_of(content)}
    shown |= {f"/schools/texts/{name}.{ending}" for name in NAMES for ending in ("docx", "html")}
    shown |= {test.address for test in TESTS}
    known = {*public_addresses(content), *FILES, *FORMS, *shown, "/components/", *PRINTED}
    for path in public_addresses(content):
        for link in re.findall(r'<a[^>]* href="(/[^"#]*)', html(reader, path)):
            assert link in known, (path, link)


def test_every_contents_link_has_its_place_on_the_page(reader, path):
    page = html(reader, path)
    for place in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{place}"' in page, place


def test_nothing_comes_from_another_host(reader, path):
    loaded = re.findall(
        r'<(?:script|img|link(?! rel="(?:alternate|canonical))|iframe|source|use)[^>]*(?:src|href)="([^"]*)"',
        html(reader, path),
    )

    # The self-test shows what it tests.
    ours = ("/static/", "/embed/") if path == "/schools/it/test/" else "/static/"
    assert all(address.startswith(ours) for address in loaded), loaded


def test_the_home_page_starts_with_concerned_about_a_child(reader):
    assert text(reader, "/").index("Concerned about a child?") < text(reader, "/").index("Sharing nudes")


def test_every_situation_opens_with_the_three_fixed_lines_in_order(reader, content):
    for situation in content.situation.values():
        words = text(reader, f"/help/{situation.slug}/")
        main = words[words.index(situation.title) :]
        places = [
            main.index(content.action[key].text[:30])
            for key in (situation.first_line, "in_danger_call_999", "leave_pictures_alone")
            if (situation.key, key) != ("not_in_uk", "in_danger_call_999")
        ]
        assert places == sorted(places), situation.key


def test_abroad_the_local_emergency_number_takes_the_place_of_999(reader):
    assert "call the local emergency number" in text(reader, "/help/outside-the-uk/")


def test_every_situation_shows_its_steps_in_order_of_time(reader, content):
    for situation in content.situation.values():
        page = html(reader, f"/help/{situation.slug}/")
        bands = re.findall(r'id="band-(\w+)"', page)
        wanted = [
            b for b in ("now", "today", "this_week", "say") if any(s.band == b for s in situation.steps)
        ]
        assert [b for b in bands if b in wanted] == bands
        assert "now" in bands or 'id="child-first"' in page, situation.key


def test_every_situation_offers_a_number_to_call(reader, content):
    for situation in content.situation.values():
        main = html(reader, f"/help/{situation.slug}/").partition("<main")[2].partition("</main>")[0]

        assert 'href="tel:' in main, situation.key


def test_a_step_with_a_condition_says_so_in_words(reader):
    words = text(reader, "/help/picture-passed-on/")

    assert re.search(r"If a child under 13", words)


def test_what_a_warning_point_is_stands_on_each_page_that_speaks_of_one(reader, content):
    for situation in content.situation.values():
        words = text(reader, f"/help/{situation.slug}/")
        if "warning point" in words:
            assert "The picture was passed on to other people." in words, situation.key


def test_unconfirmed_hours_are_never_shown(reader, content):
    for service in content.service.values():
        page = html(reader, address(service))
        if service.hours and not any(row.confirmed for row in service.hours):
            assert not re.search(r'data-openings="\d', page), service.key
            assert "9am" not in page, service.key


def test_an_unconfirmed_way_to_reach_a_service_is_not_shown(reader, content):
    for service in content.service.values():
        page = html(reader, address(service))
        for contact in service.contacts:
            if not contact.confirmed and contact.value:
                assert contact.value not in page, (service.key, contact.value)


def test_what_is_for_editors_reaches_no_reader(reader, content):
    """Sources, notes and doubts about a service help those who check it, not a frightened parent."""
    page = html(reader, "/services/nspcc-helpline/")

    assert "HOURS CONFLICT" not in page
    assert not [source for source in content.service["nspcc_helpline"].sources if source.title in page]


def test_every_number_is_a_link_that_dials(reader, content):
    for service in content.service.values():
        if service.phone:
            page = html(reader, address(service))
            assert re.search(rf'href="tel:{re.escape(service.phone)}"', page), service.key


def test_opening_intervals_of_the_next_days_are_on_the_page(reader):
    with time_machine.travel(datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC), tick=False):
        page = html(reader, "/services/family-lives/")
    opens = int(datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC).timestamp())

    assert f"{opens}-{opens + 12 * 3600}" in page


def test_a_figure_past_its_date_is_history(reader, content):
    with time_machine.travel(datetime.datetime(2036, 1, 1, tzinfo=datetime.UTC), tick=False):
        words = text(reader, "/news/figures/")
    assert words.lower().count("history") >= len(content.figure)


def test_every_figure_shows_its_period_and_publisher(reader, content):
    words = text(reader, "/news/figures/")
    for figure in content.figure.values():
        assert figure.period in words
        assert figure.publisher in words
        assert unescape(figure.claim[:40]) in words


def test_every_news_item_ends_in_a_next_step(reader, content):
    for item in content.news.values():
        page = html(reader, f"/news/{item.key}/")
        assert f'href="{item.next_step_url}"' in page


def test_every_advice_page_has_what_each_must_have(reader, content):
    for page in content.page.values():
        if page.area != "advice":
            continue
        words = text(reader, f"/advice/{page.key}/")
        assert len(page.three_things) == 3, page.key
        assert "If you only do three things" in words
        assert page.sources[0].publisher in words
        assert page.owner in words


def test_the_sitemap_names_every_page(reader, content):
    page = html(reader, "/sitemap/")
    for path in item_addresses(content):
        assert f'href="{path}"' in page
    assert all(path in LISTS or f"{path}</loc>" in html_of_xml(reader) for path in public_addresses(content))


def html_of_xml(reader):
    return reader.client.get("/sitemap.xml").content.decode()


def test_an_old_address_leads_to_the_page_that_took_its_place(store, content, reader):
    moved = builders.with_item(content, "redirect", Redirect(key="/old/", to="/advice/the-law/"))
    builders.put_live(store, builders.make_edition(moved, number=2))

    response = reader.client.get("/old/")

    assert (response.status_code, response.headers["Location"]) == (301, "/advice/the-law/")


def test_a_notice_shows_until_it_ends(store, content, reader):
    until = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
    told = builders.changed(content, "site", "site", notice="We are moving.", notice_until=until)
    builders.put_live(store, builders.make_edition(told, number=2))

    with time_machine.travel(until - datetime.timedelta(minutes=1), tick=False):
        assert "We are moving." in text(reader, "/")
    with time_machine.travel(until + datetime.timedelta(minutes=1), tick=False):
        assert "We are moving." not in text(reader, "/")


COLD = """
import json, django
django.setup()
from django.test import Client
from esafe.addresses import public_addresses
from esafe import live
client = Client(SERVER_NAME="localhost", headers={"cookie": "staff-session=" + "a" * 32})
paths = public_addresses(live.store.current().content)
print(json.dumps({path: client.get(path).status_code for path in paths}))
"""


@pytest.mark.parametrize(
    "database",
    ["postgres://nobody:x@127.0.0.1:9/none", "sqlite:////nonexistent/folder/none.sqlite3"],
)
def test_a_cold_start_with_a_dead_database_serves_every_address(tmp_path, edition, content, database):
    import os
    import shutil

    from esafe.edition_store import EditionStore

    builders.put_live(EditionStore(tmp_path / "editions"), edition)
    shutil.copytree(settings.STATIC_ROOT, tmp_path / "static")
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "esafe.settings",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": database,
    }
    out = subprocess.run(
        [sys.executable, "-c", COLD], env=environ, capture_output=True, text=True, check=True
    ).stdout

    answers = json.loads(out)
    assert set(answers) == set(public_addresses(content))
    assert set(answers.values()) == {200}
