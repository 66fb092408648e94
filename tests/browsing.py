"""A real server and a real browser: gunicorn as we ship it, and Chromium."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DEAD_DATABASE = "postgres://nobody@127.0.0.1:9/none"


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found, "Please install Chromium: sudo apt install chromium"
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def gunicorn(var: Path, database: str = DEAD_DATABASE, workers: int = 1, **settings_of_environment: str):
    """Serve what is in ``var`` (editions, static files) and give the address. The database is dead.

    What the server says goes to ``var/said.log``.
    """
    if not (var / "static").exists():
        (var / "static").symlink_to(settings.STATIC_ROOT)
    port = free_port()
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "esafe.settings",
        "VAR_DIR": str(var),
        "DATABASE_URL": database,
        "PORT": str(port),
        "WEB_CONCURRENCY": str(workers),
        **settings_of_environment,
    }
    said = (var / "said.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "esafe/gunicorn.py", "esafe.wsgi:application"],
        cwd=ROOT,
        env=environ,
        stdout=said,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
        said.close()


def _wait_for(address: str) -> None:
    for _ in range(600):  # a busy machine needs its time to start one
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise AssertionError(f"no server at {address}")
