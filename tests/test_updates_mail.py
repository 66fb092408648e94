"""The messages of the mailing list: plain, neutral, and with links of ours alone (R86, R94)."""

import re
from html.parser import HTMLParser

import pytest

from contact.mail_links import CONFIRM, MANAGE, STOP, link
from contact.mail_pages import rendered
from tests import builders, html_checker
from tests.signing_up import subscriber

pytestmark = pytest.mark.django_db
KINDS = ("confirm", "already")
# What somebody must not read over another's shoulder.
TELLING = re.compile(
    r"abus|sex|report|child|safe|harm|blackmail|police|groom|nude|naked|victim|threat|help", re.I
)


class Tags(HTMLParser):
    """The tags of a page with their attributes, and the words before which no tag hides any."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.fixture
def site(settings):
    settings.SITE_URL = "https://help.example.org"


def body(html):
    return builders.text_of(html.partition("<body")[2])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("plain", [True, False])
def test_what_an_inbox_shows_tells_nobody_what_it_is_about(store, site, kind, plain):
    subject, text, html = rendered(kind, subscriber(plain_subject=plain))

    assert "\n" not in subject
    for shown in (subject, text[:120], body(html)[:120]):
        assert len(shown) > 10
        assert not TELLING.search(re.sub(r"https://\S+", "", shown)), shown


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_loaded_and_every_link_is_ours(store, site, kind):
    somebody = subscriber()
    _subject, text, html = rendered(kind, somebody)
    tags = Tags(html).found

    assert {tag for tag, _ in tags} <= {
        *("html", "head", "meta", "title", "body", "p", "a", "strong", "hr"),
    }
    used = {name for _, attributes in tags for name in attributes}
    assert used <= {"lang", "dir", "charset", "name", "content", "href"}
    links = [attributes["href"] for tag, attributes in tags if tag == "a"]
    allowed = {link(purpose, somebody) for purpose in (CONFIRM, MANAGE, STOP)}
    for found in (links, re.findall(r"https?://\S+", text)):
        assert found
        assert set(found) <= allowed


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same(store, site, kind):
    _subject, text, html = rendered(kind, subscriber())
    words = body(html)
    for line in text.splitlines():
        if line and line != "--" and not line.startswith("http") and not line.endswith(":"):
            assert line in words, line
    assert set(re.findall(r"https?://\S+", text)) == set(re.findall(r'href="([^"]+)"', html))


def test_only_the_message_that_asks_has_the_link_to_confirm(store):
    pending, somebody = subscriber("kim@example.org", confirmed=False), subscriber()

    assert link(CONFIRM, pending) in rendered("confirm", pending)[1]
    words = rendered("already", somebody)[1]
    assert link(CONFIRM, somebody) not in words
    assert link(MANAGE, somebody) in words
    assert link(STOP, somebody) in words


def test_a_message_names_nobody_and_no_address(store):
    for kind in KINDS:
        for words in rendered(kind, subscriber(f"{kind}@example.org")):
            assert f"{kind}@" not in words


def test_the_sites_name_is_that_of_the_live_edition_and_escaped(store, content):
    changed = builders.changed(content, "site", "site", name="Calm & <Co>")
    builders.put_live(store, builders.make_edition(changed, number=2))
    _subject, text, html = rendered("already", subscriber())

    assert "Calm & <Co> is run by" in text
    assert "Calm &amp; &lt;Co&gt; is run by" in html


def test_without_an_edition_a_message_is_made_all_the_same(empty_store):
    assert rendered("confirm", subscriber(confirmed=False))[0] == "Please confirm your email address"


def test_a_language_that_the_site_has_not_is_the_sites_own(store):
    assert '<html lang="en-gb" dir="ltr">' in rendered("already", subscriber(language="xx"))[2]


def test_the_html_checker_finds_nothing_in_a_message(store, tmp_path):
    pages = [(kind, rendered(kind, subscriber(f"{kind}@example.org"))[2].encode()) for kind in KINDS]

    assert html_checker.complaints(pages, tmp_path) == []
