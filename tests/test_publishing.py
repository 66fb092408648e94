"""Publishing is one step, and so is going back."""

import dataclasses
import datetime
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from esafe import live, publishing, starter, starter_loading
from esafe.content import KINDS
from esafe.edition_store import Change, EditionStore
from esafe.item_models import ItemModel
from esafe.models import EditionRecord, LiveChange, Site
from guidance.models import Page, Section
from reporting_links.models import Service
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(empty_store):
    """A database with the starter content, and nothing published."""
    starter_loading.load_once()
    return empty_store


@pytest.fixture
def published(loaded):
    publishing.publish("someone")
    return loaded


def publish_something(by="someone"):
    """Publish an edition that differs from the one before."""
    Site.objects.update(strapline=f"strapline {EditionRecord.objects.count()}")
    return publishing.publish(by)


def change_title(key, title, state=ItemModel.State.READY):
    Page.objects.filter(key=key).update(title=title, state=state)


def test_every_starter_item_comes_back_from_the_database_as_it_was(loaded):
    shipped = {(entry.kind, entry.item.key): entry.item for entry in starter.load()}

    assert publishing.offered([ItemModel.State.READY]) == shipped


def test_reading_all_items_takes_the_same_number_of_queries_however_many_there_are(
    loaded, django_assert_num_queries
):
    def queries():
        with connection.execute_wrapper(counter):
            publishing.offered([ItemModel.State.READY])
        return counter.count

    class Counter:
        count = 0

        def __call__(self, execute, *args):
            self.count += 1
            return execute(*args)

    counter = Counter()
    before = queries()
    for number in range(10):
        Page.from_item(builders.make_page(key=f"more-{number}"), state=ItemModel.State.READY)
    counter.count = 0

    assert queries() == before


def test_starter_content_never_overwrites_what_staff_changed(loaded):
    change_title("the-law", "Our own words")

    assert not starter_loading.load_once()
    assert Page.objects.get(key="the-law").title == "Our own words"


def test_publishing_writes_a_whole_edition_with_its_record(loaded):
    edition = publishing.publish("alex", "first")

    assert loaded.current() == edition
    record = EditionRecord.objects.get(number=1)
    assert (record.digest, record.published_by, record.note) == (edition.digest, "alex", "first")
    assert LiveChange.objects.get().number == 1
    assert set(edition.content.page) == set(Page.objects.values_list("key", flat=True))


def test_readers_keep_the_old_version_of_a_draft(published):
    before = published.current().content.page["the-law"]
    change_title("the-law", "Half-written", ItemModel.State.DRAFT)
    change_title("seven-steps", "Eight steps")

    edition = publishing.publish("someone")

    assert edition.content.page["the-law"] == before
    assert edition.content.page["seven-steps"].title == "Eight steps"


def test_a_new_draft_does_not_reach_readers(published):
    Page.from_item(builders.make_page())

    assert "a-test-page" not in publish_something().content.page


def test_a_withdrawn_item_leaves_with_the_next_edition(published):
    key = published.current().content.figure and next(
        key
        for key in published.current().content.figure
        if not any(key in news.figures for news in published.current().content.news.values())
    )
    publishing.models_of_items()["figure"].objects.filter(key=key).update(state=ItemModel.State.WITHDRAWN)

    assert key not in publishing.publish("someone").content.figure


def test_with_problems_nothing_is_published_and_all_are_named(published):
    Section.objects.filter(page__key="the-law").update(html='<p><a href="/gone/">x</a></p>')
    Site.objects.update(exit_url="http://example.org/")

    with pytest.raises(publishing.NotPublished) as refusal:
        publishing.publish("someone")

    assert {problem.kind for problem in refusal.value.problems} == {"page", "site"}
    assert published.numbers() == [1]
    assert EditionRecord.objects.count() == 1


def test_a_page_whose_address_was_published_cannot_vanish_without_a_redirect(published):
    Page.objects.filter(key="seven-steps").update(state=ItemModel.State.WITHDRAWN)

    with pytest.raises(publishing.NotPublished, match="worked until now"):
        publishing.publish("someone")


