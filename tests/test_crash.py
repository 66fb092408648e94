"""Publishers die at every step and at random moments; readers never notice."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from esafe import change_log
from esafe.edition_store import EditionStore

KILLS = 40
READERS = 2


def watch(folder, stop, reads, wrong):
    """Read as a web process does, and as a process that starts now does, until told to stop."""
    long_lived = EditionStore(folder)
    while not stop.is_set():
        for store in (long_lived, EditionStore(folder)):
            try:
                edition = store.current()
            except Exception as error:
                wrong.append(repr(error))
                continue
            pages = edition.content.page
            marks = {
                edition.note,
                edition.site.strapline,
                pages["the-law"].summary,
                pages["seven-steps"].summary,
            }
            reads.append(edition.number)
            time.sleep(0.001)
            if len(marks) != 1:
                wrong.append(f"edition {edition.number} mixes {marks}")


def test_killing_publishers_leaves_readers_whole_editions(tmp_path):
    environ = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/crash.sqlite3"}
    script = Path(__file__).with_name("publish_and_crash.py")
    publisher = subprocess.Popen(
        [sys.executable, str(script), str(KILLS)], env=environ, stdout=subprocess.PIPE, text=True
    )
    assert publisher.stdout.readline() == "ready\n"
    stop, reads, wrong = threading.Event(), [], []
    readers = [
        threading.Thread(target=watch, args=(tmp_path / "editions", stop, reads, wrong))
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    out, _ = publisher.communicate()
    stop.set()
    for reader in readers:
        reader.join()

    lines = out.splitlines()
    assert publisher.returncode == 0, out
    # Three steps for each of three files: the edition, the log of changes, what is live.
    assert [line for line in lines if line.startswith("crashed")] == [
        f"crashed at step {n}" for n in range(1, 10)
    ]
    assert lines.count("killed") == KILLS
    assert wrong == []
    assert len(set(reads)) > 5
    assert lines[-1].startswith("live ")
    told = [event.number for event in change_log.read(EditionStore(tmp_path / "editions"))]
    assert told[-1] == int(lines[-1].removeprefix("live "))
    assert told == sorted(set(told))
