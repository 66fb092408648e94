"""What the checker of HTML and CSS (vnu, fetched by tests/bin/tools.sh) says of pages."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests import browsing

VNU = browsing.ROOT / "var/tools/node_modules/vnu-jar/build/dist/vnu.jar"


def messages(*arguments: str | Path) -> list[dict[str, Any]]:
    """All that the checker says when it is run with these arguments."""
    command = ["java", "-jar", VNU, "--format", "json", "--stdout", *arguments]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    found: list[dict[str, Any]] = json.loads(checked.stdout)["messages"]
    return found


def complaints(pages: Iterable[tuple[str, bytes]], folder: Path) -> list[str]:
    """A line for all that is wrong in pages, each with a name to find it by; ``folder`` takes them meanwhile."""
    for number, (name, html) in enumerate(pages):
        (folder / f"{number:03d}-{name}.html").write_bytes(html)
    found = messages(*sorted(folder.glob("*.html")))
    return [f"{Path(m['url']).name}: {m['message']} {m.get('extract', '')[:100]}" for m in found]
