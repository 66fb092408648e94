"""Fixtures of leaving: two sites that are not ours, ours between them, and two browsers on a screen."""

from contextlib import contextmanager

import pytest

from tests import firefox
from tests.leaving import SEARCH, Between, Firefox, OtherSite, chromium, our_site
from tests.screen import HEIGHT, WIDTH, screen


@pytest.fixture(scope="module")
def other():
    """Where readers come from, and where they leave to."""
    site = OtherSite()
    yield site
    site.close()


@pytest.fixture(scope="module")
def neutral(other):
    return f"{other.address}/weather"


@pytest.fixture(scope="module")
def ours(tmp_path_factory, content, neutral):
    with our_site(tmp_path_factory.mktemp("ours"), content, neutral) as site:
        yield site


@pytest.fixture
def between(ours):
    """Our site again, on its way through something that can stop or alter it."""
    site = Between(ours.address)
    yield site
    site.close()


BROWSERS = ["chromium", pytest.param("firefox", marks=pytest.mark.firefox)]


@contextmanager
def opened(name, folder, playwright, scripts=True):
    with screen(folder) as display:
        if name == "chromium":
            with chromium(playwright, display, folder / "profile", java_script_enabled=scripts) as found:
                yield found
        else:
            size, setting = (WIDTH, HEIGHT), {"javascript.enabled": scripts}
            with firefox.launched(folder / "profile", display.environ, size, **setting) as tab:
                yield Firefox(tab, display)


@pytest.fixture(scope="module", params=BROWSERS)
def window(request, tmp_path_factory, playwright):
    """A browser on a screen, the same for all tests of a module."""
    with opened(request.param, tmp_path_factory.mktemp(request.param), playwright) as found:
        yield found


@pytest.fixture(params=BROWSERS)
def window_without_scripts(request, tmp_path_factory, playwright):
    folder = tmp_path_factory.mktemp(request.param)
    with opened(request.param, folder, playwright, scripts=False) as found:
        yield found


@pytest.fixture
def told_nothing(other):
    """Whatever a test does, the site it ends on is never told where the reader was."""
    other.mode = "fast"
    other.heard.clear()
    yield
    for request in other.heard:
        assert other.address in request.get("Referer", other.address)
        assert "Origin" not in request


@pytest.fixture
def read(window, ours, other):
    """Come from a search and read a page, as a new visit."""

    def read(path="/leaving/", address=ours.address):
        window.goto(f"{other.address}/search")
        window.screen.wait_until_it_shows(SEARCH)
        window.open(address + path)
        return window.screen

    return read
