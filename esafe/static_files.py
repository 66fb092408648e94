"""Collecting static files, only when there is something new."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_newer() -> None:
    """Collect when a file is newer than the last collection: it costs more than a start may."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    collected = manifest.stat().st_mtime if manifest.exists() else 0.0
    if any(path.stat().st_mtime > collected for path in _sources()):
        call_command("collectstatic", interactive=False, verbosity=0)


def _sources() -> Iterator[Path]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield Path(storage.path(path))
