"""What leaving is tried with: a site to go to, ours that goes there, and two browsers on a screen."""

import contextlib
import itertools
import json
import random
import threading
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright

from esafe.content import Content
from esafe.edition_store import EditionStore
from tests import browsing, builders, firefox
from tests.screen import HEIGHT, WIDTH, Screen

# Paper, cards, text and the bar: one of them is wherever anything of ours is (static/css/site.css).
OURS = ("#fbf4e8", "#fffcf6", "#2c1733", "#4a2357")
NEUTRAL, SEARCH = "#00a000", "#0000c0"
SLOW = 1.5


class LocalSite(ABC):
    """A small site on this machine."""

    def __init__(self) -> None:
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    site.answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_port
        self.address = f"http://127.0.0.1:{self.port}"

    @abstractmethod
    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        """Answer one request."""

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


class OtherSite(LocalSite):
    """Where leaving goes, and where readers came from. ``mode`` is how it answers: fast, slow, hanging."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[dict[str, str]] = []
        self.mode = "fast"

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        self.heard.append(dict(asked.headers) | {"path": asked.path})
        is_neutral = asked.path == "/weather"
        if is_neutral and self.mode != "fast":
            self.closing.wait(SLOW if self.mode == "slow" else 60)
        colour, title = (NEUTRAL, "Weather") if is_neutral else (SEARCH, "Search")
        asked.send_response(200)
        asked.send_header("Content-Type", "text/html")
        asked.end_headers()
        page = f"<title>{title}</title><link rel=icon href=data:,><body bgcolor='{colour}'>"
        asked.wfile.write(page.encode())


class Between(LocalSite):
    """Passes our pages on. What is in ``held`` never arrives, and what is in ``altered`` arrives altered;
    with ``keepable``, browsers may keep pages, as they would if ours did not forbid it.
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self.passes_on = address
        self.held: set[str] = set()
        self.altered: set[str] = set()
        self.keepable = False
        self.asked: list[str] = []

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        self.asked.append(asked.path)
        if any(name in asked.path for name in self.held):
            self.closing.wait(60)
        with urllib.request.urlopen(self.passes_on + asked.path) as answer:
            body = answer.read()
            asked.send_response(answer.status)
            for name, value in answer.headers.items():
                if name not in ("Content-Length", "Connection", "Date"):
                    keep = self.keepable and name == "Cache-Control"
                    asked.send_header(name, "no-cache" if keep else value)
        asked.end_headers()
        asked.wfile.write(body + b"/**/" if any(name in asked.path for name in self.altered) else body)


class OurSite:
    """The site as we ship it, on a server of its own, going where a test wants it to go."""

    def __init__(self, address: str, store: EditionStore, content: Content) -> None:
        self.address = address
        self.store = store
        self.content = content

    def goes_to(self, exit_url: str) -> None:
        leaving_there = builders.changed(self.content, "site", "site", exit_url=exit_url)
        number = max(self.store.numbers(), default=0) + 1
        builders.put_live(self.store, builders.make_edition(leaving_there, number=number))


@contextmanager
def our_site(folder: Path, content: Content, exit_url: str) -> Iterator[OurSite]:
    store = EditionStore(folder / "editions")
    OurSite("", store, content).goes_to(exit_url)
    with browsing.gunicorn(folder) as address:
        yield OurSite(address, store, content)


class Window(ABC):
    """The tab in front of a browser that a person could see. ``top`` says where its page begins."""

    screen: Screen
    top: str

    @abstractmethod
    def goto(self, url: str) -> None:
        """As if the address was typed."""

    @abstractmethod
    def run(self, script: str) -> Any:
        """What a script returns, run in the page."""

    def call(self, function: str, *values: Any) -> Any:
        return self.run(f"return {function}(...{json.dumps(values)})")

    def open(self, url: str) -> None:
        """Go to a page of ours, and wait until it is there."""
        self.goto(url)
        self.wait_until_there(f"location.href === {json.dumps(url)}")

    def wait_until_there(self, condition: str) -> None:
        """Until a page of ours is there for which the condition holds. Before it is painted it hears nothing."""
        painted = "performance.getEntriesByType('paint').length"
        self.wait_for(f"{condition} && document.readyState === 'complete' && {painted}")
        self.screen.top = int(self.run(f"return {self.top}"))
        self.screen.wait_until_it_shows(*OURS)

    def wait_for(self, condition: str) -> None:
        self.screen.wait(lambda: self._holds(condition), why=condition)

    def _holds(self, condition: str) -> bool:
        try:
            return bool(self.run(f"return {condition}"))
        except Exception:  # the page went while it was asked
            return False

    def point_at(self, selector: str) -> None:
        """Bring an element into sight and put the mouse on its middle."""
        script = """(selector => {
            const element = document.querySelector(selector);
            element.scrollIntoView({ block: "center", behavior: "instant" });
            const box = element.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        })"""
        self.screen.move(*self.call(script, selector))

    def click(self, selector: str) -> None:
        self.point_at(selector)
        self.screen.do("click", "1")

    @abstractmethod
    def entries(self) -> list[tuple[str, str]]:
        """Address and title of every entry of the tab's history."""

    @abstractmethod
    def addresses(self) -> list[str]:
        """Where each tab of the browser is."""

    @abstractmethod
    def another_tab(self) -> AbstractContextManager[None]:
        """A new tab, in front of the others. It is closed in the end, where that was not done before."""

    def has_left(self, address: str) -> bool:
        """Whether no tab is on the site of this address any more."""
        try:
            return not any(found.startswith(address) for found in self.addresses())
        except Exception:  # a page went while it was asked
            return False


