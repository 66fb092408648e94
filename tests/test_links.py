"""Links to other sites are asked politely and safely, and staff are told which need a hand."""

import dataclasses
import datetime
import re
import socket
import ssl
from email.message import Message

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.urls import reverse

from esafe import starter_loading
from esafe.content import Content
from esafe.staff.attention import attention
from esafe.staff.jobs import JobFailed
from esafe.staff.links import checking, titles, turns
from esafe.staff.links.asking import Asker
from esafe.staff.links.checking import Checker, check
from esafe.staff.links.following import Found, follow
from esafe.staff.links.gate import Gate, is_public
from esafe.staff.links.link import Cause, Link
from esafe.staff.links.pages import LARGEST, Reading
from esafe.staff.links.turns import Turns
from esafe.staff.links.uses import uses
from esafe.staff.owner_role import OwnerRole
from guidance.content import Section
from guidance.models import Page
from tests import builders, colleagues, other_sites
from tests.other_sites import HERE, page, to

AGENT = "esafe link checker (+https://help.example.org)"
DAY = datetime.date(2027, 3, 1)
State = Link.State


def on(number=0):
    moment = datetime.datetime(2027, 3, 1, 4, tzinfo=datetime.UTC) + datetime.timedelta(days=number)
    return time_machine.travel(moment, tick=False)


@pytest.fixture(scope="module")
def _web():
    with other_sites.serving(other_sites.OtherSites()) as web:
        yield web


@pytest.fixture
def web(_web):
    """Other sites, at any name ending in .test."""
    _web.asked.clear()
    _web.pages = dict(other_sites.PAGES)
    _web.most_at_once = 0
    return _web


@pytest.fixture
def trap():
    with other_sites.serving(other_sites.Trap()) as trap:
        yield trap


def names(host, port, **hints):
    """Names of .test are at HERE; what is written in numbers is read as the system reads it."""
    if host.endswith(".test"):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HERE, port))]
    if host.startswith("localhost"):
        host = "127.0.0.1"
    return socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST, **hints)


def may_ask(address):
    """As the site decides, but for the other sites of these tests."""
    return address == HERE or is_public(address)


def asker(*ports, resolve=names, may_ask=may_ask, seconds=20, context=None):
    return Asker(AGENT, Gate(resolve, may_ask, {80, 443, *ports}), context, seconds)


@pytest.fixture
def ask(web):
    """What becomes of a path of the other sites."""

    def ask(path, seconds=20):
        return follow(f"http://good.test:{web.port}{path}", asker(web.port, seconds=seconds).ask)

    return ask


def headers_of(content_type, encoding="identity"):
    headers = Message()
    headers["Content-Type"] = content_type
    headers["Content-Encoding"] = encoding
    return headers


