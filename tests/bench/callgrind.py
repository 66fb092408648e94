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
COUNT = [
    "valgrind",
    "--tool=callgrind",
    "--callgrind-out-file=/dev/null",
    sys.executable,
    "-m",
    "tests.bench.hits",
]


def lines(sites: Sites) -> Iterator[Line | str]:
    if not shutil.which("valgrind"):
        yield "T15      not measured: it needs valgrind (sudo apt install valgrind)"
        return
    few, many = (_started(sites, hits) for hits in (FEW, MANY))
    instructions = (_collected(many) - _collected(few)) / (MANY - FEW)
    yield Line("T15", "instructions of a hit of the memory layer", instructions)


def _started(sites: Sites, hits: int) -> subprocess.Popen:
    environment = {**environ(sites.starter), "PYTHONHASHSEED": "0"}
    return subprocess.Popen([*COUNT, str(hits)], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


def _collected(run: subprocess.Popen) -> int:
    told = run.communicate()[1]
    assert run.returncode == 0, told
    return int(re.search(r"Collected\s*: (\d+)", told)[1])
