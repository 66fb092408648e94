"""Whole sites for tests of staff in a browser, and members of staff who sit down at them."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests import browsing

SIGN_IN = """
from django.contrib.auth.models import User
from django.test import Client
from tests import colleagues
user = User.objects.filter(email={email!r}).first() or colleagues.someone(*{roles!r}, email={email!r})
User.objects.filter(pk=user.pk).update(is_superuser=not {roles!r})
print(colleagues.sign_in(Client(), user).cookies["staff-session"].value)
"""
# Pastes HTML, or plain text, into the element that it is called with.
PASTE = """([element, html, text]) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    element.focus();
    element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
DJANGOS_STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")  # its lists have links closer than 2.2 asks
OUR_STANDARD = (*DJANGOS_STANDARD, "wcag22aa")


@dataclass
class StaffSite:
    """A site as `make run` prepares it, in a folder of its own, served at an address."""

    var: Path
    address: str = ""

    @property
    def database(self) -> str:
        return f"sqlite:///{self.var}/esafe.sqlite3"

    def manage(self, *command: str) -> str:
        """Run a command of manage.py and give what it printed."""
        environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "esafe.settings",
            "VAR_DIR": str(self.var),
            "DATABASE_URL": self.database,
            "PORT": self.address.rpartition(":")[2] or "8000",
        }
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=browsing.ROOT,
            env=environ,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def shell(self, code: str) -> str:
        return self.manage("shell", "-v", "0", "-c", code)

    def cookie_of(self, email: str, *roles: str) -> dict[str, str]:
        """The cookie of somebody who just signed in: with these roles, or with every right if with none."""
        value = self.shell(SIGN_IN.format(email=email, roles=roles)).strip()
        return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.address}


@pytest.fixture(scope="session")
def prepared_site(tmp_path_factory) -> StaffSite:
    site = StaffSite(tmp_path_factory.mktemp("prepared"))
    (site.var / "static").symlink_to(settings.STATIC_ROOT)
    site.manage("prepare")
    return site


@contextmanager
def served_copy(prepared: StaffSite, var: Path, **environ: str):
    """Serve a copy of the prepared site, which may be changed at will, and give it."""
    shutil.copytree(prepared.var, var, symlinks=True, dirs_exist_ok=True)
    site = StaffSite(var)
    with browsing.gunicorn(var, site.database, **environ) as site.address:
        yield site


@pytest.fixture(scope="module")
def staff_site(prepared_site, tmp_path_factory):
    """One site for all tests of a file."""
    with served_copy(prepared_site, tmp_path_factory.mktemp("staff")) as site:
        yield site


@pytest.fixture(scope="module")
def chiefs_cookie(staff_site):
    return staff_site.cookie_of("sam@example.org")


@pytest.fixture
def sit_down(new_context, staff_site, chiefs_cookie):
    """Open the desk as somebody who may do everything: gives the page, and what its console complains of."""

    def sit(cookie=chiefs_cookie, **context):
        # Half way from light to dark Django's links have no contrast.
        context = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **context}
        browser = new_context(base_url=staff_site.address, **context)
        browser.add_cookies([cookie])
        page = browser.new_page()
        complaints = complaints_of(page)
        page.goto("/admin/")
        return page, complaints

    return sit


def complaints_of(page) -> list[str]:
    """What the console of this page complains of, from now on: grows with time."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def clean(page, complaints, standard=OUR_STANDARD) -> list[str]:
    """What axe finds, after what the console says: axe itself tries styles that the policy refuses."""
    page.wait_for_load_state()
    said = [*complaints]
    found = Axe().run(page, options={"runOnly": list(standard)}).response["violations"]
    complaints.clear()
    return said + [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"][:3]]