class TestAPage:
    @pytest.mark.parametrize(
        ("path", "cause", "status", "moved_to"),
        [
            ("/fine", Cause.ANSWERS, 200, ""),
            ("/no-title", Cause.ANSWERS, 200, ""),
            ("/leaflet", Cause.ANSWERS, 200, ""),
            ("/moved", Cause.ANSWERS, 200, "/fine"),
            ("/moved-308", Cause.ANSWERS, 200, "/fine"),
            ("/moved-then-sent", Cause.ANSWERS, 200, "/chain"),
            ("/moved-to-nothing", Cause.NOT_FOUND, 404, ""),
            ("/chain", Cause.ANSWERS, 200, ""),
            ("/step-1", Cause.ANSWERS, 200, ""),
            ("/step-0", Cause.CIRCLE, 0, ""),
            ("/loop", Cause.CIRCLE, 0, ""),
            ("/nowhere", Cause.STRANGE, 302, ""),
            ("/nonsense", Cause.INSIDE, 0, ""),
            ("/gone", Cause.NOT_FOUND, 404, ""),
            ("/really-gone", Cause.NOT_FOUND, 410, ""),
            ("/sign-in", Cause.REFUSED, 401, ""),
            ("/forbidden", Cause.REFUSED, 403, ""),
            ("/wall", Cause.REFUSED, 200, ""),
            ("/busy", Cause.BUSY, 429, ""),
            ("/away", Cause.BUSY, 503, ""),
            ("/broken", Cause.ERROR, 500, ""),
            ("/teapot", Cause.STRANGE, 418, ""),
            ("/hang", Cause.SLOW, 0, ""),
            ("/drip", Cause.SLOW, 0, ""),
            ("/hang-in-the-text", Cause.SLOW, 0, ""),
            ("/drop", Cause.DROPPED, 0, ""),
            ("/drop-in-the-first-line", Cause.DROPPED, 0, ""),
            ("/garbage", Cause.DROPPED, 0, ""),
            ("/endless", Cause.ANSWERS, 200, ""),
            ("/bomb", Cause.ANSWERS, 200, ""),
            ("/gzip", Cause.ANSWERS, 200, ""),
            ("/bad-gzip", Cause.ANSWERS, 200, ""),
            ("/strange-packing", Cause.ANSWERS, 200, ""),
        ],
    )
    def test_is_told_apart(self, ask, web, path, cause, status, moved_to):
        found = ask(path, seconds=0.5 if cause == Cause.SLOW else 20)

        where = f"http://good.test:{web.port}{moved_to}" if moved_to else ""
        assert (found.cause, found.status, found.moved_to) == (cause, status, where)

    @pytest.mark.parametrize(
        ("path", "title"),
        [
            ("/fine", "Advice for parents | Charity"),
            ("/gzip", "Packed advice"),
            ("/welsh", "Tê"),
            ("/nul", "ab c"),
            ("/in-idna", "A"),
            ("/in-undefined", "A"),
            ("/in-hex", "A"),
            ("/in-klingon", "A"),
            ("/many-titles", ""),
            ("/leaflet", ""),
            ("/bad-gzip", ""),
        ],
    )
    def test_has_a_title_that_can_be_kept(self, ask, path, title):
        assert ask(path).title == title

    def test_that_nobody_serves_has_broken_the_connection(self, web):
        assert follow("http://good.test:81/", asker(81).ask).cause == Cause.DROPPED

    def test_of_a_name_that_is_not_there_has_no_host(self):
        def nobody(*args, **hints):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        assert follow("http://gone.test/", asker(resolve=nobody).ask).cause == Cause.NO_HOST

    def test_is_not_blamed_when_names_cannot_be_looked_up(self):
        def broken(*args, **hints):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

        assert follow("http://good.test/", asker(resolve=broken).ask).cause == Cause.DROPPED

    def test_is_asked_honestly_and_without_cookies(self, ask, web):
        ask("/chain")

        assert [path for path, _ in web.asked] == ["/chain", "/chain-2", "/fine"]
        for _path, headers in web.asked:
            assert headers["user-agent"] == AGENT
            assert headers["host"] == f"good.test:{web.port}"
            assert not {"cookie", "referer", "authorization"} & headers.keys()

    def test_is_asked_without_the_part_that_stays_in_the_browser(self, ask, web):
        ask("/fine?a=b#part")

        assert web.asked[0][0] == "/fine?a=b"

    def test_is_read_no_further_than_64_kilobytes_packed_or_not(self):
        headers = headers_of("text/html")
        reading = Reading(200, headers)
        pieces = 0
        while reading.wants_more:
            reading.take(b"x" * 8192)
            pieces += 1

        assert pieces * 8192 == LARGEST

    def test_that_is_a_bomb_unpacks_to_64_kilobytes(self):
        reading = Reading(200, headers_of("text/html", "gzip"))
        reading.take(other_sites.BOMB)

        assert not reading.wants_more
        assert len(reading._text) == LARGEST


