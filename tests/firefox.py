"""Firefox, driven over the socket that it opens itself (Marionette): no further package is needed."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SETTINGS = {
    "marionette.port": 0,  # any; Firefox writes the one it took into its profile
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.tabs.warnOnClose": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.prefs.recommended": False,  # as readers have it, pages kept in memory and all
    "toolkit.telemetry.server": "",
}


def firefox() -> str:
    found = next((path for name in ("firefox-esr", "firefox") if (path := shutil.which(name))), None)
    assert found, "Please install Firefox: sudo apt install firefox-esr"
    return found


class Tab:
    """The tab that is in front. Scripts run beside the page's own, which cannot see them."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.answers = connection.makefile("rb")
        self.sent = 0
        self._read()

    def _read(self) -> Any:
        length = b""
        while (digit := self.answers.read(1)) != b":":
            length += digit
        return json.loads(self.answers.read(int(length)))

    def ask(self, command: str, **parameters: Any) -> Any:
        self.sent += 1
        said = json.dumps([0, self.sent, command, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(said), said))
        _, _, error, answer = self._read()
        assert not error, error
        return answer

    def goto(self, url: str) -> None:
        self.ask("WebDriver:Navigate", url=url)

    def run(self, script: str) -> Any:
        return self.ask("WebDriver:ExecuteScript", script=script, args=[])["value"]

    def in_browser(self, script: str) -> Any:
        """What a script finds out in the browser's own window, as its buttons do."""
        self.ask("Marionette:SetContext", value="chrome")
        answer = self.ask("WebDriver:ExecuteScript", script=script, args=[])["value"]
        self.ask("Marionette:SetContext", value="content")
        return answer

    @contextmanager
    def another(self):
        """A new tab, in front of this one. It is closed in the end, where that was not done before."""
        first = self.ask("WebDriver:GetWindowHandle")["value"]
        second = self.ask("WebDriver:NewWindow", type="tab", focus=True)["handle"]
        self.ask("WebDriver:SwitchToWindow", handle=second, focus=True)
        yield
        if second in self.ask("WebDriver:GetWindowHandles"):
            self.ask("WebDriver:CloseWindow")
        self.ask("WebDriver:SwitchToWindow", handle=first, focus=True)

    @property
    def url(self) -> str:
        return self.ask("WebDriver:GetCurrentURL")["value"]


@contextmanager
def launched(profile: Path, environ: Mapping[str, str], size: tuple[int, int], **settings: Any):
    """Start it on the display of ``environ`` and give its tab."""
    profile.mkdir()
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in {**SETTINGS, **settings}.items()]
    (profile / "user.js").write_text("\n".join(lines))
    command = [
        firefox(),
        "--marionette",
        "--remote-allow-system-access",
        "--new-instance",
        "--profile",
        str(profile),
    ]
    command += ["--width", str(size[0]), "--height", str(size[1])]
    browser = subprocess.Popen(
        command, env={**environ, "HOME": str(profile)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with socket.create_connection(("127.0.0.1", _port(profile)), timeout=60) as connection:
            tab = Tab(connection)
            tab.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"pageLoadStrategy": "none"}})
            with tab.answers:
                yield tab
    finally:
        browser.terminate()
        browser.wait(timeout=30)


def _port(profile: Path) -> int:
    for _ in range(600):
        file = profile / "MarionetteActivePort"
        if file.exists() and (port := file.read_text()):
            return int(port)
        time.sleep(0.1)
    raise AssertionError("Firefox did not start")
