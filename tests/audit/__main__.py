"""make audit, the part that npm brings: what Mozilla Observatory and Lighthouse say of the site.

Prints every score and ends with 1 when one is under its bar. tests/bin/audit.sh fetches the tools.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.audit import lighthouse, observatory
from tests.browsing import ROOT

PACKAGES = ROOT / "var" / "tools" / "audit" / "node_modules"


def prepared(var: Path) -> Path:
    """A whole site with the starter content, as `make run` prepares it."""
    environ = {
        **os.environ,
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{var}/esafe.sqlite3",
        "DJANGO_SETTINGS_MODULE": "esafe.settings",
    }
    subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL
    )
    return var


def scores(var: Path) -> Iterator[tuple[str, float, float]]:
    """(what was measured, the score, the least that it may be)."""
    yield from observatory.scores(var, PACKAGES)
    yield from lighthouse.scores(var, PACKAGES)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        low = 0
        for what, score, least in scores(prepared(Path(folder))):
            low += score < least
            print(f"  {what:<64} {score:>4g}{'' if score >= least else f'  under {least:g}'}", flush=True)
    sys.exit(bool(low))


if __name__ == "__main__":
    main()