def test_going_back_puts_the_old_edition_live_and_says_who_did_it(published):
    change_title("the-law", "A mistake")
    publishing.publish("someone")

    publishing.go_back(1, "sam", "a mistake")

    assert published.current().number == 1
    assert LiveChange.objects.first().by == "sam"


def test_the_number_after_going_back_is_new(published):
    publish_something()
    publishing.go_back(1, "sam")

    assert publish_something().number == 3


def test_going_back_works_without_a_database_and_is_recorded_later(published, monkeypatch):
    publish_something()
    with monkeypatch.context() as away:
        away.setattr(publishing, "record_what_is_missing", _database_is_away)
        publishing.go_back(1, "sam", "no database")

    assert published.current().number == 1
    assert LiveChange.objects.first().number == 2
    publishing.record_what_is_missing(published)
    assert (LiveChange.objects.first().number, LiveChange.objects.first().by) == (1, "sam")


def _stop(*args):
    raise KeyboardInterrupt


def _database_is_away(*args, **kwargs):
    raise DatabaseError


def test_a_second_host_follows_the_edition_that_the_database_names(published, tmp_path):
    other = EditionStore(tmp_path / "other-host")

    assert publishing.follow(other) == 1
    assert other.current() == published.current()
    assert publishing.follow(other) is None


def test_a_second_host_follows_back(published, tmp_path):
    other = EditionStore(tmp_path / "other-host")
    publish_something()
    publishing.follow(other)

    publishing.go_back(1, "sam")

    assert publishing.follow(other) == 1
    assert other.current().number == 1


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_wait_for_each_other(loaded, monkeypatch):
    """Each writes a whole edition of its own; the live one is the later of the two."""
    publishing.publish("someone")
    inside, most = [0], [0]
    real = EditionStore.write

    def slow(store, edition):
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.2)
        real(store, edition)
        inside[0] -= 1

    monkeypatch.setattr(EditionStore, "write", slow)

    def work(name):
        try:
            Site.objects.update(strapline=name)
            publishing.publish(name)
        except publishing.Meanwhile:
            pass  # the other one has published this change as well
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1]
    assert loaded.current().number == EditionRecord.objects.count() >= 2


