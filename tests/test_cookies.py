"""The register of what a device may hold, and a reader's choice about what is optional.

What we ship holds nothing optional. The tests of asking switch the optional item on, as an
operator may. None of these tests may use the database.
"""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as shipped
from django.contrib import admin
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from esafe import cookie_choice, on_device, remembered
from esafe.addresses import address, public_addresses
from esafe.cookie_choice import Choice
from esafe.kept_pages import KeptPages
from esafe.remembered import Remembered
from guidance.cookie_views import _where_they_were
from tests import browsing, builders, html_checker
from tests.test_kept_pages import ask

CHOICE, REMEMBERED = on_device.CHOICE.name, on_device.REMEMBERED.name
NOTICE = 'class="cookie-notice"'
SAID_YES, SAID_NO = "2-0-1", "2-0-0"
NOT_ASKED_AT = ("/cookies/", "/concerned/", "/search/")
STATISTICS = on_device.StoredItem(
    name="visits",
    kind="cookie",
    what="A count of visits",
    purpose="It counts.",
    how_long="A day",
    basis="You said yes",
    item_class="statistics",
)


# --- The register ---------------------------------------------------------------------------


@pytest.mark.parametrize("item", on_device.REGISTER, ids=lambda item: item.name)
def test_every_item_says_what_it_is_what_for_how_long_and_by_which_law(item):
    assert all(str(words) for words in (item.what, item.purpose, item.how_long, item.basis))


def test_each_item_is_in_the_register_once():
    names = [(item.kind, item.name) for item in on_device.REGISTER]

    assert len(set(names)) == len(names)


def test_nothing_that_we_ship_needs_a_choice():
    assert on_device.to_choose() == ()
    assert on_device.choice_cookie() == ""
    assert CHOICE not in [item.name for item in on_device.in_force()]


def test_the_cookies_of_staff_are_in_the_register():
    names = {item.name for item in on_device.STAFF if item.kind == "cookie"}

    assert names == {shipped.SESSION_COOKIE_NAME, shipped.CSRF_COOKIE_NAME}
    assert shipped.CSRF_COOKIE_AGE <= cookie_choice.YEAR


def test_all_that_the_admins_own_scripts_store_is_in_the_register():
    folder = browsing.ROOT / admin.__path__[0] / "static/admin/js"
    stored = re.compile(r"(local|session)Storage\.\w+Item\(\s*['\"]([^'\"]+)")
    found = {match for file in folder.glob("*.js") for match in stored.findall(file.read_text())}

    assert len(found) == 4
    assert found <= {(item.kind.partition(" ")[0], item.name) for item in on_device.STAFF}


def test_our_own_scripts_use_no_lasting_store():
    lasting = re.compile(r"localStorage|indexedDB|\bcaches\b|serviceWorker|\.cookie\b|cookieStore|sendBeacon")
    for file in (browsing.ROOT / "static/js").glob("*.js"):
        assert not lasting.search(file.read_text()), file.name


# --- What we ship ---------------------------------------------------------------------------


def words(response):
    return builders.text_of(response.content.decode())


def test_the_cookies_page_lists_all_that_is_in_force(reader):
    said = words(reader.get("/cookies/"))

    for item in on_device.in_force():
        assert item.name in said
        assert str(item.purpose) in said
    assert REMEMBERED not in said


def test_the_cookies_page_says_plainly_that_there_is_nothing_to_choose(reader):
    page = reader.get("/cookies/")

    assert "There is nothing for you to choose." in words(page)
    assert b'action="/cookies/' not in page.content


def test_no_page_asks_about_cookies(reader, content):
    for path in (*public_addresses(content), "/nowhere/"):
        assert NOTICE not in reader.client.get(path).content.decode(), path


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/cookies/choice/accepted/"),
        ("get", "/cookies/choice/problem/"),
        ("post", "/cookies/choice/"),
        ("post", "/cookies/remembered/"),
    ],
)
def test_there_is_no_choice_to_send(reader, method, path):
    response = getattr(reader.client, method)(path, {"answer": "accept"})

    assert response.status_code == 404
    assert not response.cookies


