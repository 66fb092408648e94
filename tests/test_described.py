"""What pages tell programs about themselves: schema.org's words, and the preview of a shared link."""

import json
import re
import struct
from html import unescape

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from esafe.addresses import address, public_addresses
from esafe.api.linked_data import block_text
from esafe.templatetags.described import ASKS, HEIGHT, PICTURE, WIDTH
from tests import builders

SITE = settings.SITE_URL
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
# Checked by hand against schema.org. A role carries the property that it stands in for.
OF_EVERY = {"@type", "@id", "@context"}
VOCABULARY = {
    "WebPage": {
        "url", "name", "inLanguage", "isPartOf", "publisher", "lastReviewed", "reviewedBy",
        "datePublished", "dateModified", "mainEntity",
    },
    "WebSite": {"name", "url"},
    "Organization": {"name"},
    "OrganizationRole": {"roleName", "reviewedBy"},
    "ItemList": {"itemListElement"},
    "Service": {"name", "url", "provider", "areaServed", "availableChannel"},
    "ServiceChannel": {"servicePhone", "serviceUrl"},
    "ContactPoint": {"contactType", "telephone", "hoursAvailable"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes"},
}  # fmt: skip


def html_of(reader, path):
    return reader.get(path).content.decode()


def block_of(reader, path):
    return json.loads(BLOCK.search(html_of(reader, path))[1])


def told_of(reader, path):
    return dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)">', html_of(reader, path)))


def nodes(data):
    """Every typed thing in a block."""
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    if isinstance(data, dict) and "@type" in data:
        yield data
    for value in values:
        yield from nodes(value)


def test_every_reading_page_says_what_it_is_in_words_of_schema_org(reader, content):
    for path in public_addresses(content):
        if path in ASKS:
            continue
        data = block_of(reader, path)
        assert (data["@context"], data["@type"]) == ("https://schema.org", "WebPage")
        assert data["url"] == SITE + path
        for node in nodes(data):
            assert node.keys() - OF_EVERY <= VOCABULARY[node["@type"]], (path, node)


def test_every_page_is_called_what_its_title_says(reader, content):
    for path in public_addresses(content):
        if path not in ASKS:
            title = unescape(re.search("<title>(.*?)</title>", html_of(reader, path))[1])

            name = block_of(reader, path)["name"]
            assert name, path
            assert title.startswith(name), path
    assert block_of(reader, "/schools/")["name"] == "For schools"


def test_a_page_says_when_it_was_checked_and_by_which_role(reader, content):
    page = content.page["the-law"]
    data = block_of(reader, address(page))

    assert data["lastReviewed"] == page.reviewed_on.isoformat()
    assert data["reviewedBy"]["roleName"] == page.owner
    assert "dateModified" not in data  # it is not known


def test_a_service_says_its_number_and_only_hours_that_are_confirmed(store, content, reader):
    known = block_of(reader, "/services/childline/")["mainEntity"]["availableChannel"]["servicePhone"]
    service = content.service["bank_159"]
    unsure = block_of(reader, address(service))["mainEntity"]

    assert known["telephone"] == content.service["childline"].phone
    assert known["hoursAvailable"][0]["opens"] == "00:00"
    assert len(known["hoursAvailable"][0]["dayOfWeek"]) == 8
    assert not service.confirmed
    assert "availableChannel" not in unsure


def test_hours_that_nobody_confirmed_are_in_no_block(reader, content):
    listed = block_of(reader, "/services/")["mainEntity"]["itemListElement"]
    assert len(listed) == len(content.service)
    for told, service in zip(listed, content.service.values(), strict=True):
        sure = [row for row in service.hours if row.confirmed and row.channel == "phone"]
        phone = told.get("availableChannel", {}).get("servicePhone", {})
        assert ("hoursAvailable" in phone) == bool(sure and service.phone and service.confirmed), service.key


@pytest.mark.parametrize("path", [*sorted(ASKS), "/nowhere/", "/feedback/", "/updates/"])
def test_questions_searches_forms_and_errors_tell_programs_nothing(reader, path):
    for html in (html_of(reader, path), reader.client.post(path, {"q": "help"}).content.decode()):
        assert "application/ld+json" not in html
        assert "og:" not in html
        assert "canonical" not in html


@given(st.text() | st.sampled_from(["</script>", "<!--<script>", "]]>", "\u2028", "&lt;/script"]))
def test_no_words_end_a_block_of_data(words):
    text = block_text({"name": words, words: 1})

    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"name": words, words: 1}


def test_a_title_with_code_in_it_stays_in_the_block(store, content, reader):
    odd = builders.changed(content, "page", "the-law", title="</script><b>Law</b> & “more”")
    builders.put_live(store, builders.make_edition(odd, number=2))

    assert block_of(reader, "/advice/the-law/")["name"] == "</script><b>Law</b> & “more”"


def test_a_shared_link_shows_the_site_and_never_what_happened(reader, content):
    """The preview stands in a family chat: neither the page's title nor its summary is in it."""
    site = content.site["site"]
    for situation in content.situation.values():
        told = told_of(reader, address(situation))
        assert told["og:url"] == SITE + address(situation)
        assert (told["og:title"], told["og:site_name"]) == ("Help now", site.name)
        assert told["og:description"] == site.strapline
        assert told["og:image"] == SITE + f"/static/{_hashed(PICTURE)}"
    titles = {told_of(reader, path)["og:title"] for path in public_addresses(content) if path not in ASKS}
    assert titles == {"Help now", "Advice", "Whom to call", "News and figures", site.name}


def _hashed(name):
    from django.contrib.staticfiles.storage import staticfiles_storage

    return staticfiles_storage.stored_name(name)


def test_the_picture_of_a_shared_link_has_the_size_that_is_said():
    with open(finders.find(PICTURE), "rb") as file:
        head = file.read(24)

    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (WIDTH, HEIGHT)


def test_the_one_address_of_a_page_is_said_once(reader, content):
    for path in ("/", "/services/", "/advice/the-law/"):
        assert re.findall(r'<link rel="canonical" href="([^"]*)">', html_of(reader, path)) == [SITE + path]


def test_our_policy_has_nothing_against_a_block_of_data(new_context, site_address):
    page = new_context().new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("/", "/services/", "/services/childline/", "/advice/the-law/"):
        page.goto(site_address + path)
        assert page.locator('script[type="application/ld+json"]').count() == 1

    assert complaints == []


def test_llms_txt_is_as_its_standard_has_it_and_says_999_first(reader, content):
    response = reader.get("/llms.txt")
    text = response.content.decode()
    lines = text.splitlines()
    links = re.findall(r"^- \[.+\]\((\S+)\): .+$", text, re.M)

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == f"# {content.site['site'].name}"
    assert lines[2].startswith("> ")
    assert "call 999" in lines[4]
    assert [line for line in lines if line.startswith("#")][1] == "## What has happened"
    kinds = (content.page, content.situation, content.service)
    assert {SITE + address(item) for kind in kinds for item in kind.values()} < set(links)
    for link in links:
        assert reader.client.get(link.removeprefix(SITE)).status_code == 200, link