class TestASealedPage:
    @pytest.fixture
    def sealed(self):
        with other_sites.serving(other_sites.OtherSites(context=other_sites.own_context())) as web:
            yield web

    @pytest.fixture
    def trusting(self):
        return ssl.create_default_context(cafile=other_sites.CERTIFICATE)

    def test_is_asked_by_its_own_name(self, sealed, trusting):
        asking = asker(sealed.port, context=trusting)

        assert follow(f"https://good.test:{sealed.port}/fine", asking.ask).cause == Cause.ANSWERS
        assert sealed.names == ["good.test"]

    def test_with_the_certificate_of_another_is_not_asked(self, sealed, trusting):
        asking = asker(sealed.port, context=trusting)

        assert follow(f"https://other.test:{sealed.port}/fine", asking.ask).cause == Cause.CERTIFICATE
        assert sealed.asked == []

    def test_with_a_certificate_that_nobody_vouches_for_is_not_asked(self, sealed):
        found = follow(f"https://good.test:{sealed.port}/fine", asker(sealed.port).ask)

        assert found.cause == Cause.CERTIFICATE
        assert sealed.asked == []


# {p} is the port of the trap.
HOSTILE = r"""
http://127.0.0.1:{p}/
https://127.0.0.1:{p}/
http://127.1:{p}/
http://127.0.1:{p}/
http://127.255.255.254:{p}/
http://2130706433:{p}/
http://0x7f000001:{p}/
http://0X7F000001:{p}/
http://0x7f.0.0.1:{p}/
http://0x7f.1:{p}/
http://0x7f.0x0.0x0.0x1:{p}/
http://0177.0.0.1:{p}/
http://0177.1:{p}/
http://017700000001:{p}/
http://00000000177.0.0.1:{p}/
http://127.000.000.001:{p}/
http://127.0.0.1.:{p}/
http://127.0.0.0x1:{p}/
http://0:{p}/
http://0.0.0.0:{p}/
http://0x0:{p}/
http://localhost:{p}/
http://LOCALHOST:{p}/
http://localhost.:{p}/
http://localhost.localdomain:{p}/
http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{p}/
http://①②⑦.⓪.⓪.①:{p}/
http://１２７.０.０.１:{p}/
http://127。0。0。1:{p}/
http://127｡0｡0｡1:{p}/
http://%31%32%37.0.0.1:{p}/
http://127.0.0.1%00.example.org:{p}/
http://127.0.0.1%2eexample.org:{p}/
http://[::1]:{p}/
http://[0:0:0:0:0:0:0:1]:{p}/
http://[::]:{p}/
http://[::127.0.0.1]:{p}/
http://[::ffff:127.0.0.1]:{p}/
http://[::ffff:7f00:1]:{p}/
http://[0:0:0:0:0:ffff:7f00:0001]:{p}/
http://[::ffff:0:127.0.0.1]:{p}/
http://[64:ff9b::127.0.0.1]:{p}/
http://[64:ff9b::7f00:1]:{p}/
http://[64:ff9b:1::7f00:1]:{p}/
http://[2002:7f00:1::]:{p}/
http://[2002:7f00:0001::1]:{p}/
http://[2001:0:7f00:1::]:{p}/
http://[2001:db8::1]:{p}/
http://[3fff::1]:{p}/
http://[fe80::1]:{p}/
http://[fe80::1%25lo]:{p}/
http://[fe80::1%lo]:{p}/
http://[fc00::1]:{p}/
http://[fd00:ec2::254]:{p}/
http://[fec0::1]:{p}/
http://[ff02::1]:{p}/
http://[100::1]:{p}/
http://[v1.x]:{p}/
http://10.0.0.1:{p}/
http://100.64.0.1:{p}/
http://169.254.169.254:{p}/
http://172.16.0.1:{p}/
http://192.0.0.170:{p}/
http://192.0.2.1:{p}/
http://192.88.99.1:{p}/
http://192.168.1.1:{p}/
http://198.18.0.1:{p}/
http://203.0.113.1:{p}/
http://224.0.0.1:{p}/
http://240.0.0.1:{p}/
http://255.255.255.255:{p}/
http://user@127.0.0.1:{p}/
http://user:password@127.0.0.1:{p}/
http://good.test@127.0.0.1:{p}/
http://good.test:80@127.0.0.1:{p}/
http://good.test%40@127.0.0.1:{p}/
http://127.0.0.1:{p}\@good.test/
http://good.test\@127.0.0.1:{p}/
http://good.test@good.test:{p}/
http:\\127.0.0.1:{p}\
http:/\127.0.0.1:{p}/
http:127.0.0.1:{p}/
http:///127.0.0.1:{p}/
http://127.0.0.1:{p}#@good.test/
http://127.0.0.1:{p}?@good.test/
http:// 127.0.0.1:{p}/
http://127.0.0.1	:{p}/
http://good.test:{p}:80/
http://good.test:99999/
http://good.test:22/
http://good.test:+{p}/
ftp://127.0.0.1:{p}/
gopher://127.0.0.1:{p}/_x
file:///etc/passwd
javascript:alert(1)
data:text/html,x
http://
http://:{p}/
http://.:{p}/
http://a..b:{p}/
""".strip().splitlines()


