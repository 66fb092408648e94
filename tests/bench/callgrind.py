"""T15: the instructions of one hit, counted by valgrind: the same on a busy machine as on an idle one."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from tests.bench.sites import Sites, environ
from tests.bench.targets import Line
from tests.browsing import ROOT

FEW, MANY = 20, 220
COUNT = "valgrind --tool=callgrind --callgrind-out-file=/dev/null".split()


def lines(sites: Sites) -> Iterator[Line | str]:
    if not shutil.which("valgrind"):
        yield "T15      not measured: it needs valgrind (sudo apt install valgrind)"
        return
    few, many = (_instructions(sites, hits) for hits in (FEW, MANY))
    yield Line("T15", "instructions of a hit of the memory layer", (many - few) / (MANY - FEW))


def _instructions(sites: Sites, hits: int) -> int:
    environment = {**environ(sites.starter), "PYTHONHASHSEED": "0"}
    command = [*COUNT, sys.executable, "-m", "tests.bench.hits", str(hits)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stderr=subprocess.PIPE, text=True)
    return int(re.search(r"Collected\s*: (\d+)", done.stderr)[1])
