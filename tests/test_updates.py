"""The mailing list for readers: asked for, confirmed, changed, stopped and forgotten (R89 to R96)."""

import datetime
import hashlib
import itertools
import re
import subprocess
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contact import limits, messages, updates, updates_views
from contact.addresses import digest
from contact.mail_links import CONFIRM, MANAGE, STOP
from contact.messages import Message
from contact.subscribers import Forgotten, Subscriber
from contact.updates_forms import ManageForm, SignUpForm, in_months
from esafe.headers import AnswerClass
from tests import builders
from tests.signing_up import EMAIL, form, path, subscriber
from tests.test_headers import carries

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def fresh_limit(monkeypatch):
    monkeypatch.setattr(updates_views, "limit", limits.Limit(most=6, in_all=600, seconds=600))


def no_limit(monkeypatch):
    monkeypatch.setattr(updates_views, "limit", limits.Limit(most=10**9, in_all=10**9, seconds=1))


def post(reader, address, data, **extra):
    response = reader.client.post(address, data, **extra)
    return reader.check(response) if response.content else response


def outbox(**values):
    return [message.kind for message in Message.objects.filter(**values).order_by("pk")]


def words_of(response):
    return builders.text_of(response.content.decode().partition("<main")[2].partition("</main>")[0])


# Asking


def test_an_address_waits_for_its_owner_to_confirm_it(reader):
    response = post(reader, "/updates/", form(topics=["news", "schools"], how_often="monthly"))

    assert (response.status_code, response.headers["Location"]) == (302, "/updates/asked/")
    found = Subscriber.objects.get()
    assert (found.email, found.confirmed_at) == (EMAIL, None)
    assert (found.wants_advice, found.wants_news, found.wants_schools) == (False, True, True)
    assert found.how_often == "monthly"
    assert outbox(subscriber=found) == ["confirm"]


def test_what_is_kept_of_a_sign_up_is_an_address_wishes_and_the_evidence_of_them():
    assert {field.name for field in Subscriber._meta.get_fields()} == {
        *("id", "messages", "email", "key", "confirmed_at", "asked_at", "asked_from", "words_version"),
        *("wants_advice", "wants_news", "wants_schools", "how_often", "paused_until", "plain_subject"),
        *("language", "monthly_until"),
    }


def test_no_form_asks_for_a_name_an_age_or_anything_about_a_child():
    asked = {*SignUpForm.base_fields, *ManageForm.base_fields} - {"website", "made", "asked_from"}

    assert asked == {
        *("email", "topics", "how_often", "plain_subject", "pause", "pause_until", "language"),
    }


def test_the_page_says_whom_it_is_for_and_where_children_find_help(reader, content):
    page = reader.get("/updates/").content.decode()

    assert "You can change what you receive at any time and we never sell your details." in page
    assert "This is for adults" in page
    assert 'href="tel:08001111"' in page
    assert f'href="{content.service["report_remove"].report_url}"' in page


def test_the_numbers_for_children_come_from_the_directory(store, edition, content):
    changed = builders.changed(content, "service", "report_remove", report_url="https://other.example/")
    builders.put_live(store, builders.make_edition(changed, number=2))

    assert 'href="https://other.example/"' in builders.Reader().get("/updates/").content.decode()


def test_nothing_is_ticked_for_the_reader(reader):
    page = reader.get("/updates/").content.decode()

    assert not re.search(r'type="checkbox"[^>]* checked', page)