def test_a_cookie_of_another_time_changes_nothing(store):
    plain, old = builders.Reader(), builders.Reader()
    old.client.cookies[CHOICE], old.client.cookies[REMEMBERED] = SAID_YES, "larger.wales"
    for path in ("/advice/", "/services/", "/cookies/", "/nowhere/"):
        assert old.get(path).content == plain.get(path).content
        assert "Cookie" not in old.get(path).headers.get("Vary", "")


# --- Asking ---------------------------------------------------------------------------------


@pytest.fixture
def asking(settings, reader):
    """A reader of a site whose operator turned the optional item on."""
    settings.REMEMBER_PREFERENCES = True
    return reader


def send(reader, path="/cookies/choice/", follow=True, headers=None, **fields):
    """Send a form, and what the browser is then sent to."""
    headers = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
    response = reader.client.post(path, fields, headers=headers)
    if follow and response.status_code == 302:
        response.page = reader.get(response.url, headers=headers)
    return response


def test_every_reading_page_asks_until_there_is_an_answer(asking, content):
    for path in public_addresses(content):
        assert (NOTICE in asking.client.get(path).content.decode()) == (path not in NOT_ASKED_AT), path

    send(asking, answer="reject")

    for path in public_addresses(content):
        assert NOTICE not in asking.client.get(path).content.decode(), path


@pytest.mark.parametrize("path", ["/nowhere/", "/%00", "/cookies/choice/problem/"])
def test_an_error_or_a_confirmation_does_not_ask(asking, path):
    assert NOTICE not in asking.get(path).content.decode()


def test_the_question_offers_yes_no_and_more_in_a_plain_form(asking):
    notice = re.search(rf"<section {NOTICE}.*?</section>", asking.get("/advice/").content.decode(), re.S)[0]

    assert re.findall(r'<form[^>]* method="post" action="([^"]+)"', notice) == ["/cookies/choice/"]
    assert re.findall(r'<button[^>]* name="answer" value="(\w+)">', notice) == ["accept", "reject"]
    assert 'formmethod="get" formaction="/cookies/#your-choice">Customise' in notice
    assert str(on_device.REMEMBERED.what) in notice
    assert "checked" not in notice


def test_the_number_to_call_comes_before_the_question(asking):
    page = asking.get("/advice/").content.decode()

    assert page.index("Leave this site") < page.index('href="tel:999"') < page.index(NOTICE)


def test_a_yes_is_kept_for_a_year_and_holds_only_digits(asking):
    cookie = send(asking, answer="accept").cookies[CHOICE]

    assert cookie.value == SAID_YES
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
    assert cookie["httponly"]


def test_a_no_is_kept_until_the_browser_is_closed(asking):
    cookie = send(asking, answer="reject").cookies[CHOICE]

    assert cookie.value == SAID_NO
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_a_yes_alone_makes_nothing_be_remembered(asking):
    assert list(send(asking, answer="accept").cookies) == [CHOICE]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answer": "accept"}, "You said yes"),
        ({"answer": "reject"}, "You said no"),
        ({"answer": "save", "preferences": "yes"}, "Your preferences have been saved"),
        ({"answer": "save", "preferences": "no"}, "Your preferences have been saved"),
    ],
)
def test_every_choice_is_confirmed_on_a_page_that_takes_the_focus(asking, fields, said):
    page = send(asking, **fields).page

    assert f'<h1 id="said">{said}</h1>' in page.content.decode()
    assert 'tabindex="-1" autofocus' in page.content.decode()
    assert NOTICE not in page.content.decode()


def test_preferences_that_are_saved_can_be_updated_at_any_time(asking):
    page = send(asking, answer="save", preferences="yes").page

    assert "Your preferences have been saved You can update them at any time." in words(page)
    assert 'href="/cookies/#your-choice"' in page.content.decode()


