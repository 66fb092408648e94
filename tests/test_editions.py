"""An edition is whole or it is not read at all."""

import dataclasses
import hashlib
import json
import random
import threading

import pytest

from esafe.content import KINDS
from esafe.edition import FORMAT, BadEdition, dumps, item_in, loads
from esafe.edition_store import CURRENT, KEEP, EditionStore, NoEdition
from tests import builders


@pytest.fixture
def folder(tmp_path, edition):
    store = EditionStore(tmp_path)
    builders.put_live(store, edition)
    return store


def next_one(edition, number=2, note="later"):
    return builders.make_edition(edition.content, number=number, note=note)


def test_an_edition_reads_back_as_it_was_written(edition):
    assert loads(dumps(edition)) == edition


def test_equal_editions_give_equal_bytes(edition, content):
    assert dumps(builders.make_edition(content)) == dumps(edition)


def test_nothing_in_an_edition_can_be_changed(edition):
    with pytest.raises(dataclasses.FrozenInstanceError):
        edition.number = 7
    with pytest.raises(TypeError):
        edition.content.page["x"] = None
    with pytest.raises(dataclasses.FrozenInstanceError):
        next(iter(edition.content.page.values())).title = "x"


def test_one_altered_byte_is_noticed_wherever_it_is(edition):
    whole = dumps(edition)
    chance = random.Random(5)
    for _ in range(200):
        place = chance.randrange(len(whole))
        altered = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]

        with pytest.raises(BadEdition):
            loads(altered)


def test_a_file_cut_short_is_noticed(edition):
    whole = dumps(edition)
    for length in (0, 1, 40, len(whole) // 2, len(whole) - 1):
        with pytest.raises(BadEdition):
            loads(whole[:length])


def test_a_newer_format_is_refused_in_words(edition):
    newer = dumps(edition).replace(b'"format":%d' % FORMAT, b'"format":%d' % (FORMAT + 1), 1)

    with pytest.raises(BadEdition, match="format 2"):
        loads(newer)


def test_an_edition_written_before_a_field_existed_still_reads(edition):
    """Fields are added with defaults, so code may be newer than the file (R183)."""
    file = json.loads(dumps(edition))
    for page in file["edition"]["content"]["page"].values():
        del page["keywords"]
    older = json.dumps(file["edition"], separators=(",", ":")).encode()
    digest = hashlib.sha256(older).hexdigest()

    read = loads(b'{"format":1,"digest":"%s","edition":%s}' % (digest.encode(), older))

    assert {page.keywords for page in read.content.page.values()} == {()}


def test_one_item_reads_as_it_does_in_the_whole(edition, content):
    file = dumps(edition).decode()

    for kind in KINDS:
        for key, item in content.of(kind).items():
            assert item_in(file, kind, key) == item
        assert item_in(file, kind, "never-was") is None


def test_one_item_of_what_cannot_be_read_is_refused_in_words(edition):
    newer = dumps(edition).decode().replace(f'"format":{FORMAT}', f'"format":{FORMAT + 1}', 1)

    for file, words in ((newer, "format 2"), (newer[:1000], "cannot be read"), ("", "cannot be read")):
        with pytest.raises(BadEdition, match=words):
            item_in(file, "page", "about")


def test_readers_see_a_new_edition_after_the_swap(folder, edition):
    assert folder.current().number == 1
    folder.write(next_one(edition))
    assert folder.current().number == 1

    folder.make_live(2)

    assert folder.current().number == 2


def test_a_bad_current_file_leaves_readers_the_last_good_edition(folder):
    before = folder.current()
    (folder.folder / CURRENT).write_bytes(b"half a fi")

    assert folder.current() is before


def test_a_fresh_process_takes_the_newest_good_file_when_the_current_one_is_bad(folder, edition):
    folder.write(next_one(edition, 2))
    folder.write(next_one(edition, 3))
    folder.path(3).write_bytes(b"{}")
    (folder.folder / CURRENT).write_bytes(b"{}")

    assert EditionStore(folder.folder).current().number == 2


def test_a_missing_current_file_is_survived(folder):
    (folder.folder / CURRENT).unlink()

    assert folder.current().number == 1
    assert EditionStore(folder.folder).current().number == 1


def test_an_empty_folder_says_that_there_is_no_edition(tmp_path):
    with pytest.raises(NoEdition):
        EditionStore(tmp_path).current()


def test_an_edition_that_is_not_whole_cannot_be_put_live(folder, edition):
    folder.write(next_one(edition))
    folder.path(2).write_bytes(folder.path(2).read_bytes()[:-5])

    with pytest.raises(BadEdition):
        folder.make_live(2)
    assert EditionStore(folder.folder).current().number == 1


def test_the_newest_editions_and_the_live_one_are_kept(folder, edition):
    for number in range(2, KEEP + 5):
        folder.write(next_one(edition, number))

    folder.tidy()

    assert folder.numbers() == [1, *range(5, KEEP + 5)]


def test_a_full_disk_leaves_the_current_edition_byte_for_byte(folder, edition, monkeypatch):
    """Fails at the first write, at ten sizes in between, and at the flush."""
    folder.write(next_one(edition))
    before = (folder.folder / CURRENT).read_bytes()
    size = len(dumps(edition))
    for room in [*range(0, size, max(1, size // 10))]:
        monkeypatch.setattr("builtins.open", _open_with_room_for(room))
        with pytest.raises(OSError, match="No space left"):
            folder.make_live(2)
        monkeypatch.undo()

        assert (folder.folder / CURRENT).read_bytes() == before
        assert not list(folder.folder.glob("*.tmp"))
    folder.make_live(2)
    assert folder.current().number == 2


def _open_with_room_for(room):
    real = open

    def opened(path, mode="r", *args, **kwargs):
        file = real(path, mode, *args, **kwargs)
        if "w" not in mode or not str(path).endswith(".tmp"):
            return file
        return _Small(file, room)

    return opened


class _Small:
    """A file on a disk with room for so many bytes."""

    def __init__(self, file, room):
        self.file, self.room = file, room

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.file.close()

    def write(self, data):
        self.file.write(data[: self.room])
        raise OSError(28, "No space left on device")


def test_what_is_written_is_on_the_disk_before_it_is_named(folder, edition, monkeypatch):
    """A power cut between rename and write would leave an empty current file (R177)."""
    import os

    done = []
    real_fsync, real_replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (done.append("fsync"), real_fsync(fd)))
    monkeypatch.setattr(os, "replace", lambda a, b: (done.append("replace"), real_replace(a, b)))

    folder.write(next_one(edition))
    folder.make_live(2)

    assert done == ["fsync", "replace", "fsync"] * 2


def test_many_threads_read_whole_editions_while_others_are_put_live(folder, edition):
    """Each reader takes the edition once; number and note were written together."""
    numbers = range(2, 22)
    for number in numbers:
        folder.write(next_one(edition, number, note=f"note {number}"))
    stop, mixed, reads = threading.Event(), [], []

    def read():
        while not stop.is_set():
            found = folder.current()
            reads.append(1)
            if found.number > 1 and found.note != f"note {found.number}":
                mixed.append(found.number)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in numbers:
        folder.make_live(number)
    stop.set()
    for thread in threads:
        thread.join()

    assert not mixed
    assert len(reads) > len(numbers)
