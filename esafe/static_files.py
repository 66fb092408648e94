"""Collecting static files, only when they are not those of the last collection, and their digests."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


def collect_if_changed() -> None:
    """Collect unless this was done for exactly these files: it costs more than a start may.

    A release may bring older files (archives keep their times), so newer is not the question.
    """
    collected = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _fingerprint()
    if not collected.exists() or collected.read_text() != wanted:
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(wanted)


def _fingerprint() -> str:
    lines = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(_sources())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _sources() -> Iterator[Path]:
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            yield Path(storage.path(path))


def integrity(name: str) -> str:
    """What a browser checks a static file of ours against: it refuses one that was altered on its way."""
    if settings.DEBUG:  # then a file is served from its source, and may change
        return _digest(Path(finders.find(name) or ""))
    return _digest_of_collected(staticfiles_storage.stored_name(name))  # type: ignore[attr-defined]


@cache
def _digest_of_collected(stored_name: str) -> str:
    """Of a file that never changes: its name holds a digest of its own."""
    return _digest(Path(staticfiles_storage.path(stored_name)))


def _digest(path: Path) -> str:
    return "sha384-" + b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
