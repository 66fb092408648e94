"""One process serves all of the site, or readers and staff have a process each (R37)."""

import http.client

import pytest

from esafe.headers import AnswerClass
from tests import browsing, builders
from tests.test_headers import STAFF, an_address, carries

READERS = ("/", "/advice/the-law/", "/services/", "/concerned/", "/search/", "/robots.txt")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, edition):
    var = tmp_path_factory.mktemp("roles")
    builders.put_live(builders.EditionStore(var / "editions"), edition)
    return var


def ask(address, path, method="GET"):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    connection.request(method, path)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_the_public_role_has_no_address_of_staff(folder):
    with browsing.gunicorn(folder, ROLE="public") as address:
        for _pattern, route in STAFF:
            answer = ask(address, an_address(route))

            assert answer.status == 404, route
            assert carries(answer.headers, AnswerClass.ERROR), route
        assert [ask(address, path).status for path in READERS] == [200] * len(READERS)


def test_the_staff_role_has_no_address_of_readers(folder):
    with browsing.gunicorn(folder, ROLE="staff") as address:
        assert [ask(address, path).status for path in READERS] == [404] * len(READERS)
        assert ask(address, "/admin/account/password/reset/done/").status == 200
        assert ask(address, "/healthz").status == 200