class TestWhatIsInside:
    def test_is_meant_by_well_over_sixty_spellings(self):
        assert len(set(HOSTILE)) >= 90

    @pytest.mark.parametrize("address", HOSTILE)
    def test_is_never_asked(self, trap, address):
        found = follow(address.format(p=trap.port), asker(trap.port).ask)

        assert found == Found(Cause.INSIDE)
        assert trap.seen == []

    @pytest.mark.parametrize("address", [a for a in HOSTILE if a.startswith(("http://", "https://"))])
    def test_is_never_asked_when_another_site_sends_us_there(self, web, trap, address):
        target = address.format(p=trap.port)
        web.pages["/send"] = f"HTTP/1.1 301 Moved\r\nLocation: {target}\r\n\r\n".encode()
        follow(f"http://good.test:{web.port}/send", asker(web.port, trap.port).ask)

        assert trap.seen == []

    def test_would_be_seen_by_the_trap(self, trap):
        reckless = asker(trap.port, may_ask=lambda address: True)
        follow(f"http://127.0.0.1:{trap.port}/", reckless.ask)

        assert trap.seen

    def test_is_not_reached_by_a_name_that_changes_its_mind(self, web, trap):
        """The machine that was checked is the one that is asked, whatever the name says a moment later."""
        answers = iter([HERE])

        def rebinding(host, port, **hints):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers, "127.0.0.1"), port))]

        web.pages["/again"] = to(f"http://good.test:{trap.port}/")
        asking = asker(web.port, trap.port, resolve=rebinding)
        found = follow(f"http://good.test:{web.port}/again", asking.ask)

        assert found.cause == Cause.INSIDE
        assert [path for path, _ in web.asked] == ["/again"]
        assert trap.seen == []

    def test_is_left_out_of_a_name_that_has_both(self, web, trap):
        def both(host, port, **hints):
            where = (("127.0.0.1", trap.port), (HERE, web.port))
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in where]

        follow("http://good.test/fine", asker(resolve=both).ask)

        assert [path for path, _ in web.asked] == ["/fine"]
        assert trap.seen == []

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "2a00:1450::1", "193.62.0.1"])
    def test_is_not_what_belongs_to_everyone(self, address):
        assert is_public(address)

    def test_is_decided_by_no_setting(self, monkeypatch, trap):
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{trap.port}")
        follow("http://good.test:81/", asker(81).ask)

        assert trap.seen == []


class TestTitles:
    @pytest.mark.parametrize(
        ("was", "now", "alike"),
        [
            ("Advice for parents | IWF", "Advice for parents and carers | IWF", True),
            ("Report Remove", "Report Remove | Childline", True),
            ("Advice", "", True),
            ("", "Advice", True),
            ("Keeping children safe online", "Keeping kids safe online", True),
            ("Advice for parents", "Page not found", False),
            ("Stop It Now helpline", "Buy cheap shoes", False),
        ],
    )
    def test_resemble_each_other_or_not(self, was, now, alike):
        assert titles.resembles(was, now) is alike