def test_what_the_browser_does_not_keep_is_a_technical_problem_and_counts_as_no(asking):
    sent = send(asking, follow=False, answer="accept")
    asking.client.cookies.clear()
    page = asking.get(sent.url)

    assert "Sorry, there was a technical problem Please try again." in words(page)
    assert NOTICE in asking.get("/advice/").content.decode()


@pytest.mark.parametrize(
    ("held", "state"),
    [
        (SAID_NO, "accepted"),
        (SAID_YES, "rejected"),
        ("1-1-0", "saved"),
        ("2-1-1", "accepted"),
        (SAID_YES, "problem"),
        ("", "saved"),
    ],
)
def test_no_page_confirms_what_is_not_so(asking, held, state):
    asking.client.cookies[CHOICE] = held

    assert "technical problem" in words(asking.get(f"/cookies/choice/{state}/"))


def test_a_confirmation_that_does_not_exist_is_not_found(asking):
    assert asking.get("/cookies/choice/elsewhere/").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [{}, {"answer": "maybe"}, {"answer": "save"}, {"answer": "save", "preferences": "perhaps"}],
)
def test_an_answer_that_is_none_is_refused(asking, fields):
    response = send(asking, **fields)

    assert response.status_code == 400
    assert not response.cookies


def test_opening_an_address_never_makes_a_choice(asking):
    for path in ("/cookies/choice/?answer=accept", "/cookies/remembered/?text_size=large"):
        response = asking.client.get(path)

        assert response.status_code == 405
        assert not response.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {},
    ],
)
@pytest.mark.parametrize("path", ["/cookies/choice/", "/cookies/remembered/"])
def test_no_other_site_can_choose_for_a_reader(asking, path, headers):
    client = Client(enforce_csrf_checks=True)
    client.cookies[CHOICE] = SAID_YES
    response = client.post(path, {"answer": "accept", "text_size": "large"}, headers=headers)

    assert response.status_code == 403
    assert not response.cookies


# --- Back to where the reader was -----------------------------------------------------------


def way_back(asking, referer):
    page = send(asking, answer="reject", headers={"Referer": referer}).page.content.decode()
    return re.search(r'href="([^"]*)">Go (?:back to where you were|to the first page)', page)[1]


def test_the_confirmation_leads_back_to_where_the_reader_was(asking):
    assert way_back(asking, "http://testserver/advice/the-law/") == "/advice/the-law/"


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://elsewhere.example/",
        "https://elsewhere.example//evil.example/",
        "http://testserver//evil.example",
        "http://testserver/\\evil.example",
        "http://testserver/%2F%2Fevil.example",
        "javascript:alert(1)",
        "http://testserver/admin/",
        "http://testserver/nowhere/",
        "http://testserver/?next=//evil.example",
        "http://[",
    ],
)
def test_no_other_address_gets_into_the_way_back(asking, referer):
    assert way_back(asking, referer) == "/"


@given(referer=st.text(alphabet="/\\@:.?#%09aehilnpstvx[]", max_size=40))
def test_only_a_page_of_ours_is_ever_the_way_back(edition, referer):
    request = RequestFactory().get("/cookies/choice/rejected/", headers={"Referer": referer})
    request.edition = edition

    assert _where_they_were(request) in {"", *public_addresses(edition.content)}


# --- Customising ----------------------------------------------------------------------------


def checked(html):
    """The name and value of each choice that is marked."""
    inputs = re.findall(r'<input type="radio" name="(\w+)" value="(\w*)"[^>]*?( checked)?>', html)
    return {name: value for name, value, mark in inputs if mark}


def test_the_customise_form_says_no_until_the_reader_says_yes(asking):
    before = asking.get("/cookies/").content.decode()
    send(asking, answer="save", preferences="yes")
    after = asking.get("/cookies/").content.decode()

    assert checked(before) == {"preferences": "no"}
    assert checked(after)["preferences"] == "yes"


