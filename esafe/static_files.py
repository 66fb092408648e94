"""Collecting static files, only when they are not those of the last collection."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
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
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield Path(storage.path(path))