def test_browsers_fill_in_the_address_alone(reader):
    page = reader.get("/updates/").content.decode()
    box = re.search(r'<input[^>]*name="email"[^>]*>', page)[0]

    assert 'autocomplete="email"' in box
    assert 'spellcheck="false"' in box


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": ""}, "Please write your email address."),
        ({"email": "sam"}, "Please write it like this: name@example.com."),
        ({"email": "a" * 300 + "@example.org"}, "That is too long for an email address."),
        ({"topics": []}, "Please tick at least one."),
        ({"topics": ["drugs"]}, "Select a valid choice."),
        ({"how_often": ""}, "Please choose how often."),
        ({"website": "x"}, "This was not taken."),
        ({"made": ""}, "Please look at it once more"),
    ],
)
def test_what_is_wrong_is_said_kindly_and_nothing_typed_is_lost(reader, values, words):
    sent = form(email="sam+kept@example.org", topics=["schools"], how_often="monthly") | values
    response = post(reader, "/updates/", sent)
    page = response.content.decode()

    assert response.status_code == 200
    assert words in words_of(response)
    assert f'value="{sent["email"]}"' in page or not sent["email"]
    if sent["topics"] == ["schools"]:
        assert re.search(r'value="schools"[^>]* checked', page)
    if sent["how_often"]:
        assert re.search(r'value="monthly"[^>]* checked', page)
    assert not Subscriber.objects.exists()


def test_only_the_kind_of_page_that_led_here_is_kept(reader):
    ours = "http://testserver/news/a-campaign-in-2015/"
    page = reader.get("/updates/", HTTP_REFERER=ours).content.decode()
    assert 'name="asked_from" value="news"' in page
    assert "campaign" not in page.partition("<main")[2].partition("</main>")[0]

    for referer in ("https://evil.example/news/", "http://[", "", "http://testserver/strange/"):
        page = reader.get("/updates/", HTTP_REFERER=referer).content.decode()
        assert not re.search(r'name="asked_from" value="\w', page), referer


def test_a_kind_of_page_that_we_do_not_have_is_not_kept(reader):
    post(reader, "/updates/", form(asked_from="my-child-is-sam"))
    post(reader, "/updates/", form("kim@example.org", asked_from="news"))

    assert list(Subscriber.objects.order_by("pk").values_list("asked_from", flat=True)) == ["", "news"]


# Nobody learns who is known

STATES = ("new", "pending", "throttled", "subscribed", "told today", "left", "never")


def put_in_state(state):
    if state in ("pending", "throttled"):
        somebody = subscriber(confirmed=False)
    if state in ("subscribed", "told today"):
        somebody = subscriber()
    if state == "throttled":
        messages.put("confirm", somebody)
    if state == "told today":
        messages.put("already", somebody)
    if state == "left":
        updates.stop(subscriber())
    if state == "never":
        Forgotten.objects.create(digest=digest(EMAIL))


def answer_and_work(reader, state):
    """What somebody gets who asks for an address in ``state``, and the kinds of statements it took."""
    put_in_state(state)
    with CaptureQueriesContext(connection) as queries:
        response = post(reader, "/updates/", form())
    work = [query["sql"].split()[0] for query in queries]
    page = reader.get(response.headers["Location"])
    headers = [(n, v) for n, v in response.headers.items()]
    for model in (Message, Subscriber, Forgotten):
        model.objects.all().delete()
    return (response.status_code, headers, response.content, page.content), work


def test_every_address_gets_the_same_answer_for_the_same_work(reader, monkeypatch):
    no_limit(monkeypatch)
    found = {state: answer_and_work(reader, state) for state in STATES}

    assert len({str(answer) for answer, _work in found.values()}) == 1
    assert len({len(work) - work.count("ROLLBACK") for _answer, work in found.values()}) == 1, found
    for state, (_answer, work) in found.items():
        assert work.count("SELECT") == 4, (state, work)
        assert work.count("INSERT") + work.count("UPDATE") == 2, state


@pytest.mark.parametrize(
    ("state", "sent"),
    [
        ("new", ["confirm"]),
        ("pending", ["confirm"]),
        ("throttled", []),
        ("subscribed", ["already"]),
        ("told today", []),
        ("left", ["confirm"]),
        ("never", []),
    ],
)
def test_what_is_sent_to_whom(reader, state, sent):
    put_in_state(state)
    before = Message.objects.count()
    post(reader, "/updates/", form())

    assert outbox()[before:] == sent
    assert Subscriber.objects.count() == (state != "never")
    assert not Subscriber.objects.exclude(email=EMAIL).exists()


def test_capital_letters_and_spaces_make_no_second_address(reader):
    post(reader, "/updates/", form(" Sam@Example.ORG "))
    post(reader, "/updates/", form("sam@example.org"))

    assert [each.email for each in Subscriber.objects.all()] == ["sam@example.org"]
    assert outbox() == ["confirm"]


