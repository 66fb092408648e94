"""What changed on this site: made when an edition goes live, read without the database, and silent about staff."""

import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from esafe import change_events, change_log, publishing, starter_loading
from esafe.edition_store import EditionStore
from esafe.item_models import ItemModel
from esafe.models import EditionRecord, LiveChange, Redirect
from guidance.models import Figure, NewsItem, Page
from tests import builders

ADDRESS = "/news/changes/"
MOMENT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


def words():
    return builders.text_of(builders.Reader().get(ADDRESS).content.decode())


def live_after(store, number, before, after):
    events = change_log.read(store)
    change_log.write(store, [*events, change_log.event(number, MOMENT, before, after, back=False)])
    builders.put_live(store, builders.make_edition(after, number=number))


def test_it_says_what_is_new_changed_and_taken_away_with_links(store, content):
    after = builders.changed(content, "page", "the-law", summary="Another summary.")
    after = builders.with_item(after, "page", builders.make_page(area="advice"))
    after = builders.without(after, "news", "a-study-from-2014")
    gone = content.news["a-study-from-2014"].title

    live_after(store, 2, content, after)
    page = builders.Reader().get(ADDRESS).content.decode()

    assert "New A page for a test Changed" in builders.text_of(page)
    assert 'href="/advice/the-law/"' in page.partition("<main")[2]
    assert f"Taken away {gone}" in builders.text_of(page)
    assert 'href="/news/a-study-from-2014/"' not in page


def test_a_page_that_was_only_checked_again_says_so(store, content):
    after = builders.changed(
        content, "page", "the-law", owner="Somebody", reviewed_on=datetime.date(2026, 11, 22)
    )

    live_after(store, 2, content, after)

    assert f"Checked again, and still right {content.page['the-law'].title}" in words()


def test_what_has_no_page_is_said_in_readers_words_and_once(store, content):
    two = list(content.question)[:2]
    after = content
    for key in two:
        after = builders.changed(after, "question", key, title="Another question?")

    live_after(store, 2, content, after)

    assert words().count("the questions under “Concerned about a child?”") == 1


def test_a_page_that_went_later_is_no_dead_link(store, content):
    page = builders.make_page(area="advice")
    with_page = builders.with_item(content, "page", page)
    live_after(store, 2, content, with_page)
    live_after(store, 3, with_page, content)

    assert f'href="/advice/{page.key}/"' not in builders.Reader().get(ADDRESS).content.decode()


def test_what_is_written_down_but_not_live_yet_is_not_shown(store, content):
    later = builders.changed(content, "page", "the-law", title="Not yet")
    change_log.write(
        store,
        [
            change_log.event(1, MOMENT, None, content, back=False),
            change_log.event(2, MOMENT, content, later, back=False),
        ],
    )

    assert "Not yet" not in words()


def test_a_broken_log_costs_readers_the_list_and_nothing_else(store):
    store.write_beside(change_log.FILE, b"[{")

    assert "There is nothing to show yet." in words()


def test_it_keeps_a_bound_on_how_much_it_holds(store, content):
    one = change_log.event(1, MOMENT, None, content, back=False)

    change_log.write(store, [one] * (change_log.MOST + 5))

    assert len(change_log.read(store)) == change_log.MOST


def test_it_is_linked_from_news_the_footer_and_the_list_of_all_pages(reader):
    for path in ("/news/", "/", "/sitemap/"):
        assert f'href="{ADDRESS}"' in reader.get(path).content.decode()
    assert ADDRESS in reader.client.get("/sitemap.xml").content.decode()


@pytest.fixture
def site(empty_store):
    starter_loading.load_once()
    publishing.publish("sam@example.org", "The first one, by Sam")
    return empty_store


def publish_title(title, note="Because Sam said so"):
    Page.objects.filter(key="the-law").update(title=title, state=ItemModel.State.READY)
    return publishing.publish("sam@example.org", note)