class TestTurns:
    def test_leave_a_pause_between_two_requests_to_a_host(self, monkeypatch):
        waits = []
        monkeypatch.setattr(turns.time, "sleep", waits.append)
        taking = Turns(pause=100)
        for host in ("a.test", "b.test", "a.test"):
            with taking.at(host):
                pass

        assert waits[:2] == [0, 0]
        assert 90 < waits[2] <= 100


class TestUses:
    def test_are_every_address_of_the_content_with_its_items(self, content):
        found = uses(content)

        assert ("site", "site") in found[content.site["site"].exit_url]
        for key, service in content.service.items():
            for url in (service.report_url, service.info_url, *(c.url for c in service.contacts)):
                assert not url or ("service", key) in found[url]
        for kind in ("page", "news", "service", "situation", "action"):
            for key, item in content.of(kind).items():
                assert all((kind, key) in found[s.url] for s in item.sources if s.url)

    def test_are_read_from_texts_as_a_browser_reads_them(self):
        text = '<p><a href="https://a.test/?b=c&amp;d=e">x</a> <a href="/own/">y</a> https://not.test/</p>'
        page = builders.make_page(sections=(Section(html=text),), sources=())

        assert uses(Content(page={page.key: page})) == {"https://a.test/?b=c&d=e": (("page", page.key),)}


@pytest.fixture
def leading_to(empty_store, content):
    """Put an edition live whose one page leads to these addresses."""
    site = dataclasses.replace(content.site["site"], exit_url="")

    def put(*addresses):
        text = " ".join(f'<a href="{address}">x</a>' for address in addresses)
        page = builders.make_page(key="the-law", sections=(Section(html=text),), sources=())
        only = Content(site={"site": site}, page={page.key: page})
        number = max(empty_store.numbers(), default=0) + 1
        builders.put_live(empty_store, builders.make_edition(only, number=number))

    return put


@pytest.fixture
def checker(web):
    return Checker(asker(web.port), Turns(pause=0))


@pytest.fixture
def at(web, leading_to):
    """An edition that leads to paths of the other sites; gives the address of the first."""

    def put(*paths):
        addresses = [f"http://good.test:{web.port}{path}" for path in paths]
        leading_to(*addresses)
        return addresses[0]

    return put