def test_the_cookies_page_lists_what_is_optional_when_it_is_on(asking):
    said = words(asking.get("/cookies/"))

    assert CHOICE in said
    assert REMEMBERED in said
    assert "There is nothing for you to choose." not in said


def test_the_cookies_page_says_what_was_chosen(asking):
    assert "You have not chosen yet. We take that as a no." in words(asking.get("/cookies/"))
    send(asking, answer="reject")
    assert "You said no." in words(asking.get("/cookies/"))
    send(asking, answer="accept")
    assert "You said yes." in words(asking.get("/cookies/"))


def test_other_classes_in_the_register_ask_again(asking, monkeypatch):
    send(asking, answer="accept")
    monkeypatch.setattr(on_device, "REGISTER", (*on_device.REGISTER, STATISTICS))

    assert NOTICE in asking.get("/advice/").content.decode()
    assert checked(asking.get("/cookies/").content.decode()) == {"statistics": "no", "preferences": "no"}


def test_one_class_can_be_accepted_and_the_other_not(asking, monkeypatch):
    monkeypatch.setattr(on_device, "REGISTER", (*on_device.REGISTER, STATISTICS))
    response = send(asking, answer="save", statistics="yes", preferences="no")

    assert response.cookies[CHOICE].value == "3-1-0"
    assert "have been saved" in words(response.page)


def test_the_question_is_about_all_that_is_optional(asking, monkeypatch):
    monkeypatch.setattr(on_device, "REGISTER", (*on_device.REGISTER, STATISTICS))
    said = words(asking.get("/advice/"))

    assert STATISTICS.what in said
    assert str(on_device.REMEMBERED.what) in said


# --- The choice as a cookie -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "yes"), [(SAID_YES, {"preferences"}), (SAID_NO, set()), ("002-0-1", None), ("", None)]
)
def test_only_an_answer_to_the_present_question_is_read(settings, value, yes):
    settings.REMEMBER_PREFERENCES = True
    choice = cookie_choice.read({CHOICE: value})

    assert choice == (None if yes is None else Choice(2, frozenset(yes)))


@pytest.mark.parametrize("value", ["1-0-0", "3-0-1", "2-1-1", "2-1-0", "2-0", "2-0-1-1", "２-0-1", "2-0-1 "])
def test_a_cookie_that_was_never_ours_is_no_answer(asking, value):
    assert cookie_choice.read({CHOICE: value}) is None


@given(value=st.text())
def test_any_cookie_can_be_read(value):
    choice = Choice(2, frozenset({"preferences"}))

    assert cookie_choice.read({CHOICE: value}) is None
    assert isinstance(remembered.read({REMEMBERED: value}, choice), Remembered)


def test_each_set_of_classes_has_a_version_of_its_own():
    classes = [(), ("statistics",), ("preferences",), ("statistics", "preferences")]

    assert len({cookie_choice.version(found) for found in classes}) == 4


# --- What is remembered ---------------------------------------------------------------------


@pytest.fixture
def agreed(asking):
    send(asking, answer="accept")
    return asking


def test_text_size_and_nation_are_kept_in_one_cookie_for_a_year(agreed):
    response = send(agreed, "/cookies/remembered/", text_size="larger", nation="scotland")

    assert list(response.cookies) == [REMEMBERED]
    assert response.cookies[REMEMBERED].value == "larger.scotland"
    assert response.cookies[REMEMBERED]["max-age"] == 365 * 24 * 60 * 60
    assert response.cookies[REMEMBERED]["httponly"]
    assert "Your preferences have been saved" in words(response.page)


def test_what_was_remembered_is_marked_in_the_form(agreed):
    send(agreed, "/cookies/remembered/", text_size="large", nation="wales")

    marked = checked(agreed.get("/cookies/").content.decode())
    assert (marked["text_size"], marked["nation"]) == ("large", "wales")


