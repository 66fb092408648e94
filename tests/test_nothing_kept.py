"""A fresh browser visits every address and every state; nothing stays on the device (R79, R87).

What is found is compared with the register of esafe/on_device.py: all of it must be there.
"""

import re
import sqlite3

import pytest

from esafe import on_device
from esafe.addresses import public_addresses

pytestmark = pytest.mark.browser
FILES = ("/sitemap.xml", "/news.atom", "/robots.txt", "/.well-known/security.txt", "/healthz")
ERRORS = ("/nowhere/", "/services/nowhere/", "/%00", "/search/?q=%00", "/" + "a" * 5000)
NOT_INSTALLABLE = ("/sw.js", "/service-worker.js", "/manifest.json", "/site.webmanifest")
# Typed by a reader here, and to be found nowhere afterwards.
TYPED = "canary blackmail 7f3a"
MOST_STEPS = 30
# Files, and what a school shows on pages of its own: both say nothing of what anybody read.
MAY_BE_KEPT = "^/(static|embed)/"
# A form that leads on, and its button; those named "show" lead back to a question.
TAKES_WORDS = ", ".join(
    f"[action^='{path}']"
    for path in ("/feedback/", "/updates/", "/privacy/complaint/", "/schools/check/", "/print/")
)
NEXT_FORM = f"main form:not([role=search], {TAKES_WORDS}):has(button:not([name=show]))"
NEXT = "button:not([name=show])"
ON_THE_DEVICE = """async () => ({
    'local storage': Object.keys(localStorage),
    'session storage': Object.keys(sessionStorage),
    cookie: document.cookie ? document.cookie.split('; ').map(cookie => cookie.split('=')[0]) : [],
    'cache storage': await caches.keys(),
    database: (await indexedDB.databases()).map(database => database.name),
    'service worker': (await navigator.serviceWorker.getRegistrations()).map(found => found.scope),
})"""
AHEAD_OF_TIME = """
    link[rel~=prefetch], link[rel~=preconnect], link[rel~=dns-prefetch], link[rel~=prerender],
    link[rel~=preload], link[rel~=modulepreload], link[rel~=manifest], script[type=speculationrules],
    a[ping], [is=portal], iframe, object, embed, video, audio, meta[http-equiv=refresh]
"""
# Pages for schools show a card as a school's own page does.
OUR_OWN_CARD = "iframe[src^='/embed/']"
NEVER_SENT = frozenset("set-cookie link refresh nel report-to reporting-endpoints speculation-rules".split())
# A box that a browser must not learn from: it would offer what was typed to whoever comes next. One's own
# e-mail address says nothing of us, and people may have it filled in (R104, WCAG 1.3.5).
BOXES_THAT_ARE_LEARNT_FROM = """
    input:not([type=hidden], [type=radio], [type=checkbox], [type=submit], [type=email][autocomplete=email], [autocomplete=off]),
    textarea:not([autocomplete=off])
"""