@pytest.mark.django_db
class TestALink:
    def nights(self, checker, numbers):
        states = []
        for number in numbers:
            with on(number):
                check(checker)
            states.append(Link.objects.get().state)
        return states

    def test_is_gone_after_three_days_of_failing(self, at, checker):
        at("/gone")

        assert self.nights(checker, range(4)) == ["unsure", "unsure", "gone", "gone"]

    def test_is_not_gone_however_often_it_fails_in_a_day(self, at, checker):
        at("/gone")
        with on(0):
            for _ in range(5):
                check(checker, again=True)

        link = Link.objects.get()
        assert (link.state, link.failures) == ("unsure", 1)

    def test_begins_again_when_it_answers_in_between(self, at, checker, web):
        at("/gone")
        self.nights(checker, (0, 1))
        web.pages["/gone"] = page("Back again")
        assert self.nights(checker, [2]) == ["fine"]
        web.pages["/gone"] = other_sites.PAGES["/gone"]

        assert self.nights(checker, (3, 4, 5)) == ["unsure", "unsure", "gone"]

    @pytest.mark.parametrize("path", ["/forbidden", "/busy", "/broken", "/wall", "/loop"])
    def test_is_never_gone_for_what_tells_us_nothing(self, at, checker, path):
        at(path)

        assert self.nights(checker, range(5)) == ["unsure"] * 5

    def test_stays_gone_through_a_day_that_tells_nothing_and_is_fine_when_it_answers(self, at, checker, web):
        at("/gone")
        self.nights(checker, range(3))
        for now, then in (("/broken", "gone"), ("/fine", "fine")):
            web.pages["/gone"] = other_sites.PAGES[now]
            day = 3 if now == "/broken" else 4
            assert self.nights(checker, [day]) == [then]

    def test_that_has_moved_for_good_has_a_successor_and_keeps_it_when_it_is_gone(self, at, checker, web):
        at("/moved")
        assert self.nights(checker, [0]) == ["moved"]
        web.pages["/moved"] = other_sites.PAGES["/gone"]
        assert self.nights(checker, (1, 2, 3))[-1] == "gone"

        assert Link.objects.get().moved_to == f"http://good.test:{web.port}/fine"

    def test_is_renamed_when_its_title_is_another(self, at, checker, web):
        at("/fine")
        self.nights(checker, [0])
        web.pages["/fine"] = other_sites.PAGES["/renamed"]

        assert self.nights(checker, (1, 2)) == ["renamed", "renamed"]
        assert (Link.objects.get().title, Link.objects.get().title_now) == (
            "Advice for parents | Charity",
            "Buy cheap shoes",
        )

    def test_is_asked_once_a_day(self, at, checker, web):
        at("/fine")
        with on(0):
            check(checker)
            said = check(checker)
        assert len(web.asked) == 1
        assert said == "0 links asked. Now: 1 fine."
        with on(1):
            check(checker)
        assert len(web.asked) == 2

    def test_that_no_page_leads_to_any_more_is_forgotten_in_time(self, at, checker):
        first = at("/fine")
        self.nights(checker, [0])
        at("/chain")
        with on(90):
            check(checker)
        assert Link.objects.filter(address=first).exists()
        with on(91):
            check(checker)
        assert not Link.objects.filter(address=first).exists()

    def test_that_is_too_long_is_said_and_not_asked(self, at, checker, web):
        at("/" + "a" * 1000)
        with on(0):
            assert check(checker) == "0 links asked. Now: none. Not asked, as they are too long: 1."


@pytest.mark.django_db
class TestANight:
    def test_says_what_is_found(self, at, checker):
        at("/fine", "/moved", "/forbidden", "/gone")
        with on(0):
            assert check(checker) == "4 links asked. Now: 1 moved, 2 cannot tell, 1 fine."

    def test_asks_one_page_of_a_host_at_a_time(self, web, leading_to, checker, monkeypatch):
        web.pages["/there"] = to(f"http://good.test:{web.port}/fine")
        here = [f"http://good.test:{web.port}/fine?{number}" for number in range(8)]
        over = [f"http://host{number}.test:{web.port}/there" for number in range(8)]
        leading_to(*here, *over)
        monkeypatch.setattr(web, "thinks", 0.02)
        with on(0):
            check(checker)

        assert len([path for path, _ in web.asked if path.startswith("/fine")]) == 16
        assert web.most_at_once == 1

    @pytest.mark.parametrize("errno", [socket.EAI_NONAME, socket.EAI_AGAIN])
    def test_blames_no_link_when_this_machine_is_offline(self, at, web, errno):
        def broken(*args, **hints):
            raise socket.gaierror(errno, "no network")

        at("/fine", "/gone")
        offline = Checker(asker(web.port, resolve=broken), Turns(pause=0))
        with on(0), pytest.raises(JobFailed, match="none of 2 links could be reached"):
            check(offline)

        assert not Link.objects.exists()

    def test_keeps_the_word_that_staff_gave_while_it_ran(self, at, checker, monkeypatch):
        at("/forbidden")
        with on(0):
            check(checker)
        everything = checker.ask_all

        def slowly(addresses):
            Link.objects.update(fine_until=DAY + datetime.timedelta(days=30))
            yield from everything(addresses)

        monkeypatch.setattr(checker, "ask_all", slowly)
        with on(1):
            check(checker)

        assert Link.objects.get().fine_until == DAY + datetime.timedelta(days=30)

    def test_can_be_run_alone(self, at, web, monkeypatch, capsys):
        at("/fine")
        monkeypatch.setattr(checking, "Checker", lambda: Checker(asker(web.port), Turns(pause=0)))
        with on(0):
            call_command("check_links")
            call_command("check_links", "--again")

        assert capsys.readouterr().out == "1 links asked. Now: 1 fine.\n" * 2
        assert len(web.asked) == 2

    def test_that_reaches_nothing_fails_in_plain_words(self, at, web, monkeypatch):
        at("/hang")
        impatient = Checker(asker(web.port, seconds=0.5), Turns(pause=0))
        monkeypatch.setattr(checking, "Checker", lambda: impatient)

        with pytest.raises(CommandError, match="none of 1 links could be reached"):
            call_command("check_links")