def test_the_link_is_sent_again_after_ten_minutes_with_the_newest_wishes(reader):
    with time_machine.travel("2026-11-22 10:00Z", tick=False) as clock:
        post(reader, "/updates/", form())
        Message.objects.update(state=Message.State.SENT)
        clock.shift(datetime.timedelta(minutes=9))
        post(reader, "/updates/", form(topics=["news"]))
        assert outbox() == ["confirm"]
        clock.shift(datetime.timedelta(minutes=2))
        post(reader, "/updates/", form(topics=["schools"]))

    assert outbox() == ["confirm", "confirm"]
    found = Subscriber.objects.get()
    assert (found.wants_news, found.wants_schools) == (False, True)


def test_while_mail_does_not_get_out_no_more_of_it_piles_up(reader, monkeypatch):
    no_limit(monkeypatch)
    with time_machine.travel("2026-11-22 10:00Z", tick=False) as clock:
        for _ in range(5):
            post(reader, "/updates/", form())
            clock.shift(datetime.timedelta(hours=3))

    assert outbox() == ["confirm"]


def test_nobody_can_fill_another_persons_inbox(reader, monkeypatch):
    no_limit(monkeypatch)
    with time_machine.travel("2026-11-22 10:00Z", tick=False) as clock:
        for _ in range(60):
            post(reader, "/updates/", form())
            Message.objects.update(state=Message.State.SENT)
            clock.shift(datetime.timedelta(minutes=11))

    assert len(outbox()) == updates.MOST_A_DAY


def test_somebody_on_the_list_is_told_once_a_day_and_keeps_their_wishes(reader):
    somebody = subscriber(wants_schools=True)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for hours in (0, 23, 2):
            clock.shift(datetime.timedelta(hours=hours))
            post(reader, "/updates/", form(topics=["news"]))
            Message.objects.update(state=Message.State.SENT)

    assert outbox() == ["already", "already"]
    somebody.refresh_from_db()
    assert somebody.wants_schools
    assert somebody.confirmed_at


def test_two_who_ask_at_once_are_one(monkeypatch):
    """The second looks before the first is there, and meets it only when it writes."""
    subscriber(confirmed=False)
    monkeypatch.setattr(
        Subscriber.objects, "select_for_update", lambda: Subscriber.objects.filter(email="nobody")
    )
    updates.ask(EMAIL, {})

    assert Subscriber.objects.count() == 1


# Limits and failures


def test_a_network_that_sends_a_lot_waits_and_loses_nothing(reader):
    answers = [post(reader, "/updates/", form(f"kim{number}@example.org")) for number in range(7)]

    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert "Please wait a moment" in words_of(answers[-1])
    assert 'value="kim6@example.org"' in answers[-1].content.decode()
    for number in ("999", "08088005000", "08001111"):
        assert f'href="tel:{number}"' in answers[-1].content.decode().partition("<main")[2]
    assert reader.get("/updates/").status_code == 200


