"""Two sites in temporary folders: the starter content, and 300 pages more. Their readers' database is dead."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.conf import settings

from esafe import static_files
from esafe.edition_store import EditionStore
from tests import builders
from tests.browsing import ROOT

# Dead, and of the same kind as that of the minimal project: PostgreSQL's driver is another 9 MiB.
DEAD_DATABASE = "sqlite:////nowhere/none.sqlite3"


@dataclass(frozen=True)
class Sites:
    """Where the files of each site are (its VAR_DIR), under one folder."""

    folder: Path
    starter: Path
    large: Path


@contextmanager
def sites() -> Iterator[Sites]:
    """The starter content is there at once; publishing.py fills the large one."""
    django.setup()
    static_files.collect_if_changed()
    with TemporaryDirectory(prefix="esafe-bench-") as name:
        folder = Path(name)
        made = Sites(folder, folder / "starter", folder / "large")
        for var in (made.starter, made.large):
            var.mkdir()
            (var / "static").symlink_to(settings.STATIC_ROOT)
        _put_starter_content(made.starter)
        yield made


def _put_starter_content(var: Path) -> None:
    edition = builders.make_edition(builders.starter_content())
    builders.put_live(EditionStore(var / "editions"), edition)


def environ(var: Path, database: str = DEAD_DATABASE) -> dict[str, str]:
    """All that a process of the site is told: nothing that this shell is set up for."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "VAR_DIR": str(var), "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "esafe.settings"}


def python(module: str, environ: Mapping[str, str]) -> Any:
    """What a module of ours prints as JSON, run in a process of its own."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)