@pytest.mark.django_db
def test_publishing_writes_down_what_changed_before_readers_get_it(site, monkeypatch):
    seen = []
    swap = EditionStore.make_live
    monkeypatch.setattr(
        EditionStore,
        "make_live",
        lambda self, number: (seen.append(change_log.read(self)[-1].number), swap(self, number)),
    )

    publish_title("A new title")

    assert seen == [2]
    assert [(event.number, event.back) for event in change_log.read(site)] == [(1, False), (2, False)]
    assert "Changed A new title" in words()


@pytest.mark.django_db
def test_no_name_and_no_note_of_staff_gets_into_it(site):
    publish_title("A new title")
    publishing.go_back(1, "sam@example.org", "Sam was wrong")

    data = (site.folder / change_log.FILE).read_text()

    assert "sam" not in data.lower()
    assert "said so" not in words() + data


@pytest.mark.django_db
def test_going_back_is_told_and_so_is_going_on(site):
    publish_title("A new title")
    publishing.go_back(1, "sam")
    publish_title("A third title")

    assert [(e.number, e.back) for e in change_log.read(site)] == [
        (1, False),
        (2, False),
        (1, True),
        (3, False),
    ]
    assert "We went back to an earlier version of the site." in words()


@pytest.mark.django_db
def test_going_back_is_told_with_the_database_away(site, monkeypatch):
    publish_title("A new title")

    def away(*args, **kwargs):
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "record_what_is_missing", away)
        publishing.go_back(1, "sam")
    assert "We went back" in words()

    publish_title("A third title")

    assert [e.number for e in change_log.read(site)] == [1, 2, 1, 3]


@pytest.mark.django_db
def test_another_host_tells_all_that_happened_since_it_looked(site, tmp_path):
    other = EditionStore(tmp_path / "other")
    publishing.follow(other)
    publish_title("A new title")
    publishing.go_back(1, "sam")
    publish_title("A third title")

    publishing.follow(other)

    assert change_log.read(other) == change_log.read(site)


@pytest.mark.django_db
def test_an_edition_that_could_not_go_live_leaves_no_trace(site, monkeypatch):
    def full(self, number):
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(EditionStore, "make_live", full)
        with pytest.raises(OSError, match="no space"):
            publish_title("A new title")
    assert "A new title" not in words()

    publish_title("Another title")

    assert [event.number for event in change_log.read(site)] == [1, 2]
    assert "A new title" not in words()


@pytest.mark.django_db
def test_a_log_that_cannot_be_written_does_not_stop_an_edition(site, monkeypatch):
    def full(*args):
        raise OSError("no space left")

    monkeypatch.setattr(change_log, "write", full)

    assert publish_title("A new title").number == 2
    assert site.current().number == 2


@pytest.mark.django_db
def test_a_site_from_before_the_log_looks_back(site):
    publish_title("A new title")
    (site.folder / change_log.FILE).unlink()

    publish_title("A third title")

    assert [event.number for event in change_log.read(site)] == [1, 2, 3]
    assert EditionRecord.objects.count() == LiveChange.objects.count() == 3


@pytest.mark.django_db
def test_what_was_withdrawn_is_told(site):
    NewsItem.objects.filter(key="a-study-from-2014").update(state=ItemModel.State.WITHDRAWN)
    Redirect.objects.create(key="/news/a-study-from-2014/", to="/news/", state=ItemModel.State.READY)
    title = NewsItem.objects.get(key="a-study-from-2014").title

    call_command("edition", "publish")

    assert f"Taken away {title}" in words()
    assert "old addresses that lead to new ones" in words()


@pytest.mark.django_db
def test_a_change_of_a_figure_is_told(site):
    Figure.objects.filter(key="e13").update(note="Another note.")

    publishing.publish("sam")

    assert "We also changed: the figures." in words()


@pytest.mark.django_db
def test_catching_up_twice_adds_nothing(site):
    publish_title("A new title")
    before = change_log.read(site)

    change_events.catch_up(site)

    assert change_log.read(site) == before
