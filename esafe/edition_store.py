"""The folder of editions: what is live, what can be gone back to. Pure: no Django.

``000042.json`` is written once; ``current.json`` is a copy of the live one, replaced by rename.
"""

import datetime
import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from esafe.edition import BadEdition, Edition, dumps, loads

CURRENT = "current.json"
UNRECORDED = "unrecorded.jsonl"
KEEP = 50

log = logging.getLogger(__name__)


class NoEdition(Exception):
    """There is no edition to show: none was published, or no file of the folder can be read."""


class Change(msgspec.Struct, frozen=True):
    """Another edition went live. ``at`` is in UTC."""

    number: int
    at: datetime.datetime
    by: str
    note: str


class EditionStore:
    """Reads and writes one folder of editions. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._current = os.fspath(folder / CURRENT)  # joining a path costs more than the look at it
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._edition: Edition | None = None

    def current(self) -> Edition:
        """The live edition: one ``os.stat``, and a load only when the file has changed.

        When the new file will not load, the last good edition stays (and the log says so); a
        process that has none yet takes the newest good numbered file. Raises NoEdition.
        """
        stamp = self._stamp()
        if self._edition is not None and stamp == self._seen:
            return self._edition
        with self._lock:
            if self._edition is not None and stamp == self._seen:
                return self._edition
            try:
                self._edition = self._load_current() or self._edition or self._newest_good()
                self._seen = stamp
            except OSError as error:  # a disk that fails to read is asked again on the next request
                log.error("The disk did not give the live edition: %s", error)
                self._edition = self._edition or self._newest_good()
            return self._edition

    def _stamp(self) -> tuple[int, int, int]:
        try:
            stat = os.stat(self._current)
        except OSError:
            return (0, 0, 0)
        return (stat.st_mtime_ns, stat.st_ino, stat.st_size)

    def _load_current(self) -> Edition | None:
        try:
            return self._read(self.folder / CURRENT)
        except FileNotFoundError:
            return None
        except BadEdition as error:
            log.error("Keeping the last good edition: %s", error)
            return None

    def _newest_good(self) -> Edition:
        for number in reversed(self.numbers()):
            try:
                return self.get(number)
            except (BadEdition, OSError) as error:
                log.error("Trying an older edition: %s", error)
        raise NoEdition(f"no edition in {self.folder} can be read")

    @staticmethod
    def _read(path: Path) -> Edition:
        return loads(path.read_bytes(), path.name)

    def path(self, number: int) -> Path:
        return self.folder / f"{number:06d}.json"

    def numbers(self) -> list[int]:
        """The numbers of the editions in the folder, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(int(p.stem) for p in self.folder.glob("*.json") if p.stem.isdigit())

    def get(self, number: int) -> Edition:
        """One kept edition. Raises OSError or BadEdition."""
        return self._read(self.path(number))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Only one process at a time publishes or goes back; the others wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / ".lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def write(self, edition: Edition) -> None:
        """Write the numbered file, read it back and compare. Raises OSError or BadEdition."""
        self.write_file(edition.number, dumps(edition))
        if self.get(edition.number) != edition:
            raise BadEdition(f"edition {edition.number} did not read back as it was written")

    def write_file(self, number: int, file: bytes) -> None:
        """Write a numbered file as it is: another host may have newer code, and know more fields."""
        self._write_durably(self.path(number), file)

    def remove(self, number: int) -> None:
        """Forget a numbered file that never went live."""
        self.path(number).unlink(missing_ok=True)

    def live_file_is_whole(self) -> bool:
        """Whether the file that a new process would start with can be read."""
        try:
            self._read(self.folder / CURRENT)
        except (BadEdition, OSError):
            return False
        return True

    def make_live(self, number: int) -> None:
        """Replace the live edition by one of the numbered files, in one rename."""
        self.get(number)
        self._write_durably(self.folder / CURRENT, self.path(number).read_bytes())

    def note_change(self, change: Change) -> None:
        """Remember a change of the live edition until the database has it."""
        with open(self.folder / UNRECORDED, "ab") as file:
            file.write(msgspec.json.encode(change) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def noted_changes(self) -> list[Change]:
        """The changes that the database does not have yet, oldest first."""
        try:
            lines = (self.folder / UNRECORDED).read_bytes().splitlines()
        except FileNotFoundError:
            return []
        return [change for line in lines if (change := self._change(line))]

    @staticmethod
    def _change(line: bytes) -> Change | None:
        try:
            return msgspec.json.decode(line, type=Change)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            log.error("A change of the live edition was only half noted down; it is left out")
            return None

    def read_beside(self, name: str) -> bytes:
        """A file that lies beside the editions; empty when there is none or the disk fails."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return b""

    def write_beside(self, name: str, data: bytes) -> None:
        """Keep a file beside the editions, whole. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write_durably(self.folder / name, data)

    def forget_changes(self) -> None:
        (self.folder / UNRECORDED).unlink(missing_ok=True)

    def _write_durably(self, path: Path, data: bytes) -> None:
        """All of ``data`` is on the disk under ``path``, or the old file still is (M10)."""
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            with open(temporary, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def tidy(self) -> None:
        """Keep the newest editions and the live one; remove what a crash left half-written."""
        live = self.current().number
        for number in self.numbers()[:-KEEP]:
            if number != live:
                self.path(number).unlink(missing_ok=True)
        for left in self.folder.glob("*.tmp"):
            left.unlink(missing_ok=True)
