"""Nothing that a reader sends is at rest anywhere afterwards (R76).

A unique word goes wherever a request can carry one, to the server as we ship it, on SQLite and on
a PostgreSQL set up by docs/deploy/postgresql.conf. Then every file that the site, gunicorn or the
database has left behind is searched, and so are the headers of every answer.
"""

import html
import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode, urljoin

import psycopg
import pytest

from tests import browsing

pytestmark = pytest.mark.database

CANARY = "canary" + secrets.token_hex(8)
# Stands for what is meant to be kept: it shows that the search finds what is there.
KEPT = "kept" + secrets.token_hex(8)
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
QUESTIONS = ("age", "worry", "safety", "nation", "asked", "seen", "show", CANARY)


def word(place):
    """The canary, with a name for the place that it was sent in."""
    return f"{place}-{CANARY}"


EVERYWHERE = {
    name: word(name)
    for name in (
        *("User-Agent", "Referer", "X-Forwarded-For", "X-Real-IP", "Forwarded", "From", "Authorization"),
        *("Accept-Language", "Accept-Encoding", "If-None-Match", "Origin", "X-Request-ID", CANARY),
    )
} | {"Cookie": f"staff-session={word('session')}; cookie-choice={word('choice')}; {CANARY}=1"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where everything that this site writes ends up, apart from PostgreSQL's own folder."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("var", "temp", "home"):
        (folder / name).mkdir()
    return folder


@pytest.fixture(scope="module")
def database(folder):
    return os.environ.get("DATABASE_URL", f"sqlite:///{folder}/var/esafe.sqlite3")


@pytest.fixture(scope="module")
def answers(folder, database):
    """Every answer of a site that was visited with canaries everywhere, and has stopped."""
    places = {"TMPDIR": str(folder / "temp"), "HOME": str(folder / "home")}
    environ = {
        **os.environ,
        **places,
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": database,
        "PORT": "8000",
    }
    for command in (["prepare"], ["make_staff", "--name", KEPT, "--email", "sam@example.org"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=browsing.ROOT, env=environ, check=True)
    crashing = {**places, "DJANGO_SETTINGS_MODULE": "tests.crashing_settings"}
    with browsing.gunicorn(folder / "var", database, **crashing) as address:
        return list(visits(address.removeprefix("http://")))


def visits(host):
    yield from readings(host)
    yield from forms(host)
    yield from crashes(host)
    yield from sign_ins(host)
    yield from junk(host)


def ask(host, method, path, body=None, **headers):
    """(status, headers, text); an answer that breaks off counts as none."""
    connection = http.client.HTTPConnection(host, timeout=10)
    try:
        connection.request(method, path, body, {**EVERYWHERE, **headers})
        response = connection.getresponse()
        return response.status, str(response.headers), response.read().decode("utf-8", "replace")
    except http.client.HTTPException:
        return 0, "", ""
    finally:
        connection.close()


def readings(host):
    for method in ("GET", "HEAD", "PUT", "TRACE"):
        for path in (
            "/",
            f"/?q={word('query')}",
            f"/{word('path')}/?q={word('query')}",
            "/static/x.css",
            "/readyz",
        ):
            yield ask(host, method, path)
    for path in (f"/search/?q={word('search')}", f"/help/{word('slug')}/", "/admin/"):
        yield ask(host, "GET", path)
    yield ask(host, "GET", "/", Host=f"{CANARY}.example")


def forms(host):
    answers = urlencode([(name, word(name)) for name in QUESTIONS])
    yield ask(host, "POST", "/concerned/", answers, **FORM)
    yield ask(host, "POST", "/search/", urlencode({"q": word("search")}), **FORM)
    yield ask(host, "POST", "/concerned/", answers, **{**FORM, "Sec-Fetch-Site": "cross-site"})
    part = f'--b\r\nContent-Disposition: form-data; name="photo"; filename="{word("file")}"\r\n\r\n{CANARY}\r\n--b--\r\n'
    yield ask(
        host, "POST", "/concerned/", part, **{**FORM, "Content-Type": "multipart/form-data; boundary=b"}
    )
    yield ask(host, "POST", "/concerned/", f"q={CANARY * 5000}", **FORM)
    for start in (
        "/",
        "/concerned/",
        "/search/",
        "/cookies/",
        "/feedback/",
        "/updates/",
        "/privacy/complaint/",
        "/schools/check/",
        "/print/",
        "/leaving/",
    ):
        page = ask(host, "GET", start)[2]
        for action, fields in found_forms(page):
            sent = urlencode([(name, word(name)) for name in fields])
            yield ask(host, "POST", urljoin(start, action), sent, **FORM)

    yield a_school_on_a_poster(host)


def a_school_on_a_poster(host):
    """The PDF itself is the school's: only its headers may be looked at."""
    what = re.search(r'<option value="([^"]+)"', ask(host, "GET", "/print/")[2])[1]
    sent = urlencode({"what": what, "name": word("school"), "lead": word("lead")})
    status, headers, made = ask(host, "POST", "/print/", sent, **FORM)
    assert made.startswith("%PDF"), "the poster was not even made"
    return status, headers, ""


def found_forms(page):
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        action = re.search(r'<form[^>]*\saction="([^"#]*)', form)
        yield html.unescape(action[1]) if action else "", re.findall(r'\sname="([^"]+)"', form)


def crashes(host):
    fields = urlencode({"words": word("words"), CANARY: word("field")})
    for path in ("/crash/", "/crash-halfway/", "/crash-in-the-database/"):
        yield ask(host, "POST", f"{path}?q={word('crash')}", fields, **FORM)


def sign_ins(host):
    """Somebody who is not staff tries a name and a password, with the form's own token."""
    _status, headers, page = ask(host, "GET", "/admin/account/login/")
    cookie = re.search(r"staff-csrf=([^;]+)", headers)[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sent = {"csrfmiddlewaretoken": token, "login": word("username"), "password": word("password")}
    headers = {**FORM, "Cookie": f"staff-csrf={cookie}", "Origin": f"http://{host}"}
    status, headers, page = ask(host, "POST", "/admin/account/login/", urlencode(sent), **headers)
    assert "Error: Sign in" in page, "the form was not even read"
    yield status, headers, ""


def junk(host):
    for line in (
        f"GET /{CANARY}",
        f"{CANARY.upper()} / HTTP/1.1\r\nHost: {CANARY}",
        f"GET / HTTP/1.1\r\n{CANARY}",
        f"GET /{CANARY * 1000} HTTP/1.1",
        f"GET / HTTP/1.1\r\nCookie: {CANARY * 1000}",
        f"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n{CANARY}",
        f"POST /concerned/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 900\r\n\r\nq={CANARY}",
    ):
        name, port = host.split(":")
        with socket.create_connection((name, int(port)), timeout=10) as sock:
            sock.sendall(f"{line}\r\n\r\n".encode())
            sock.shutdown(socket.SHUT_WR)
            heard = b"".join(iter(lambda sock=sock: sock.recv(65536), b"")).decode("utf-8", "replace")
            head, _, page = heard.partition("\r\n\r\n")
            yield 400, head, page


@pytest.fixture(scope="module")
def files(answers, folder, database):
    """All that was left behind: the site's folder, and PostgreSQL's with its log and journal."""
    places = [folder]
    if "POSTGRES_FOLDER" in os.environ:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        places.append(Path(os.environ["POSTGRES_FOLDER"]))
    return [path for place in places for path in place.rglob("*") if path.is_file() and not path.is_symlink()]


def holding(files, text):
    return [str(path) for path in files if text.lower().encode() in _bytes_of(path).lower()]


def _bytes_of(path):
    """Empty when it is gone: other tests use the same PostgreSQL, which clears up behind them."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def test_nothing_that_a_reader_sent_is_at_rest_anywhere(files):
    assert holding(files, CANARY) == []


def test_the_search_finds_what_is_meant_to_be_kept(files):
    """Or it would prove nothing: a name of staff, in the database."""
    assert holding(files, KEPT)


def test_no_header_of_an_answer_repeats_what_a_reader_sent(answers):
    assert len(answers) >= 40
    assert [headers for _status, headers, _page in answers if CANARY.lower() in headers.lower()] == []


def test_no_error_page_repeats_what_a_reader_sent(answers):
    assert [page for status, _headers, page in answers if status >= 400 and CANARY in page] == []


def test_each_crash_is_one_printable_line_that_names_our_code(answers, folder):
    """R52, and a sign that there were crashes to be silent about."""
    said = (folder / "var" / "said.log").read_text()

    lines = [line for line in said.splitlines() if not line.startswith("esafe is at")]
    assert [line.isprintable() for line in lines] == [True] * 3
    for name in ("crashing_urls.py", "while answering"):
        assert any(name in line for line in lines), lines
