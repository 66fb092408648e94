"""What tests build with, and the reader whose every page is checked."""

import dataclasses
import datetime
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from esafe.addresses import address
from esafe.content import Content
from esafe.context import built_in
from esafe.edition import Edition, sealed
from esafe.edition_store import EditionStore
from esafe.item import Redirect
from guidance.content import Page

# Django ignores a shorter one without a look, which would prove nothing (M16).
SESSION_COOKIE = "a" * 32
QUESTIONS_TITLE = "Concerned about a child?"
# A block of data is no script: no browser runs it.
INLINE = re.compile(
    r"<(?:script(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">)|style)\b|\sstyle=|\son\w+=", re.I
)


def starter_content() -> Content:
    return built_in()


def make_edition(content: Content, number: int = 1, **values: Any) -> Edition:
    published_at = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
    return sealed(Edition(number=number, published_at=published_at, content=content, **values))


def put_live(store: EditionStore, edition: Edition) -> None:
    store.folder.mkdir(parents=True, exist_ok=True)
    store.write(edition)
    store.make_live(edition.number)


def with_item(content: Content, kind: str, item: Any) -> Content:
    """The content with one item put in, or put in another's place."""
    return dataclasses.replace(content, **{kind: {**content.of(kind), item.key: item}})


def changed(content: Content, kind: str, key: str, **values: Any) -> Content:
    """The content with some fields of one item changed."""
    return with_item(content, kind, dataclasses.replace(content.of(kind)[key], **values))


def renamed(content: Content, key: str = "sextortion_unpaid") -> Content:
    """The content with a situation at ``/help/another-name/``, and a redirect from where it was."""
    moved = changed(content, "situation", key, slug="another-name")
    to = Redirect(key=address(content.situation[key]), to=address(moved.situation[key]))
    return with_item(moved, "redirect", to)


def without(content: Content, kind: str, key: str) -> Content:
    return dataclasses.replace(content, **{kind: {k: v for k, v in content.of(kind).items() if k != key}})


def make_page(**values: Any) -> Page:
    """A page that may be published."""
    source = starter_content().page["the-law"].sources[:1]
    usual: dict[str, Any] = {
        "key": "a-test-page",
        "title": "A page for a test",
        "summary": "It is only here while a test runs.",
        "group": "after",
        "owner": "Safeguarding lead",
        "reviewed_on": datetime.date(2026, 11, 21),
        "review_by": datetime.date(2027, 5, 21),
        "sources": source,
    }
    return Page(**{**usual, **values})


class Reader:
    """A client that holds every page to what all pages promise."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.cookies["staff-session"] = SESSION_COOKIE
        self.client.cookies["staff-csrf"] = SESSION_COOKIE

    def get(self, path: str, **extra: Any) -> HttpResponse:
        return self.check(self.client.get(path, **extra))

    def post(self, path: str, **extra: Any) -> HttpResponse:
        return self.check(self.client.post(path, **extra))

    def check(self, response: Any) -> Any:
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
        if response.headers.get("Content-Type", "").startswith("text/html"):
            check_page(response.content.decode())
        return response


def check_page(html: str) -> None:
    """What holds on every page of HTML that readers get."""
    assert re.search(r'<html lang="en-gb" dir="ltr"', html)
    assert html.count("<h1") == 1
    heading = text_of(re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)[1])
    title = text_of(re.search(r"<title>(.*?)</title>", html, re.S)[1])
    # One title for all the questions and plans, so that it tells nobody what was answered (R109).
    assert heading in title or "home" in html[:3000] or title.startswith(QUESTIONS_TITLE), (heading, title)
    assert not INLINE.search(html), INLINE.search(html)
    leave = re.findall(r'<a[^>]*rel="noreferrer nofollow"[^>]*>\s*Leave this site', html)
    assert leave
    assert 'href="tel:999"' in html
    assert "999bsl.co.uk" in html
    assert "target=" not in html


def text_of(html: str) -> str:
    import html as entities

    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", html)).split())
