"""What programs read: the data of an edition, true to its description, whole and sent once."""

import dataclasses
import datetime
import json

import pytest
import schemathesis
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from schemathesis.engine import events, from_schema

from esafe import short_codes
from esafe.addresses import address
from esafe.api.addresses import API, KINDS, OPENAPI, addresses, item_address
from esafe.api.views import OPENAPI_FILE
from esafe.headers import AnswerClass
from esafe.kept_pages import KeptPages
from tests import builders
from tests.test_headers import carries
from tests.test_kept_pages import ask, calls, connections_stay_as_they_are, kept

__all__ = ["calls", "kept"]
SITE = settings.SITE_URL
DATA, DATA_ERROR = AnswerClass.DATA, AnswerClass.DATA_ERROR


def data(reader, path):
    response = reader.client.get(path)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/json"
    assert carries(response.headers, DATA)
    return json.loads(response.content)


def keys(answer):
    return [item["key"] for item in answer["items"]]


def test_no_request_finds_the_description_untrue(store):
    """Every kind of request that the description allows, and many that it does not."""
    kept = KeptPages(WSGIHandler(), store, SITE, settings.ALLOWED_HOSTS, secure=False)

    def site(environ, start_response):
        environ.pop("HTTP_ACCEPT_ENCODING", None)  # the client asks for br, and cannot read it
        return kept(environ, start_response)

    config = schemathesis.Config.from_dict(
        {
            "seed": 1,
            "generation": {"deterministic": True, "max-examples": 30, "database": "none"},
            "phases": {"stateful": {"enabled": False}},
        }
    )
    failures, operations = [], set()
    with connections_stay_as_they_are():
        schema = schemathesis.openapi.from_wsgi(OPENAPI, site, config=config)
        for event in from_schema(schema).execute():
            assert not isinstance(event, events.NonFatalError | events.FatalError), event
            if isinstance(event, events.ScenarioFinished):
                operations.add(event.recorder.label)
                failures += failed(event.recorder)

    assert not failures, "\n\n".join(failures)
    # It does not ask again for the description itself, which it has.
    described = json.loads(OPENAPI_FILE.read_bytes())["paths"].keys() - {OPENAPI}
    assert operations == {f"GET {path}" for path in described}


def failed(recorder):
    """What schemathesis found, in words."""
    return [
        f"{recorder.label}: {check.name}: {check.failure_info.failure}"
        for checks in recorder.checks.values()
        for check in checks
        if check.failure_info
    ]


def test_every_address_answers_with_its_row_and_what_the_description_says(kept, calls, content):
    for path in addresses(content):
        status, headers, body = ask(kept, path)

        assert status == "200 OK"
        assert carries(headers, DATA if path.startswith(API) else AnswerClass.READING)
        assert body
    calls.clear()
    assert {ask(kept, path)[0] for path in addresses(content)} == {"200 OK"}
    assert calls == []


@pytest.mark.parametrize("has", ["{}", '"other", {}', "*"])
def test_a_program_that_has_an_answer_gets_no_body(kept, reader, has):
    first = ask(kept, "/api/services/")[1]
    known = ask(kept, "/api/services/", HTTP_IF_NONE_MATCH=has.format(first["ETag"]))
    asked = reader.client.get("/api/services/?changed_since=1")
    has_it = {"if-none-match": has.format(asked["ETag"])}
    again = reader.client.get("/api/services/?changed_since=1", headers=has_it)

    assert (known[0], known[2]) == ("304 Not Modified", b"")
    assert (again.status_code, again.content) == (304, b"")
    assert carries(known[1], DATA)
    assert carries(again.headers, DATA)


def test_every_answer_is_described_with_the_way_to_ask_for_it_once():
    for path in json.loads(OPENAPI_FILE.read_bytes())["paths"].values():
        assert {"$ref": "#/components/parameters/if_none_match"} in path["get"]["parameters"]
        assert path["get"]["responses"]["304"] == {"$ref": "#/components/responses/NotModified"}


def test_any_site_may_read_it_and_no_other_class_of_answer(reader):
    assert reader.client.get("/api/").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in reader.get("/services/").headers
    assert "Access-Control-Allow-Origin" not in reader.get("/llms.txt").headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing/", 404),
        ("GET", "/api/services/nothing/", 404),
        ("GET", "/api/services/?changed_since=soon", 400),
        ("GET", "/api/services/?changed_since=1&changed_since=2", 400),
        ("GET", "/api/services/?changed_since=0", 400),
        ("GET", "/api/" + "x" * 5000, 414),
        ("POST", "/api/services/", 405),
        ("OPTIONS", "/api/services/", 405),
        ("QUERY", "/api/services/", 405),
    ],
)
def test_errors_are_data_too_and_nobody_keeps_them(reader, method, path, status):
    response = reader.client.generic(method, path)

    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert carries(response.headers, DATA_ERROR)
    assert response.headers["Cache-Control"] == "no-store"
    problem = json.loads(response.content)
    assert problem["status"] == status
    assert problem["detail"]
    assert ("Allow" in response.headers) == (status == 405)


def test_a_program_is_told_when_there_is_no_edition(empty_store):
    response = builders.Reader().client.get("/api/services/")

    assert response.status_code == 503
    assert json.loads(response.content)["status"] == 503
    assert carries(response.headers, DATA_ERROR)


def test_a_program_is_told_when_something_failed(reader, monkeypatch):
    monkeypatch.setattr("esafe.api.views.item_data", lambda *of: 1 / 0)

    response = reader.client.get("/api/services/childline/")

    assert response.status_code == 500
    assert json.loads(response.content)["title"] == "Internal Server Error"


