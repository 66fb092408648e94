"""Mozilla Observatory's own scorer, against gunicorn with our settings of production (R14)."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.browsing import ROOT, free_port

HOST = "esafe.example"
LEAST = 130
SCRIPT = Path(__file__).with_name("observatory.mjs")


def scores(var: Path, packages: Path) -> Iterator[tuple[str, float, float]]:
    found = _scan(var, packages)
    scan, cookies = found["scan"], found["tests"]["cookies"]["result"]
    assert cookies == "cookies-not-found", f"a cookie was set: {cookies}"
    yield f"Mozilla Observatory: {scan['grade']}, no cookie", scan["score"], LEAST


def _scan(var: Path, packages: Path):
    """What the scorer says: its ``scan`` and its ``tests``."""
    certificate, key = _certificate(var)
    https, http = free_port(), free_port()
    with ExitStack() as servers:
        servers.enter_context(_serving(var, https, "--certfile", certificate, "--keyfile", key))
        servers.enter_context(_serving(var, http))
        environ = {
            **os.environ,
            "HOST": HOST,
            "HTTPS_PORT": str(https),
            "HTTP_PORT": str(http),
            "PACKAGES": str(packages),
            "NODE_EXTRA_CA_CERTS": certificate,
        }
        said = subprocess.run(["node", SCRIPT], env=environ, check=True, capture_output=True, text=True)
    return json.loads(said.stdout)


def _certificate(var: Path) -> tuple[str, str]:
    certificate, key = str(var / "certificate.pem"), str(var / "key.pem")
    name = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *name]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


@contextmanager
def _serving(var: Path, port: int, *more: str) -> Iterator[None]:
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "esafe.settings",
        "PRODUCTION": "true",
        "SITE_URL": f"https://{HOST}",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "TRUSTED_PROXY": "127.0.0.1",
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{var}/esafe.sqlite3",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "esafe/gunicorn.py", *more, "esafe.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"no server at port {port}")