def link(address, state=State.GONE, **values):
    usual = {"cause": Cause.NOT_FOUND, "status": 404, "checked_on": DAY}
    return Link.objects.create(address=address, state=state, **{**usual, **values})


@pytest.fixture
def desk(client, admin_user):
    """A member of staff who signed in on DAY, which it stays."""
    with on(0):
        yield colleagues.sign_in(client, admin_user)


@pytest.mark.django_db
class TestThePageForStaff:
    def show(self, client, query=""):
        return client.get(f"{reverse('admin:links')}{query}")

    def test_has_the_worst_first_with_where_they_stand(self, desk, leading_to):
        starter_loading.load_once()
        states = [State.FINE, State.UNSURE, State.MOVED, State.GONE, State.RENAMED]
        addresses = [f"https://{state}.test/" for state in states]
        leading_to(*addresses, "https://new.test/")
        for address, state in zip(addresses, states, strict=True):
            link(address, state, moved_to="https://else.test/a" if state == State.MOVED else "")
        link("https://unused.test/")

        html = self.show(desk).content.decode()

        order = [html.index(f">https://{state}.test/<") for state in State]
        assert order == sorted(order)
        assert "unused.test" not in html
        law = Page.objects.get(key="the-law")
        assert html.count(f'href="{reverse("admin:guidance_page_change", args=[law.pk])}"') == 5
        assert 'href="https://else.test/a"' in html
        assert "1 address was not asked yet" in html

    def test_shows_one_state_alone(self, desk, leading_to):
        leading_to("https://a.test/", "https://b.test/")
        link("https://a.test/", State.GONE)
        link("https://b.test/", State.MOVED)

        html = self.show(desk, "?state=moved").content.decode()

        assert "https://b.test/" in html
        assert "https://a.test/" not in html
        assert self.show(desk, "?state=nonsense&page=nonsense").status_code == 200

    def test_says_that_a_page_which_became_a_first_page_is_most_likely_gone(self, desk, leading_to):
        leading_to("https://a.test/page")
        link("https://a.test/page", State.MOVED, moved_to="https://a.test/")

        assert "most likely gone" in self.show(desk).content.decode()

    def test_asks_the_database_no_more_often_for_2000_links_than_for_20(
        self, desk, leading_to, django_assert_num_queries, django_assert_max_num_queries
    ):
        addresses = [f"https://host{number}.test/page" for number in range(2000)]
        leading_to(*addresses)
        rows = [Link(address=a, state=State.GONE, cause=Cause.NOT_FOUND, checked_on=DAY) for a in addresses]
        Link.objects.bulk_create(rows[:20])
        with django_assert_max_num_queries(12) as few:
            self.show(desk)
        Link.objects.bulk_create(rows[20:])

        with django_assert_num_queries(len(few)):
            response = self.show(desk, "?page=7")
        assert "Page 7 of 40" in response.content.decode()

    def test_takes_the_word_of_staff_until_a_day(self, desk, leading_to, at, checker):
        leading_to("https://a.test/")
        broken = link("https://a.test/")
        with on(0):
            response = desk.post(
                reverse("admin:link-fine", args=[broken.pk]),
                {"until": "2027-05-01", "state": "gone"},
                follow=True,
            )
            assert response.redirect_chain[0][0].endswith("?state=gone")
            assert "fine until 1 May 2027" in self.show(desk).content.decode()
            assert attention().links == 0
            assert LogEntry.objects.get().object_id == str(broken.pk)
        with time_machine.travel(datetime.datetime(2027, 5, 2, 4, tzinfo=datetime.UTC), tick=False):
            assert attention().links == 1

    def test_takes_the_new_title_from_staff_who_looked(self, desk, at, checker, web):
        at("/fine")
        with on(0):
            check(checker)
            web.pages["/fine"] = other_sites.PAGES["/renamed"]
            check(checker, again=True)
            desk.post(reverse("admin:link-fine", args=[Link.objects.get().pk]), {"until": "2027-03-02"})
        with on(5):
            check(checker)

        assert Link.objects.get().state == "fine"

    def test_takes_the_word_back(self, desk, leading_to):
        leading_to("https://a.test/")
        broken = link("https://a.test/", fine_until=DAY + datetime.timedelta(days=20))
        with on(0):
            desk.post(reverse("admin:link-fine", args=[broken.pk]), {"again": "1"})
            assert attention().links_gone == 1

    @pytest.mark.parametrize("until", ["", "soon", "2027-03-01", "2026-01-01", "2029-01-01"])
    def test_takes_no_day_that_is_over_or_far_away(self, desk, leading_to, until):
        leading_to("https://a.test/")
        broken = link("https://a.test/")
        with on(0):
            response = desk.post(reverse("admin:link-fine", args=[broken.pk]), {"until": until}, follow=True)

        assert "Please choose a day" in response.content.decode()
        assert Link.objects.get().fine_until is None

    def test_is_for_those_who_may(self, client, leading_to):
        leading_to("https://a.test/")
        broken = link("https://a.test/")
        helper = colleagues.someone(email="helper@example.org")
        colleagues.sign_in(client, helper)
        fine = reverse("admin:link-fine", args=[broken.pk])
        assert self.show(client).status_code == 403

        helper.user_permissions.add(Permission.objects.get(codename="view_link"))
        html = self.show(client).content.decode()
        assert "https://a.test/" in html
        assert "Write it down" not in html
        assert client.post(fine, {"until": "2027-05-01"}).status_code == 403
        assert client.get(fine).status_code == 405

    def test_opens_before_there_is_an_edition(self, desk, empty_store):
        assert "There are none" in self.show(desk).content.decode()