def test_the_index_leads_to_everything_that_there_is(reader, content):
    index = data(reader, API)

    assert index["edition"] == data(reader, "/api/edition/")
    for kinds, place in index["lists"].items():
        found = data(reader, place.removeprefix(SITE))
        assert found["edition"] == index["edition"]
        assert sorted(keys(found)) == sorted(content.of(KINDS[kinds]))
    for name in ("openapi", "feed", "llms"):
        assert reader.client.get(index[name].removeprefix(SITE)).status_code == 200


def test_every_item_says_where_it_is_read_and_when_it_was_checked(reader, content):
    for kinds, kind in KINDS.items():
        for found in data(reader, f"/api/{kinds}/")["items"]:
            item = content.of(kind)[found["key"]]
            assert found["address"] == SITE + address(item)
            assert found["short_link"] == SITE + short_codes.go(address(item))
            assert found["reviewed_on"] == item.reviewed_on.isoformat()
            assert found["review_by"] == item.review_by.isoformat()
            assert found["edition"] == 1
            assert data(reader, found["data"].removeprefix(SITE)) == found


def test_no_name_in_braces_and_no_half_an_address_is_left(reader):
    for kinds in KINDS:
        text = json.dumps(data(reader, f"/api/{kinds}/")["items"])
        assert "{nspcc" not in text
        assert "{police" not in text
        assert 'href=\\"/' not in text


def test_hours_that_nobody_confirmed_are_not_told(store, content, reader):
    """Safety rule S22."""
    unsure = tuple(dataclasses.replace(row, confirmed=False) for row in content.service["samaritans"].hours)
    changed = builders.changed(content, "service", "samaritans", hours=unsure)
    builders.put_live(store, builders.make_edition(changed, number=2))

    found = data(reader, "/api/services/samaritans/")

    assert (found["hours"], found["openings"], found["always_open"]) == ([], None, False)
    assert found["hours_not_confirmed"] == ["phone"]


def test_what_is_not_confirmed_of_the_rest_is_left_out_or_comes_with_a_caution(reader, content):
    for found in data(reader, "/api/services/")["items"]:
        service = content.service[found["key"]]
        assert len(found["contacts"]) == sum(contact.confirmed for contact in service.contacts)
        assert bool(found["caution"]) != service.confirmed


def test_hours_come_as_rows_and_as_the_openings_of_the_next_days(reader, content):
    service = next(s for s in content.service.values() if s.hours and s.hours[0].opens and s.confirmed)
    found = data(reader, item_address(service))

    assert found["hours"][0]["opens"] == service.hours[0].opens.strftime("%H:%M")
    assert found["openings"]
    assert found["hours"][0]["opens"] < found["hours"][0]["closes"]
    for opening in found["openings"]:
        opens, closes = (datetime.datetime.fromisoformat(opening[name]) for name in ("opens", "closes"))
        assert opens.tzinfo
        assert opens < closes


def test_a_plan_has_the_steps_of_its_page_in_their_order(reader):
    found = data(reader, "/api/situations/threats-and-demands/")
    page = builders.text_of(reader.get("/help/threats-and-demands/").content.decode())

    plan = found["plan"]
    steps = [*plan["child_first"], *(step for band in plan["bands"] for step in band["steps"])]
    places = [page.find(step["text"]) for step in steps]
    assert [band["band"] for band in plan["bands"]] == ["now", "today", "this_week", "say"]
    assert len(steps) > 5
    assert -1 not in places
    assert [step["services"] for step in steps if step["services"]]


def test_only_what_later_editions_changed_also_through_something_else(store, content, reader):
    """An action is shown by plans and pages; a service is named by them."""
    action = content.action["report_remove"]
    later = builders.changed(content, "action", action.key, text="Do this instead.")
    later = builders.without(later, "news", "a-campaign-in-2015")
    builders.put_live(store, builders.make_edition(later, number=2))

    situations = data(reader, "/api/situations/?changed_since=1")
    news = data(reader, "/api/news/?changed_since=1")

    uses = {s.key for s in content.situation.values() if action.key in {step.action for step in s.steps}}
    assert 0 < len(situations["items"]) < len(content.situation)
    assert set(keys(situations)) <= uses
    assert "Do this instead." in json.dumps(situations["items"])
    assert (situations["changed_since"], situations["complete"]) == (1, False)
    assert (news["items"], news["withdrawn"]) == ([], ["a-campaign-in-2015"])
    assert data(reader, "/api/services/?changed_since=1")["items"] == []
    assert data(reader, "/api/situations/?changed_since=2")["items"] == []


def test_going_back_is_a_change_too(store, content, reader):
    later = builders.changed(content, "service", "childline", cost="Something else.")
    builders.put_live(store, builders.make_edition(later, number=2))
    store.make_live(1)

    assert keys(data(reader, "/api/services/?changed_since=2")) == ["childline"]


def test_everything_is_told_when_the_older_edition_is_gone(reader, content):
    found = data(reader, "/api/services/?changed_since=77")

    assert (found["complete"], len(found["items"])) == (True, len(content.service))


def test_the_old_address_of_a_renamed_item_leads_to_the_new(store, content, reader):
    old = content.situation["sextortion_unpaid"]
    renamed = builders.renamed(content)
    builders.put_live(store, builders.make_edition(renamed, number=2))

    response = reader.client.get(item_address(old))

    assert (response.status_code, response.headers["Location"]) == (
        301,
        item_address(renamed.situation[old.key]),
    )
    assert carries(response.headers, DATA)
    assert reader.client.get("/api/pages/threats-and-demands/").status_code == 404


def test_no_address_carries_a_word_that_filters_stop(content):
    found = "".join(addresses(content))

    assert not [word for word in ("sext", "nude", "abuse", "porn", "blackmail") if word in found]
