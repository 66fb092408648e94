"""The news as an Atom feed: whole, stable, and sent once to a program that has it."""

import datetime
import re
from xml.etree import ElementTree

import feedparser
import pytest
from django.conf import settings

from esafe import change_log
from esafe.item import Redirect
from tests import builders
from tests.test_headers import READING, carries
from tests.test_kept_pages import ask, calls, kept

__all__ = ["calls", "kept"]
ADDRESS = "/news.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


def feed(reader):
    response = reader.client.get(ADDRESS)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def entries(reader):
    return {entry.findtext(f"{ATOM}id"): entry for entry in feed(reader).iter(f"{ATOM}entry")}


def test_it_holds_what_the_standard_asks_of_a_feed(reader, content):
    """RFC 4287, 4.1.1 and 4.1.2: one id, title and updated each, an author, a link to itself."""
    root = feed(reader)

    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        assert [len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        updated = element.findtext(f"{ATOM}updated")
        assert datetime.datetime.fromisoformat(updated).tzinfo
        links = {(link.get("rel"), link.get("href")) for link in element.findall(f"{ATOM}link")}
        assert any(rel == "alternate" and href.startswith(settings.SITE_URL) for rel, href in links)
    assert root.find(f"{ATOM}author/{ATOM}name").text == content.site["site"].operator
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == settings.SITE_URL + ADDRESS
    assert len(entries(reader)) == len(content.news)


def test_a_program_that_collects_news_reads_it_without_complaint(reader, content):
    found = feedparser.parse(reader.client.get(ADDRESS).content)

    assert not found.bozo, found.bozo_exception
    assert (found.version, found.encoding) == ("atom10", "utf-8")
    assert {entry.link for entry in found.entries} == {
        f"{settings.SITE_URL}/news/{key}/" for key in content.news
    }
    assert all(entry.id and entry.updated_parsed and entry.content[0].value for entry in found.entries)


def test_each_item_is_there_in_full_with_a_next_step_and_its_source(reader, content):
    found = entries(reader)
    for item in content.news.values():
        entry = found[f"{settings.SITE_URL}/news/{item.key}/"]
        text = builders.text_of(entry.findtext(f"{ATOM}content"))
        assert entry.find(f"{ATOM}content").get("type") == "html"
        assert item.next_step in text
        assert item.sources[0].publisher in text
        assert "{" not in text
        assert 'href="/' not in entry.findtext(f"{ATOM}content")


def test_an_item_keeps_its_id_when_another_gives_way_to_it(reader, store, content):
    gone, stays = (f"/news/{key}/" for key in list(content.news)[:2])
    left = builders.without(content, "news", gone.split("/")[2])
    moved = builders.with_item(left, "redirect", Redirect(key=gone, to=stays))
    builders.put_live(store, builders.make_edition(moved, number=2))

    assert {*entries(reader)} == {f"{settings.SITE_URL}/news/{key}/" for key in left.news}


def test_history_says_so_in_the_feed_too(reader, content):
    text = entries(reader)[f"{settings.SITE_URL}/news/a-campaign-in-2015/"].findtext(f"{ATOM}content")

    assert "History: 2015" in text


def test_text_that_looks_like_code_stays_text(store, content, reader):
    key = next(iter(content.news))
    odd = builders.changed(content, "news", key, title="Is 1 < 2 & “3”?")
    builders.put_live(store, builders.make_edition(odd, number=2))

    titles = [entry.findtext(f"{ATOM}title") for entry in entries(reader).values()]

    assert "Is 1 < 2 & “3”?" in titles


def test_an_item_keeps_its_id_and_is_updated_when_an_edition_changes_it(store, content, reader):
    key = "a-campaign-in-2015"
    name = f"{settings.SITE_URL}/news/{key}/"
    before = entries(reader)
    later = builders.changed(content, "news", key, title="2015: a campaign, told again")
    change_log.write(store, [change_log.event(2, MOMENT, content, later, back=False)])
    builders.put_live(store, builders.make_edition(later, number=2))

    after = entries(reader)

    assert after.keys() == before.keys()
    changed = [
        n for n in after if after[n].findtext(f"{ATOM}updated") != before[n].findtext(f"{ATOM}updated")
    ]
    assert changed == [name]
    assert datetime.datetime.fromisoformat(after[name].findtext(f"{ATOM}updated")) == MOMENT
    assert after[name].findtext(f"{ATOM}published") == before[name].findtext(f"{ATOM}published")
    assert datetime.datetime.fromisoformat(feed(reader).findtext(f"{ATOM}updated")) == MOMENT


def test_a_program_that_has_the_feed_gets_no_body(reader):
    first = reader.client.get(ADDRESS)

    again = reader.client.get(ADDRESS, headers={"if-none-match": first.headers["ETag"]})
    other = reader.client.get(ADDRESS, headers={"if-none-match": 'W/"something-else"'})

    assert (again.status_code, again.content) == (304, b"")
    assert carries(again.headers, READING)
    assert other.content == first.content


def test_it_is_kept_like_a_page_and_answers_304_from_there_too(kept, calls):
    status, headers, body = ask(kept, ADDRESS)
    known = ask(kept, ADDRESS, HTTP_IF_NONE_MATCH=headers["ETag"])
    squeezed = ask(kept, ADDRESS, HTTP_IF_NONE_MATCH=headers["ETag"], HTTP_ACCEPT_ENCODING="br")

    assert status == "200 OK"
    assert body.startswith(b"<?xml")
    assert calls == [ADDRESS]
    for answer in (known, squeezed):
        assert (answer[0], answer[2]) == ("304 Not Modified", b"")
        assert carries(answer[1], READING)
        assert "Content-Length" not in answer[1]


def test_pages_have_no_etag_so_that_nobody_can_tell_who_was_here(kept):
    assert "ETag" not in ask(kept, "/news/")[1]


def test_going_on_to_another_edition_makes_another_feed(kept, store, content):
    before = ask(kept, ADDRESS)[1]["ETag"]
    key = next(iter(content.news))
    other = builders.changed(content, "news", key, title="Another title")
    builders.put_live(store, builders.make_edition(other, number=2))

    status, headers, _body = ask(kept, ADDRESS, HTTP_IF_NONE_MATCH=before)

    assert (status, headers["ETag"] == before) == ("200 OK", False)


@pytest.mark.parametrize("path", ["/news/", "/news/figures/", "/news/changes/", "/news/a-campaign-in-2015/"])
def test_pages_of_news_name_the_feed_in_their_head(reader, path):
    head = reader.get(path).content.decode().partition("</head>")[0]

    assert 'rel="alternate" type="application/atom+xml"' in head
    assert f'href="{ADDRESS}"' in head


def test_no_page_links_to_it_so_that_no_press_leaves_a_file_behind(reader):
    assert f'<a href="{ADDRESS}"' not in reader.get("/news/").content.decode()


def test_a_renamed_page_leaves_the_feed_as_it_was_and_every_link_in_it_alive(store, content, reader):
    before = entries(reader)
    builders.put_live(store, builders.make_edition(builders.renamed(content), number=2))

    after = entries(reader)

    assert after.keys() == before.keys()
    for entry in after.values():
        text = entry.findtext(f"{ATOM}content")
        for path in re.findall(rf'href="{re.escape(settings.SITE_URL)}([^"#]*)', text):
            assert reader.client.get(path, follow=True).status_code == 200, path