@pytest.mark.django_db
class TestTheFirstPage:
    def test_counts_what_wants_attention(self, desk, store, content):
        late = builders.changed(content, "page", "the-law", review_by=datetime.date(2027, 2, 1))
        for key in content.service:
            late = builders.changed(late, "service", key, review_by=datetime.date(2028, 2, 1))
        late = builders.changed(late, "page", "the-law", owner="Head of advice")
        builders.put_live(store, builders.make_edition(late, number=2))
        used = list(uses(late))
        link(used[0], State.GONE)
        link(used[1], State.MOVED)
        link(used[2], State.UNSURE)
        with time_machine.travel(datetime.datetime(2027, 2, 20, tzinfo=datetime.UTC), tick=False):
            found = attention()
            html = re.sub(r"\s+", " ", desk.get("/admin/").content.decode())

        assert [(o.key, o.owner, o.is_looked_after) for o in found.overdue] == [
            ("the-law", "Head of advice", False)
        ]
        assert (found.links_gone, found.links_moved) == (1, 1)
        assert found.owners_without_person == ("Head of advice", "Safeguarding lead")
        assert "1 item is overdue" in html
        assert "1 link leads to a page that is gone" in html
        assert "Nobody who can get mail stands behind the owner “Head of advice”" in html

    def test_says_nothing_where_all_is_well(self, desk, store, admin_user):
        OwnerRole.objects.create(name="Safeguarding lead", person=admin_user)
        with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
            html = desk.get("/admin/").content.decode()

        assert "Please look at this" not in html
