"""Short links: on paper and on other sites for ever, whatever becomes of a page's name."""

import pytest

from esafe import problems, short_codes
from esafe.addresses import address, public_addresses
from tests import builders


def test_every_page_has_a_short_link_that_leads_to_it(reader, content):
    for path in public_addresses(content):
        response = reader.client.get(short_codes.go(path))

        assert (response.status_code, response.headers["Location"]) == (302, path)


def test_a_code_stays_what_it_was_when_it_was_printed():
    assert short_codes.code("/concerned/") == "xsbqd"
    assert short_codes.code("/help/threats-and-demands/") == "2qv53"


def test_a_renamed_page_keeps_the_links_that_were_printed(content, monkeypatch, store):
    old = content.situation["sextortion_unpaid"]
    renamed = builders.renamed(content)
    builders.put_live(store, builders.make_edition(renamed, number=2))

    response = builders.Reader().client.get(short_codes.go(address(old)))

    assert response.headers["Location"] == "/help/another-name/"
    assert not [problem for problem in problems.find(renamed, content) if "worked until now" in problem.text]


def test_a_page_that_would_take_its_code_along_is_not_published(content):
    old = content.situation["sextortion_unpaid"]
    renamed = builders.changed(content, "situation", old.key, slug="another-name")

    assert [p.key for p in problems.find(renamed, content) if "worked until now" in p.text] == [address(old)]


def test_two_addresses_with_one_code_are_not_published(content, monkeypatch):
    monkeypatch.setattr(short_codes, "LENGTH", 1)
    short_codes.code.cache_clear()
    found = problems.find(content)
    short_codes.code.cache_clear()

    assert any("would have one short link" in problem.text for problem in found)


@pytest.mark.parametrize("code", ["xxxxx", "short", "concerned", "CONCE"])
def test_a_code_that_stands_for_nothing_is_a_kind_error_page(reader, code):
    response = reader.get(f"/go/{code}/")

    assert response.status_code == 404
    assert "999" in response.content.decode()