@pytest.mark.parametrize("answer", ["", "reject"])
def test_nothing_is_remembered_without_a_yes(asking, answer):
    if answer:
        send(asking, answer=answer)
    response = send(asking, "/cookies/remembered/", text_size="larger", nation="scotland")

    assert not response.cookies
    assert "technical problem" in words(response.page)
    assert "id_text_size" not in asking.get("/cookies/").content.decode()


def test_what_everybody_has_is_not_kept(agreed):
    send(agreed, "/cookies/remembered/", text_size="large", nation="")
    send(agreed, "/cookies/remembered/", text_size="normal", nation="")

    assert agreed.client.cookies[REMEMBERED].value == ""


@pytest.mark.parametrize(
    "fields", [{}, {"text_size": "huge"}, {"text_size": "large", "nation": "france"}, {"nation": "wales"}]
)
def test_what_cannot_be_remembered_is_refused(agreed, fields):
    response = send(agreed, "/cookies/remembered/", **fields)

    assert response.status_code == 400
    assert not response.cookies


@pytest.mark.parametrize("path", ["/advice/", "/advice/the-law/", "/cookies/", "/nowhere/"])
def test_the_text_size_is_a_class_of_the_whole_page(agreed, path):
    send(agreed, "/cookies/remembered/", text_size="larger")

    assert '<html lang="en-gb" dir="ltr" class="text-larger">' in agreed.get(path).content.decode()


def test_services_of_the_readers_nation_come_first(agreed, content):
    send(agreed, "/cookies/remembered/", text_size="normal", nation="scotland")
    page = agreed.get("/services/").content.decode()
    found = re.findall(r'<h3 class="service__name"><a href="(/services/[^/]+/)"', page)
    by_address = {address(service): service for service in content.service.values()}
    services = [by_address[path] for path in found]

    assert len(services) == len(content.service)
    for need in {service.category for service in services}:
        elsewhere = ["scotland" not in s.nations for s in services if s.category == need]
        assert elsewhere == sorted(elsewhere), need


def test_a_question_about_the_nation_starts_with_the_readers_own(agreed):
    send(agreed, "/cookies/remembered/", text_size="normal", nation="wales")
    request = agreed.get("/advice/").wsgi_request

    assert remembered.of(request).nation == "wales"
    assert remembered.preselected(request, "nation") == ("wales",)
    assert remembered.preselected(request, "age") == ()


def test_where_nothing_is_optional_no_nation_is_remembered(reader):
    request = reader.get("/advice/").wsgi_request

    assert remembered.of(request) == remembered.NOTHING
    assert remembered.preselected(request, "nation") == ()


def test_one_press_takes_a_yes_back_and_removes_what_was_kept(agreed):
    send(agreed, "/cookies/remembered/", text_size="larger", nation="scotland")
    assert 'value="reject">Say no, and remove what is kept' in agreed.get("/cookies/").content.decode()

    response = send(agreed, answer="reject")

    assert response.cookies[REMEMBERED]["max-age"] == 0
    assert response.cookies[CHOICE].value == SAID_NO
    assert "text-larger" not in response.page.content.decode()


def test_unticking_it_removes_what_was_kept_too(agreed):
    send(agreed, "/cookies/remembered/", text_size="larger", nation="scotland")

    assert send(agreed, answer="save", preferences="no").cookies[REMEMBERED]["max-age"] == 0


# --- Kept pages, caches and production ------------------------------------------------------


@pytest.fixture
def kept(asking, store):
    """The site as gunicorn serves it, and the paths that reached Django."""
    reached = []
    django = WSGIHandler()

    def counting(environ, start_response):
        reached.append(environ["PATH_INFO"])
        return django(environ, start_response)

    app = KeptPages(
        counting,
        store,
        shipped.SITE_URL,
        shipped.ALLOWED_HOSTS,
        secure=False,
        choice_cookie=on_device.choice_cookie(),
    )
    return app, reached