def test_a_disk_that_fills_up_at_the_swap_takes_the_record_back(published, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(EditionStore, "make_live", full)
    with pytest.raises(OSError, match="No space"):
        publish_something()

    assert EditionRecord.objects.count() == LiveChange.objects.count() == 1
    assert published.numbers() == [1]


def test_nothing_new_makes_no_edition(published):
    with pytest.raises(publishing.Meanwhile):
        publishing.publish("someone")


def test_what_was_shown_is_what_is_published(published):
    change_title("the-law", "Seen")
    shown = publishing.digest_of(publishing.next_content()[0])
    change_title("seven-steps", "Not seen")

    with pytest.raises(publishing.Meanwhile):
        publishing.publish("someone", shown=shown)
    assert published.current().number == 1


def test_a_failed_publish_keeps_what_was_noted_without_a_database(published):
    publish_something()
    published.note_change(Change(number=1, at=datetime.datetime.now(datetime.UTC), by="sam", note=""))
    Site.objects.update(exit_url="http://example.org/")

    with pytest.raises(publishing.NotPublished):
        publishing.publish("someone")

    assert LiveChange.objects.first().number == 1


def test_a_change_that_was_only_half_noted_is_left_out(published):
    (published.folder / "unrecorded.jsonl").write_text('{"number": 1, "at": "2026')

    assert publish_something().number == 2


def test_a_further_host_takes_what_the_others_show_and_publishes_nothing(published, tmp_path, monkeypatch):
    change_title("the-law", "Ready, but nobody pressed the button")
    monkeypatch.setattr(live, "store", EditionStore(tmp_path / "other-host"))

    call_command("prepare")

    assert live.store.current() == published.current()
    assert EditionRecord.objects.count() == 1


def test_a_host_that_is_behind_builds_on_what_readers_have(published, tmp_path):
    behind = EditionStore(tmp_path / "other-host")
    publishing.follow(behind)
    change_title("the-law", "A correction")
    publishing.publish("someone")
    change_title("the-law", "Half-written", ItemModel.State.DRAFT)
    change_title("seven-steps", "Eight steps")

    edition = publishing.publish("someone", store=behind)

    assert edition.content.page["the-law"].title == "A correction"


def test_a_host_never_shows_another_file_under_the_same_number(published, edition, tmp_path):
    other = EditionStore(tmp_path / "other-host")
    builders.put_live(other, builders.make_edition(edition.content, number=1, note="refused"))

    publishing.follow(other)

    assert other.current() == published.current()


def test_going_back_finds_an_edition_that_another_host_published(published, tmp_path):
    publish_something()
    other = EditionStore(tmp_path / "other-host")
    publishing.follow(other)

    publishing.go_back(1, "sam", store=other)

    assert other.current().number == 1


def test_a_full_disk_while_publishing_leaves_no_record_and_no_file(published, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(EditionStore, "write", full)
    with pytest.raises(OSError, match="No space"):
        publish_something()

    assert EditionRecord.objects.count() == 1
    assert published.current().number == 1


def test_the_preview_holds_drafts_and_is_written_nowhere(published):
    change_title("the-law", "Half-written", ItemModel.State.DRAFT)

    assert publishing.preview().edition.content.page["the-law"].title == "Half-written"
    assert published.numbers() == [1]


def test_changes_name_what_readers_would_notice(published):
    change_title("the-law", "New words")
    Page.from_item(builders.make_page(), state=ItemModel.State.READY)
    content, _problems = publishing.next_content()

    found = publishing.changes(published.current().content, content)

    assert {(change.key, change.what) for change in found} == {("the-law", "changed"), ("a-test-page", "new")}


def test_carrying_forward_needs_no_database(content):
    page = builders.make_page()
    after, problems = publishing.build(content, {("page", page.key): page}, [("figure", "e2")])

    assert problems == [] or all("e2" in problem.text for problem in problems)
    assert after.page[page.key] == page
    assert set(after.page) == {*content.page, page.key}


def test_all_kinds_have_a_model():
    assert set(publishing.models_of_items()) == set(KINDS)


class TestCommand:
    """``manage.py edition``."""

    def test_publishes_and_lists(self, loaded, capsys):
        call_command("edition", "publish", "--note", "hello")
        call_command("edition", "list")

        out = capsys.readouterr().out
        assert "Edition 1 is live." in out
        assert "live  hello" in out

    def test_names_the_problems(self, published):
        Site.objects.update(exit_url="http://example.org/")

        with pytest.raises(CommandError, match="must go to an https address"):
            call_command("edition", "publish")
        with pytest.raises(CommandError, match="must go to an https address"):
            call_command("edition", "check")

    def test_goes_back(self, published, capsys):
        publish_something()

        call_command("edition", "rollback", "1")

        assert published.current().number == 1

    def test_refuses_an_edition_that_is_not_there(self, published):
        with pytest.raises(CommandError, match="Edition 9 cannot be put live"):
            call_command("edition", "rollback", "9")

    def test_finds_a_file_that_is_not_whole(self, published):
        publish_something()
        published.path(1).write_bytes(b"{}")

        with pytest.raises(CommandError, match="edition 1 is not whole"):
            call_command("edition", "check")

    def test_follows_once(self, published, tmp_path, monkeypatch):
        monkeypatch.setattr(live, "store", EditionStore(tmp_path / "other-host"))

        call_command("edition", "follow", "--once")

        assert live.store.current().number == 1

    def test_a_follower_outlives_a_database_that_is_away(self, published, monkeypatch, capsys):
        monkeypatch.setattr(publishing, "follow", _database_is_away)
        monkeypatch.setattr("time.sleep", _stop)

        with pytest.raises(KeyboardInterrupt):
            call_command("edition", "follow")
        assert "Will try again" in capsys.readouterr().err

    def test_finds_a_live_file_that_is_not_whole(self, published):
        (published.folder / "current.json").write_bytes(b"{}")

        with pytest.raises(CommandError, match="file of the live edition is not whole"):
            call_command("edition", "check")


def test_an_hour_row_keeps_its_times_and_days(loaded):
    service = Service.objects.get(key="family_lives").to_item()

    assert service.hours[0].opens == datetime.time(9)
    assert dataclasses.astuple(service.hours[0])[1] == ("mon", "tue", "wed", "thu", "fri")