class Chromium(Window):
    """Chromium. Pages are kept in memory, as readers have it."""

    top = "screenY + outerHeight - innerHeight"

    def __init__(self, page: Page, screen: Screen) -> None:
        self.page = page
        self.screen = screen

    def goto(self, url: str) -> None:
        self.page.goto(url, wait_until="commit")

    def run(self, script: str) -> Any:
        return self.page.evaluate(f"(() => {{ {script} }})()")

    def entries(self) -> list[tuple[str, str]]:
        told = self.page.context.new_cdp_session(self.page).send("Page.getNavigationHistory")
        return [(entry["url"], entry["title"]) for entry in told["entries"]]

    def addresses(self) -> list[str]:
        # The driver is not told of a page that was kept in memory, so each page is asked.
        return [page.evaluate("location.href") for page in self.page.context.pages]

    @contextmanager
    def another_tab(self) -> Iterator[None]:
        first = self.page
        self.page = first.context.new_page()
        yield
        self.page.close()  # nothing happens where it is closed already
        self.page = first


class Firefox(Window):
    """Firefox."""

    top = "window.mozInnerScreenY"

    def __init__(self, tab: firefox.Tab, screen: Screen) -> None:
        self.tab = tab
        self.screen = screen

    def goto(self, url: str) -> None:
        self.tab.goto(url)

    def run(self, script: str) -> Any:
        return self.tab.run(script)

    def entries(self) -> list[tuple[str, str]]:
        return self.tab.in_browser(
            """
            const history = gBrowser.selectedBrowser.browsingContext.sessionHistory;
            const entries = [];
            for (let i = 0; i < history.count; i += 1) entries.push(history.getEntryAtIndex(i));
            return entries.map((entry) => [entry.URI.spec, entry.title]);
            """
        )

    def addresses(self) -> list[str]:
        return self.tab.in_browser("return gBrowser.tabs.map((tab) => tab.linkedBrowser.currentURI.spec);")

    def another_tab(self) -> AbstractContextManager[None]:
        return self.tab.another()


@contextmanager
def chromium(playwright: Playwright, screen: Screen, profile: Path, **options: Any) -> Iterator[Chromium]:
    context = playwright.chromium.launch_persistent_context(
        profile,
        headless=False,
        executable_path=browsing.chromium(),
        args=[
            *browsing.CHROMIUM_ARGS,
            "--no-proxy-server",
            "--window-position=0,0",
            f"--window-size={WIDTH},{HEIGHT}",
        ],
        ignore_default_args=["--disable-back-forward-cache"],
        env=screen.environ,
        no_viewport=True,
        **options,
    )
    try:
        yield Chromium(context.pages[0], screen)
    finally:
        context.close()


def pairs_covered(*axes: Sequence[Any], seed: int = 20261122) -> list[tuple[Any, ...]]:
    """Combinations such that every two values of different axes meet at least once."""
    choose = random.Random(seed)
    columns = list(itertools.combinations(range(len(axes)), 2))

    def pairs(combination: tuple[Any, ...]) -> set[Any]:
        return {(a, b, combination[a], combination[b]) for a, b in columns}

    all_combinations = list(itertools.product(*axes))
    missing = set().union(*map(pairs, all_combinations))
    chosen = []
    while missing:
        choose.shuffle(all_combinations)
        best = max(all_combinations, key=lambda combination: len(pairs(combination) & missing))
        missing -= pairs(best)
        chosen.append(best)
    return chosen


def settle(seconds: float = 0.7) -> None:
    """Time for a browser to do what it should not do."""
    time.sleep(seconds)