@pytest.fixture
def no_database(monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("away")

    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", away)
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", away)


def test_with_the_database_away_the_form_keeps_what_was_typed(reader, no_database):
    response = post(reader, "/updates/", form(topics=["schools"]))
    page = response.content.decode()

    assert response.status_code == 503
    assert "We could not take this just now" in words_of(response)
    assert f'value="{EMAIL}"' in page
    assert re.search(r'value="schools"[^>]* checked', page)
    assert page.partition("<main")[2].count('href="tel:') >= 3


def test_with_the_database_away_every_link_still_shows_the_numbers(reader, monkeypatch):
    paths = [path(purpose, subscriber(f"{purpose}@example.org")) for purpose in (CONFIRM, MANAGE, STOP)]
    monkeypatch.setattr(updates_views, "whose", _raise)
    for address in paths:
        for response in (reader.get(address), post(reader, address, {"act": "stop"})):
            assert response.status_code == 503
            assert 'href="tel:08001111"' in response.content.decode()


def _raise(*args):
    raise DatabaseError("away")


@pytest.mark.parametrize(("where", "step"), [(updates_views, "whose"), (ManageForm, "save")])
def test_choices_that_cannot_be_saved_stay_in_the_form(reader, monkeypatch, where, step):
    address = path(MANAGE, subscriber())
    monkeypatch.setattr(where, step, _raise)
    response = post(reader, address, {"topics": ["schools"], "how_often": "monthly", "pause": "3"})
    page = response.content.decode().partition("<main")[2]

    assert response.status_code == 503
    assert "We could not take this just now" in page
    for value in ("schools", "monthly", "3"):
        assert re.search(rf'value="{value}"[^>]* checked', page)
    for number in ("999", "08088005000", "08001111"):
        assert f'href="tel:{number}"' in page


def test_with_the_database_away_a_link_to_change_that_is_not_ours_is_still_refused(reader, no_database):
    assert post(reader, "/updates/manage/x:y:z/", {"topics": ["schools"]}).status_code == 404


@pytest.mark.parametrize("act", ["stop", "erase"])
def test_with_the_database_away_no_button_says_that_it_was_done(reader, monkeypatch, act):
    address = path(MANAGE, subscriber())
    monkeypatch.setattr(updates_views, "whose", _raise)

    assert "This part is not working just now" in words_of(post(reader, address, {"act": act}))


# Confirming


def test_only_the_button_confirms_and_only_once(reader):
    post(reader, "/updates/", form())
    address = path(CONFIRM, Subscriber.objects.get())
    for _ in range(3):
        assert 'method="post"' in reader.get(address).content.decode()
    assert Subscriber.objects.get().confirmed_at is None

    pressed = post(reader, address, {})
    assert (pressed.status_code, pressed.headers["Location"]) == (302, "/updates/confirmed/")
    assert Subscriber.objects.get().confirmed_at

    for again in (post(reader, address, {}), reader.get(address)):
        assert again.status_code == 404
        assert "all is well" in words_of(again)
        assert 'href="/updates/"' in again.content.decode()


def test_the_other_links_of_the_mail_that_asks_to_confirm_work_afterwards(reader):
    post(reader, "/updates/", form())
    stop, manage = (path(purpose, Subscriber.objects.get()) for purpose in (STOP, MANAGE))
    post(reader, path(CONFIRM, Subscriber.objects.get()), {})

    assert "Change what you get" in words_of(reader.get(manage))
    post(reader, stop, {})

    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(("minutes", "works"), [(-1, True), (1, False)])
def test_a_link_to_confirm_works_for_48_hours(reader, minutes, works):
    with time_machine.travel("2026-11-22 10:00Z", tick=False) as clock:
        address = path(CONFIRM, subscriber(confirmed=False))
        clock.shift(datetime.timedelta(hours=48, minutes=minutes))
        found = reader.get(address)
        post(reader, address, {})

    assert found.status_code == (200 if works else 404)
    assert bool(Subscriber.objects.get().confirmed_at) is works


def test_two_presses_at_once_confirm_once():
    somebody = subscriber(confirmed=False)
    same = Subscriber.objects.get()

    assert [updates.confirm(somebody), updates.confirm(same)] == [True, False]


def test_who_does_not_confirm_is_deleted_after_seven_days():
    with time_machine.travel("2026-11-22 10:00Z", tick=False) as clock:
        on_the_list = subscriber("on@example.org")
        messages.put("confirm", subscriber("late@example.org", confirmed=False))
        clock.shift(datetime.timedelta(days=6))
        subscriber("early@example.org", confirmed=False)
        clock.shift(datetime.timedelta(days=1))
        assert updates.forget_unconfirmed().endswith("7 days: 1.")

    left = set(Subscriber.objects.values_list("email", flat=True))
    assert left == {on_the_list.email, "early@example.org"}
    assert not Message.objects.exists()


# Tokens

BAD_TOKENS = ("x", "x:y:z", "..%2f", "a" * 3000, "%F0%9F%98%80", "WzEsMV0:1abcde:xxxxxxxx")


@pytest.mark.parametrize("purpose", [CONFIRM, MANAGE, STOP])
def test_a_link_that_is_not_ours_does_nothing_and_shows_the_way_on(reader, purpose):
    somebody = subscriber(confirmed=purpose != CONFIRM)
    others = [path(other, somebody).split("/")[3] for other in (CONFIRM, MANAGE, STOP) if other != purpose]
    good = path(purpose, somebody).split("/")[3]
    for token in (*BAD_TOKENS, *others, good[:-1], good + "A", good.swapcase()):
        for response in (
            reader.get(f"/updates/{purpose}/{token}/"),
            post(reader, f"/updates/{purpose}/{token}/", ONE_CLICK),
        ):
            assert response.status_code == 404, token
            assert carries(response.headers, AnswerClass.KEYED)
    assert Subscriber.objects.filter(key=somebody.key).exists()


def test_a_link_holds_at_least_128_bits_of_chance():
    keys = {subscriber(f"{number}@example.org").key for number in range(20)}

    assert len(keys) == 20
    assert all(len(key) * 6 >= 128 for key in keys)


def database_hash():
    """A hash of every row of every table."""
    rows = [
        (model._meta.label, sorted(map(repr, model._base_manager.values_list())))
        for model in apps.get_models(include_auto_created=True)
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_opening_a_link_changes_nothing_however_often(reader):
    pending, somebody = subscriber("pending@example.org", confirmed=False), subscriber()
    gone = subscriber("gone@example.org")
    addresses = [
        path(CONFIRM, pending),
        *(path(purpose, each) for purpose in (MANAGE, STOP) for each in (pending, somebody, gone)),
        *("/updates/", "/updates/asked/", "/updates/confirmed/", "/updates/saved/", "/updates/stopped/"),
        "/updates/erased/",
    ]
    updates.stop(gone)
    before = database_hash()
    for address, agent in itertools.product(addresses, ("Mozilla/5.0", "SafeLinks scanner", "")):
        assert reader.get(address, HTTP_USER_AGENT=agent).status_code in (200, 404)
        reader.client.head(address)
        reader.client.get(address, ONE_CLICK)

    assert database_hash() == before


@pytest.mark.parametrize("purpose", [CONFIRM, MANAGE, STOP])
def test_no_cache_search_engine_or_other_site_learns_the_address_of_a_link(reader, purpose):
    response = reader.get(path(purpose, subscriber(confirmed=purpose != CONFIRM)))

    assert carries(response.headers, AnswerClass.KEYED)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_every_address_that_ends_in_a_token_is_treated_as_a_key(reader):
    from contact.urls import urlpatterns

    keyed = [pattern for pattern in urlpatterns if "token" in str(pattern.pattern)]
    assert len(keyed) == 4
    for pattern in keyed:
        address = "/" + str(pattern.pattern).replace("<str:token>", "x")
        assert carries(reader.client.get(address).headers, AnswerClass.KEYED)
        assert carries(reader.client.get(address.rstrip("/")).headers, AnswerClass.KEYED)


# Changing


def test_somebody_changes_what_they_get(reader):
    somebody = subscriber()
    address = path(MANAGE, somebody)
    page = reader.get(address).content.decode()
    assert EMAIL not in page
    sent = {"topics": ["schools"], "how_often": "monthly", "plain_subject": "on", "pause": "3"}
    with time_machine.travel("2026-11-30 10:00Z", tick=False):
        response = post(reader, address, sent)

    assert response.headers["Location"] == "/updates/saved/"
    somebody.refresh_from_db()
    assert (somebody.wants_advice, somebody.wants_news, somebody.wants_schools) == (False, False, True)
    assert (somebody.how_often, somebody.plain_subject) == ("monthly", True)
    assert somebody.paused_until == datetime.date(2027, 2, 28)
    assert reader.get(address).status_code == 200


@pytest.mark.parametrize(
    ("pause", "day", "paused_until"),
    [
        ("", "", None),
        ("", "2026-12-24", None),
        ("1", "nonsense-is-ignored", None),
        ("1", "", datetime.date(2026, 12, 22)),
        ("6", "", datetime.date(2027, 5, 22)),
        ("until", "2026-12-24", datetime.date(2026, 12, 24)),
        ("until", "24/12/2026", datetime.date(2026, 12, 24)),
        ("until", "2028-11-22", datetime.date(2028, 11, 22)),
    ],
)
def test_a_break(reader, pause, day, paused_until):
    somebody = subscriber(paused_until=datetime.date(2026, 12, 1))
    with time_machine.travel("2026-11-22 10:00Z", tick=False):
        post(
            reader,
            path(MANAGE, somebody),
            {"topics": ["news"], "how_often": "each", "pause": pause, "pause_until": day},
        )
    somebody.refresh_from_db()

    if day == "nonsense-is-ignored":
        assert somebody.paused_until == datetime.date(2026, 12, 1)
    else:
        assert somebody.paused_until == paused_until


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"topics": []}, "Please tick at least one."),
        ({"how_often": "hourly"}, "Select a valid choice."),
        ({"pause": "2"}, "Select a valid choice."),
        ({"pause": "until"}, "Please write the last day of the break."),
        ({"pause": "until", "pause_until": "soon"}, "Please write the day like this"),
        ({"pause": "until", "pause_until": "2026-11-22"}, "Please choose a day after today."),
        ({"pause": "until", "pause_until": "2028-11-23"}, "two years at most"),
        ({"pause": "until", "pause_until": "9999-12-31"}, "two years at most"),
    ],
)
def test_a_change_that_cannot_be_is_said_kindly_and_changes_nothing(reader, values, words):
    somebody = subscriber()
    before = database_hash()
    with time_machine.travel("2026-11-22 10:00Z", tick=False):
        response = post(
            reader, path(MANAGE, somebody), {"topics": ["news"], "how_often": "each", "pause": "", **values}
        )

    assert response.status_code == 200
    assert words in words_of(response)
    assert database_hash() == before