class Visit:
    """One reader's visit in a browser that was never used; it notes what each page asks for and stores."""

    def __init__(self, context, address):
        self.context, self.address = context, address
        self.page = context.pages[0]
        self.stored = set()
        self.states = []
        self.faults = []
        context.on("request", self._asks)
        context.on("response", self._answers)

    def _asks(self, request):
        if not request.url.startswith(self.address + "/"):
            self.faults.append(f"asked {request.url}")
        if {"purpose", "sec-purpose"} & request.headers.keys():
            self.faults.append(f"fetched ahead of time: {request.url}")

    def _answers(self, response):
        if found := NEVER_SENT & response.headers.keys():
            self.faults.append(f"{found} from {response.url}")
        kept = response.headers.get("cache-control") != "no-store"
        if kept and not re.search(MAY_BE_KEPT, response.url.removeprefix(self.address)):
            self.faults.append(f"may be kept: {response.url}")

    def open(self, path):
        self.page.goto(self.address + path)
        self.look()

    def look(self):
        """Note what this page stored, and what it would fetch or have the browser learn."""
        path = self.page.url.removeprefix(self.address)
        self.states.append((path, self.page.title()))
        for kind, names in self.page.evaluate(ON_THE_DEVICE).items():
            self.stored |= {(kind, name) for name in names}
        for selector in (AHEAD_OF_TIME, BOXES_THAT_ARE_LEARNT_FROM):
            for tag in self.page.locator(f":is({selector}):not({OUR_OWN_CARD})").all():
                self.faults.append(f"{tag.evaluate('tag => tag.outerHTML')[:100]} on {path}")

    def send(self, form):
        """Fill in a form, send it, and look at what comes."""
        for box in form.locator("input[type=text]:not([tabindex='-1']), textarea").all():
            box.fill(TYPED)
        for choice in form.locator(".choice:first-of-type label").all():
            choice.click()
        with self.page.expect_response(lambda response: response.request.method == "POST"):
            form.locator(NEXT).first.click()
        self.page.locator("main:not([aria-busy])").wait_for()
        self.page.wait_for_load_state()
        self.look()

    def send_every_form_of(self, path):
        """Each form of a page in turn, on to the end where one leads to the next."""
        self.page.goto(self.address + path)
        for number in range(self.page.locator("form").count()):
            self.page.goto(self.address + path)
            self.send(self.page.locator("form").nth(number))
            for _ in range(MOST_STEPS):
                next_form = self.page.locator(NEXT_FORM)
                if not next_form.count():
                    break
                self.send(next_form.first)

    def post_to(self, path, size=1):
        """What a page that takes no form says to one, or to one that is too large."""
        self.page.goto(self.address + "/")
        with self.page.expect_navigation():
            self.page.evaluate(
                """([path, size]) => {
                    const form = document.createElement('form');
                    Object.assign(form, {method: 'post', action: path});
                    const field = document.createElement('textarea');
                    Object.assign(field, {name: 'field', value: 'a'.repeat(size)});
                    form.append(field);
                    document.body.append(form);
                    form.submit();
                }""",
                [path, size],
            )
        self.look()


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    """The folder in which the browser keeps what it keeps."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="module")
def visit(browser_type, browser_type_launch_args, profile, site_address, content):
    """The whole visit; the browser is closed after it, so that all it keeps is on the disk.

    The button that clears the device is left alone: it would hide what the other pages stored.
    """
    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
    visit = Visit(context, site_address)
    for path in (*public_addresses(content), "/components/", *ERRORS):
        visit.open(path)
    for path in (
        "/",
        "/concerned/",
        "/search/",
        "/cookies/",
        "/feedback/",
        "/updates/",
        "/privacy/complaint/",
        "/schools/check/",
        "/print/",
    ):
        visit.send_every_form_of(path)
    visit.open("/leaving/")
    visit.page.locator("[data-keys] button").click()
    visit.look()
    visit.post_to("/advice/")
    visit.post_to("/concerned/", size=100_000)
    visit.cookies = context.cookies()
    context.close()
    return visit


def test_the_visit_reached_every_address_and_many_states(visit, content):
    paths = [path for path, _title in visit.states]

    assert {*public_addresses(content), "/nowhere/"} <= set(paths)
    assert paths.count("/concerned/") > 5
    assert paths.count("/search/") > 2


def test_what_is_stored_is_in_the_register(visit):
    for_readers = {(item.kind, item.name) for item in on_device.in_force() if not item.for_staff}

    assert visit.stored <= for_readers


def test_what_is_in_the_register_is_stored(visit):
    """Or it would tell readers of something that is not there."""
    for_readers = {(item.kind, item.name) for item in on_device.in_force() if not item.for_staff}

    assert for_readers <= visit.stored


def test_what_is_stored_lives_in_one_tab_only(visit):
    assert {kind for kind, _name in visit.stored} <= {"session storage"}


def test_no_cookie_is_set(visit):
    assert visit.cookies == []


def test_no_page_asks_another_host_fetches_ahead_or_may_be_kept(visit):
    assert visit.faults == []


def files_under(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_browsers_own_files_hold_no_cookie(visit, profile):
    stores = [path for path in files_under(profile) if path.name == "Cookies"]

    for store in stores:
        assert sqlite3.connect(store).execute("select host_key, name from cookies").fetchall() == []
    assert stores


def test_the_browsers_cache_holds_no_page(visit, profile):
    kept = b"".join(path.read_bytes() for path in files_under(profile / "Default" / "Cache"))
    addresses = set(re.findall(re.escape(visit.address.encode()) + rb"(/[\w./-]*)", kept))

    assert any(address.startswith(b"/static/") for address in addresses)
    assert all(re.search(MAY_BE_KEPT, address.decode()) for address in addresses), addresses


def test_the_browsers_lasting_stores_do_not_name_us(visit, profile):
    host = visit.address.removeprefix("http://").partition(":")[0].encode()
    lasting = ("Local Storage", "IndexedDB", "Service Worker", "File System", "databases")
    for folder in lasting:
        for path in files_under(profile / "Default" / folder):
            assert host not in path.read_bytes(), path


def test_what_was_typed_is_nowhere_in_the_browsers_files(visit, profile):
    for path in files_under(profile):
        held = path.read_bytes()
        for words in (TYPED, TYPED.replace(" ", "+")):
            for coding in ("utf-8", "utf-16-le"):
                assert words.encode(coding) not in held, path


@pytest.mark.parametrize("path", NOT_INSTALLABLE)
def test_nothing_can_be_installed(reader, path):
    assert reader.get(path).status_code == 404


def test_without_scripts_nothing_is_stored_either(new_context, site_address, content):
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    answers = []
    page.on("response", lambda response: answers.append("set-cookie" in response.headers))
    for path in (*public_addresses(content), *ERRORS):
        page.goto(site_address + path)

    assert len(answers) > 100
    assert not any(answers)
    assert context.cookies() == []
    assert not any(origin["localStorage"] for origin in context.storage_state()["origins"])


def test_a_page_that_did_store_something_would_be_found(new_context, site_address):
    page = new_context().new_page()
    page.goto(site_address)
    page.evaluate(
        """async () => {
            localStorage.a = sessionStorage.a = 1;
            document.cookie = 'a=1';
            await caches.open('a');
            await new Promise(done => indexedDB.open('a').onsuccess = done);
        }"""
    )
    found = page.evaluate(ON_THE_DEVICE)

    assert all(
        "a" in found[kind]
        for kind in ("local storage", "session storage", "cookie", "cache storage", "database")
    )