def test_readers_who_did_not_choose_still_get_kept_pages(kept):
    app, reached = kept
    first, second = ask(app), ask(app, HTTP_COOKIE="staff-session=" + builders.SESSION_COOKIE)

    assert first == second
    assert NOTICE in first[2].decode()
    assert reached == ["/"]


def test_a_reader_who_chose_gets_a_page_of_their_own_and_nobody_else_does(kept):
    app, _reached = kept
    cookie = f"{CHOICE}={SAID_YES}; {REMEMBERED}=larger.wales"
    own, others = ask(app, HTTP_COOKIE=cookie)[2].decode(), ask(app)[2].decode()

    assert "text-larger" in own
    assert NOTICE not in own
    assert "text-larger" not in others
    assert NOTICE in others


def test_a_shared_cache_is_told_that_pages_depend_on_the_cookie(kept, asking):
    app, _reached = kept

    assert ask(app)[1]["Vary"] == "Cookie, Accept-Encoding"
    assert asking.get("/nowhere/").headers["Vary"] == "Cookie"


IN_PRODUCTION = """
import django; django.setup()
from django.test import Client, RequestFactory
from esafe import live, on_device
from tests import builders, environment
builders.put_live(live.store, builders.make_edition(builders.starter_content()))
client = Client()
for path, fields in (
    ("/cookies/choice/", {"answer": "accept"}),
    ("/cookies/remembered/", {"text_size": "large", "nation": "wales"}),
    ("/cookies/choice/", {"answer": "reject"}),
):
    for cookie in client.post(path, fields, secure=True, headers={"host": "help.example.org"}).cookies.values():
        print(cookie.OutputString())
"""


def test_over_https_the_cookies_belong_to_this_host_alone(tmp_path):
    environ = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "esafe.settings",
        "PRODUCTION": "true",
        "SITE_URL": "https://help.example.org",
        "SECRET_KEY": "x7Gq2mVb9LwZr4TnYk8PdHs3JcFe6AuR1oQiNtMyXvBgKhWz5U",
        "TRUSTED_PROXY": "127.0.0.1",
        "REMEMBER_PREFERENCES": "true",
        "VAR_DIR": str(tmp_path),
    }
    (tmp_path / "static").symlink_to(shipped.STATIC_ROOT)
    done = subprocess.run(
        [sys.executable, "-c", IN_PRODUCTION], env=environ, cwd=browsing.ROOT, capture_output=True, text=True
    )

    cookies = done.stdout.splitlines()
    assert len(cookies) == 4, done.stderr
    for cookie in cookies:
        assert cookie.startswith(("__Host-cookie-choice=", "__Host-preferences="))
        assert "; Path=/; " in cookie
        assert "Secure" in cookie
        assert "Domain" not in cookie


def test_a_switch_that_is_neither_on_nor_off_stops_the_start():
    done = subprocess.run(
        [sys.executable, "-c", "import esafe.settings"],
        env={**os.environ, "REMEMBER_PREFERENCES": "sometimes"},
        cwd=browsing.ROOT,
        capture_output=True,
        text=True,
    )

    assert "REMEMBER_PREFERENCES must be true or false" in done.stderr


def test_the_html_checker_finds_nothing_in_any_state(agreed, tmp_path):
    send(agreed, "/cookies/remembered/", text_size="larger", nation="scotland")
    states = ["/cookies/", *(f"/cookies/choice/{state}/" for state in ("accepted", "saved", "problem"))]
    pages = [agreed.get(path).content for path in states]
    pages.append(send(agreed, answer="reject").page.content)
    agreed.client.cookies.clear()
    pages += [agreed.get(path).content for path in ("/advice/", "/cookies/")]

    assert html_checker.complaints((("state", page) for page in pages), tmp_path) == []