def test_a_break_that_is_over_is_not_shown(reader):
    page = reader.get(path(MANAGE, subscriber(paused_until=datetime.date(2020, 1, 1)))).content.decode()

    assert "2020" not in page
    assert re.search(r'name="pause" value="" id="[^"]*" checked', page)


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2099, 1, 1)), st.integers(1, 24))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day, months):
    later = in_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + datetime.timedelta(days=1)).day == 1


def test_a_language_is_offered_only_where_there_are_several(reader, settings):
    somebody = subscriber()
    assert "language" not in ManageForm(subscriber=somebody).fields

    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
    sent = {"topics": ["news"], "how_often": "each", "pause": "", "language": "cy"}
    post(reader, path(MANAGE, somebody), sent)
    somebody.refresh_from_db()
    assert somebody.language == "cy"

    post(reader, path(MANAGE, somebody), {**sent, "language": "xx"})
    somebody.refresh_from_db()
    assert somebody.language == "cy"


# Stopping


@pytest.fixture
def mail_program(store):
    """Posts as mail programs do (RFC 8058): no browser's headers, no cookie."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    "body",
    [
        {"data": ONE_CLICK},
        {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
    ],
    ids=["multipart", "urlencoded"],
)
def test_a_mail_program_stops_all_updates_with_one_post(mail_program, body):
    somebody = subscriber()
    messages.put("newsletter", somebody)
    response = mail_program.post(path(STOP, somebody), **body)

    assert response.status_code == 200
    assert response.cookies == {}
    assert not Subscriber.objects.exists()
    assert not Message.objects.exists()
    assert not Forgotten.objects.exists()


def test_a_mail_program_that_asks_twice_is_told_the_same(mail_program):
    address = path(STOP, subscriber())

    assert [mail_program.post(address, ONE_CLICK).status_code for _ in range(2)] == [200, 200]


def test_a_mail_program_can_do_nothing_else(mail_program):
    somebody, pending = subscriber(), subscriber("pending@example.org", confirmed=False)
    for address, data in (
        (path(CONFIRM, pending), ONE_CLICK),
        (path(MANAGE, somebody), {"act": "erase"}),
        ("/updates/", form("kim@example.org")),
    ):
        assert mail_program.post(address, data).status_code == 403, address
    assert Subscriber.objects.filter(confirmed_at=None).count() == 1
    assert Subscriber.objects.count() == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 302),
        ({"Origin": "null"}, 302),  # a browser of 2022, on a page that tells no referrer
        ({"Origin": "http://testserver"}, 302),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
def test_the_button_is_pressed_on_a_page_of_ours(mail_program, headers, status):
    address = path(CONFIRM, subscriber(confirmed=False))

    assert mail_program.post(address, headers=headers).status_code == status
    assert bool(Subscriber.objects.get().confirmed_at) is (status == 302)


@time_machine.travel("2026-11-22 10:00Z", tick=False)  # a link says when it was made
def test_the_page_to_stop_has_one_button_and_leads_to_less(reader):
    somebody = subscriber()
    page = reader.get(path(STOP, somebody)).content.decode().partition("<main")[2].partition("</main>")[0]

    assert page.count("<button") == 1
    assert f'href="{path(MANAGE, somebody)}"' in page
    response = post(reader, path(STOP, somebody), {})
    assert (response.status_code, response.headers["Location"]) == (302, "/updates/stopped/")
    assert not Subscriber.objects.exists()


def test_a_second_press_is_told_the_same(reader):
    address = path(STOP, subscriber())
    post(reader, address, {})

    assert "You get no more updates" in words_of(post(reader, address, {}))


def test_the_link_of_an_old_mail_promises_nothing_to_who_came_back(reader):
    address = path(STOP, subscriber())
    post(reader, address, {})
    somebody = subscriber()
    page = reader.get(address)

    assert page.status_code == 404
    assert "This old link has ended" in words_of(page)
    assert "You get no more updates" not in page.content.decode()
    assert 'href="/updates/"' in page.content.decode().partition("<main")[2]
    assert Subscriber.objects.get() == somebody


@pytest.mark.parametrize(("act", "never"), [("stop", False), ("erase", True)])
def test_the_page_of_choices_can_end_it_too(reader, act, never):
    somebody = subscriber()
    messages.put("newsletter", somebody)
    sent = messages.put("newsletter", somebody)
    Message.objects.filter(pk=sent.pk).update(state=Message.State.SENT)
    response = post(reader, path(MANAGE, somebody), {"act": act})

    assert reader.get(response.headers["Location"]).status_code == 200
    assert not Subscriber.objects.exists()
    assert list(Message.objects.values_list("pk", "subscriber")) == [(sent.pk, None)]
    assert list(Forgotten.objects.values_list("digest", flat=True)) == [digest(EMAIL)] * never


def test_who_stopped_may_come_back_by_confirming_again(reader):
    updates.stop(subscriber())
    post(reader, "/updates/", form())
    post(reader, path(CONFIRM, Subscriber.objects.get()), {})

    assert Subscriber.objects.get().confirmed_at


def test_never_again_holds_whatever_comes_later(reader, settings):
    pending = subscriber(confirmed=False)
    post(reader, path(MANAGE, pending), {"act": "erase"})
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    post(reader, "/updates/", form())
    updates.stop(subscriber())
    post(reader, "/updates/", form())

    assert not Subscriber.objects.exists()
    assert not Message.objects.exists()


def test_somebody_who_did_not_confirm_can_only_be_forgotten(reader):
    page = reader.get(path(MANAGE, subscriber(confirmed=False))).content.decode().partition("<main")[2]

    assert page.count("<button") == 1
    assert "Erase me and never write to me again" in page


# Nothing stays


def text_in_tables(cursor):
    """Every cell of every table of the database, as text, with its table."""
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        for row in cursor.fetchall():
            for cell in row:
                held = bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode()
                yield table, held


def tables_that_hold(word):
    with connection.cursor() as cursor:
        return {table for table, cell in text_in_tables(cursor) if word.encode() in cell.lower()}


def everything_that_can_happen(reader):
    """An address goes through all that there is, and is erased."""
    for email in (EMAIL, "SAM@example.org"):
        post(reader, "/updates/", form(email))
    post(reader, path(CONFIRM, Subscriber.objects.get()), {})
    post(reader, "/updates/", form())
    somebody = Subscriber.objects.get()
    post(reader, path(MANAGE, somebody), {"topics": ["news"], "how_often": "each", "pause": "1"})
    message = messages.put("newsletter", somebody)
    Message.objects.filter(pk=message.pk).update(state=Message.State.SENT)
    assert tables_that_hold("sam@") == {"contact_subscriber"}
    post(reader, path(MANAGE, somebody), {"act": "erase"})


def test_no_table_holds_an_address_that_was_erased(reader):
    everything_that_can_happen(reader)

    assert tables_that_hold("sam@") == set()
    assert tables_that_hold("sam%40") == set()
    assert tables_that_hold(digest(EMAIL)) == {"contact_forgotten", "contact_message"}


@pytest.mark.django_db(transaction=True)
def test_no_file_of_the_database_holds_an_address_that_was_erased(reader):
    if connection.vendor != "sqlite":
        return everything_that_can_happen(reader)
    everything_that_can_happen(reader)
    file = settings.DATABASES["default"]["TEST"]["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    held = all_of(Path(file))

    assert b"contact_subscriber" in held
    assert b"sam@" not in held.lower()
    return None


def all_of(database):
    """Read by a process of its own: one that closes a file of SQLite loses every lock that it holds on it.

    https://www.sqlite.org/howtocorrupt.html#posix_close_bug
    """
    files = database.parent.glob(f"{database.name}*")
    return subprocess.run(["cat", *files], capture_output=True, check=True).stdout


# Anything may be typed

anything = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=300)
domains = st.sampled_from(
    ["example.org", "BÜCHER.example", "İİİ.example", "xn--bcher-kva.example", "[127.0.0.1]"]
)
addresses = anything | st.builds("{}@{}".format, anything, domains) | st.emails()
some_settings = hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@some_settings
@given(
    values=st.fixed_dictionaries(
        {},
        optional={
            "email": addresses,
            "topics": st.lists(st.sampled_from(["advice", "news", "schools"]) | anything, max_size=3),
            "how_often": st.sampled_from(["each", "monthly"]) | anything,
            "plain_subject": anything,
            "asked_from": anything,
            "website": anything,
            "made": anything,
        },
    )
)
def test_whatever_is_typed_is_taken_or_explained(reader, monkeypatch, values):
    no_limit(monkeypatch)
    response = post(reader, "/updates/", form() | values)

    assert response.status_code in (200, 302)
    if response.status_code == 200:
        assert "There is a problem" in response.content.decode()


@some_settings
@given(email=addresses)
def test_an_address_that_is_taken_can_be_written_to(reader, monkeypatch, email):
    no_limit(monkeypatch)
    Subscriber.objects.all().delete()
    post(reader, "/updates/", form(email))
    for somebody in Subscriber.objects.all():
        assert somebody.email == somebody.email.strip().lower()
        assert not re.search(r"[\s\0-\x1f\x7f,;<>]", somebody.email.partition("@")[2])
        assert "\n" not in somebody.email
        assert "\r" not in somebody.email


@some_settings
@given(
    values=st.fixed_dictionaries(
        {},
        optional={
            "topics": st.lists(st.sampled_from(["advice", "news"]) | anything, max_size=3),
            "how_often": st.sampled_from(["each", "monthly"]) | anything,
            "pause": st.sampled_from(["", "1", "until"]) | anything,
            "pause_until": st.dates().map(str) | anything,
            "language": anything,
            "act": anything,
        },
    )
)
def test_whatever_is_chosen_is_saved_or_explained(reader, values):
    somebody = Subscriber.objects.first() or subscriber()
    response = post(reader, path(MANAGE, somebody), {"topics": ["news"], "how_often": "each"} | values)

    assert response.status_code in (200, 302)
    assert Subscriber.objects.filter(key=somebody.key).exists() or values["act"] in ("stop", "erase")


def test_the_form_is_read_without_the_database(reader):
    with connection.execute_wrapper(_no_query):
        for address in ("/updates/", "/updates/asked/", "/updates/erased/"):
            assert reader.get(address).status_code == 200
        assert post(reader, "/updates/", form(email="")).status_code == 200


def _no_query(execute, sql, *rest):
    raise AssertionError(sql)
