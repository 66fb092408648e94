"""Staff sign in with two factors, for a while; nobody else does."""

import csv
import datetime
import io
import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from esafe.staff import audit_guard, browsers, csv_cells, guesses, invitations, sessions
from esafe.staff.audit_models import AuditEntry
from tests import colleagues
from tests.colleagues import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
LOGIN = "/admin/account/login/"
SECOND = "/admin/account/factors/authenticate/"
WRONG = "not-the-password-at-all"


@pytest.fixture
def sam():
    return colleagues.someone("Writer")


@pytest.fixture
def with_app(sam):
    """Sam has an authenticator app instead of a passkey; returns its secret."""
    sam.authenticator_set.all().delete()
    secret = generate_totp_secret()
    TOTP.activate(sam, secret)
    return secret


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def attempt(client, email="sam@example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


# Two factors


def test_a_password_alone_does_not_let_anybody_in(client, sam, with_app):
    response = attempt(client)

    assert response.headers["Location"].startswith("/admin/account/factors/authenticate/")
    assert not is_signed_in(client)


def test_a_password_and_the_code_of_the_app_let_in(client, sam, with_app):
    attempt(client)
    client.post(SECOND, {"code": code_of(with_app)})

    assert is_signed_in(client)


def test_a_code_works_once(client, sam, with_app):
    code = code_of(with_app)
    for _ in range(2):
        client.logout()
        attempt(client)
        response = client.post(SECOND, {"code": code})

    assert not is_signed_in(client)
    assert "This code is not right" in response.content.decode()


def test_a_recovery_code_works_once(client, sam, with_app):
    code = RecoveryCodes.activate(sam).get_unused_codes()[0]
    attempt(client)
    client.post(SECOND, {"code": code})
    assert is_signed_in(client)

    client.logout()
    attempt(client)
    client.post(SECOND, {"code": code})
    assert not is_signed_in(client)


def test_without_a_second_factor_there_is_nothing_but_setting_one_up(client, sam):
    sam.authenticator_set.all().delete()
    colleagues.sign_in(client, sam)

    for address in ("/admin/", "/admin/publish/", "/admin/guidance/page/", "/admin/account/sessions/"):
        assert client.get(address).headers["Location"] == "/admin/account/factors/"
    assert "Add a passkey" in client.get("/admin/account/factors/").content.decode()


def test_the_secrets_of_second_factors_are_not_in_the_database_in_the_clear(sam, with_app):
    assert with_app not in str(Authenticator.objects.get(user=sam, type="totp").data)


def test_an_older_secret_key_still_opens_what_it_sealed(client, sam, with_app, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-" * 6
    attempt(client)
    client.post(SECOND, {"code": code_of(with_app)})

    assert is_signed_in(client)


def test_a_new_password_by_mail_does_not_replace_the_second_factor(client, sam, with_app):
    client.post("/admin/account/password/reset/", {"email": sam.email})
    link = re.search(r"https?://[^/]+(\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "another-long-lantern-7", "password2": "another-long-lantern-7"},
    )
    response = attempt(client, password="another-long-lantern-7")

    assert response.headers["Location"].startswith("/admin/account/factors/authenticate/")
    assert not is_signed_in(client)


def test_nobody_can_sign_up(client):
    assert client.get("/admin/account/signup/").status_code == 404
    assert client.post("/admin/account/signup/", {"email": "a@example.org"}).status_code == 404
    assert User.objects.count() == 0


def test_an_account_keeps_the_address_that_it_was_invited_by(client, sam):
    colleagues.sign_in(client, sam)
    assert client.post("/admin/account/email/", {"email": "b@example.org"}).status_code == 404
    assert User.objects.get().email == "sam@example.org"


# Guessing


def test_of_a_thousand_guesses_few_are_tried(client, sam, with_app, monkeypatch):
    tried = []
    monkeypatch.setattr(User, "check_password", lambda user, password: tried.append(password))
    for number in range(1000):
        attempt(client, password=f"{WRONG}{number}")

    assert len(tried) < 20


def test_who_must_wait_is_told_how_long_and_that_a_passkey_works(client, sam):
    for _ in range(8):
        response = attempt(client, password=WRONG)

    assert re.search(
        r"Please wait \d+ seconds?, then try again. A passkey works at once.", response.content.decode()
    )


def test_waiting_is_enough(client, sam, with_app):
    for _ in range(12):
        attempt(client, password=WRONG)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=15)):
        response = attempt(client)

    assert response.status_code == 302


def test_somebody_who_guesses_elsewhere_makes_the_owner_wait_a_minute_at_most(sam):
    for number in range(1000):
        counts = guesses.of(f"203.0.113.{number % 250}", sam.email)
        if not guesses.wait(counts):
            guesses.note(counts)

    assert guesses.wait(guesses.of("198.51.100.7", sam.email)) <= 60


def test_a_right_password_clears_the_mistakes_before_it(client, sam, with_app):
    for _ in range(4):
        attempt(client, password=WRONG)
    attempt(client)
    response = attempt(client, password=WRONG)

    assert "Please wait" not in response.content.decode()


def test_an_account_that_does_not_exist_is_answered_in_the_same_words(client, sam):
    known = attempt(client, password=WRONG).context["form"].errors
    unknown = attempt(client, email="nobody@example.org", password=WRONG).context["form"].errors

    assert known == unknown


def test_of_a_thousand_codes_few_are_judged_wherever_they_come_from(sam, with_app, monkeypatch):
    judged = []
    monkeypatch.setattr(TOTP, "validate_code", lambda app, code: judged.append(code))
    client = Client()
    attempt(client)
    for number in range(1000):
        client.post(SECOND, {"code": f"{number:06}"}, REMOTE_ADDR=f"203.0.113.{number % 250}")

    assert len(judged) < 20


def at_one_moment(send):
    """What the last of many answers is, however slow the machine."""
    with time_machine.travel(datetime.datetime.now(datetime.UTC), tick=False):
        return [send() for _ in range(12)][-1]


def wrong_codes(client):
    return at_one_moment(lambda: client.post(SECOND, {"code": "no"}))


def test_who_guesses_codes_is_told_how_long_to_wait_and_waiting_is_enough(client, sam, with_app):
    attempt(client)
    refused = wrong_codes(client).content.decode()
    client.post(SECOND, {"code": code_of(with_app)})
    assert re.search(r"Please wait \d+ seconds?, then try again. A passkey works at once.", refused)
    assert not is_signed_in(client)

    with later(minutes=15):
        attempt(client)
        client.post(SECOND, {"code": code_of(with_app)})
        assert is_signed_in(client)


def test_who_guesses_codes_neither_signs_the_owner_out_nor_keeps_out_a_passkey(sam, with_app, monkeypatch):
    owner, guesser, at_home = colleagues.sign_in(Client(), sam), Client(), Client()
    attempt(guesser)
    wrong_codes(guesser)
    assert is_signed_in(owner)

    passkey = Authenticator.objects.create(user=sam, type="webauthn", data={"name": "phone"})
    monkeypatch.setattr(webauthn, "parse_authentication_response", lambda credential: None)
    monkeypatch.setattr(webauthn, "complete_authentication", lambda user, credential: passkey)
    attempt(at_home)
    at_home.post(SECOND, {"credential": '{"id": "phone"}'})
    assert is_signed_in(at_home)


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/admin/account/reauthenticate/", {"password": WRONG}),
        ("/admin/account/factors/reauthenticate/", {"code": "no"}),
    ],
)
def test_what_is_asked_again_cannot_be_guessed_at_either(signed_in, address, typed):
    response = at_one_moment(lambda: signed_in.post(address, typed))

    assert "Please wait" in response.content.decode()
    assert response.status_code == 200
    assert AuditEntry.objects.filter(act="sign_in_failed", who="sam@example.org").count() == 5


def test_who_asks_too_often_gets_a_page_of_ours_that_says_how_long(client, sam):
    for _ in range(10):
        response = client.post("/admin/account/password/reset/", {"email": sam.email})

    assert response.status_code == 429
    assert "In a minute, go back and try again." in response.content.decode()
    assert "tel:999" in response.content.decode()


def test_no_address_or_account_stands_in_the_counts(client, sam):
    attempt(client, password=WRONG, REMOTE_ADDR="203.0.113.9")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM staff_cache")
        kept = str(cursor.fetchall())

    assert "guesses" in kept
    assert "203.0.113.9" not in kept
    assert "sam@" not in kept


# Passwords


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("fourteen-chars", False),
        ("quiet-harbour-lantern-42", True),
        ("a sentence that I can remember", True),
        ("é" * 20 + "日本語のパスワード", True),
        ("x7" * 64, True),
        ("passwordpassword", False),
        ("esafe-safeguarding-2026", False),
        ("Safeguarding-school-1", False),
        ("samexampleorg-sam", False),
        ("123456789012345678", False),
    ],
)
def test_a_password_is_long_and_not_to_be_guessed(sam, password, is_taken):
    if is_taken:
        validate_password(password, sam)
    else:
        with pytest.raises(ValidationError):
            validate_password(password, sam)


def test_passwords_are_kept_by_argon2(sam):
    assert sam.password.startswith("argon2")


# Sessions


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Windows",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge, Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("something new", "something new"),
    ],
)
def test_where_one_is_signed_in_a_browser_is_called_by_its_name(says, words):
    assert browsers.in_words(says) == words


def later(**by):
    return time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(**by))


@pytest.fixture
def signed_in(client, sam):
    return colleagues.sign_in(client, sam)


def test_half_an_hour_without_a_request_ends_a_session(signed_in):
    with later(minutes=29):
        assert is_signed_in(signed_in)
    with later(minutes=60):
        assert not is_signed_in(signed_in)


def test_a_session_in_use_ends_after_twelve_hours(signed_in):
    for quarter in range(1, 48):
        with later(minutes=15 * quarter):
            assert is_signed_in(signed_in)
    with later(hours=12, minutes=1):
        assert not is_signed_in(signed_in)


def test_a_cookie_from_before_signing_out_opens_nothing(signed_in, client):
    before = signed_in.cookies["staff-session"].value
    signed_in.post("/admin/logout/")
    client.cookies["staff-session"] = before

    assert not is_signed_in(client)


def test_showing_again_who_one_is_makes_the_cookie_of_before_open_nothing(signed_in, sam):
    before = signed_in.cookies["staff-session"].value
    listed = UserSession.objects.create(user=sam, session_key=before, ip="::1", user_agent="Firefox")
    signed_in.post("/admin/account/reauthenticate/", {"password": PASSWORD})
    stolen = Client()
    stolen.cookies["staff-session"] = before
    assert is_signed_in(signed_in)
    assert not is_signed_in(stolen)

    listed.refresh_from_db()
    assert listed.session_key == signed_in.cookies["staff-session"].value


def test_signing_out_clears_what_the_browser_keeps(signed_in):
    response = signed_in.post("/admin/logout/")

    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_second_factor_ends_the_other_sessions(client, sam, with_app):
    other = Client()
    attempt(other)
    other.post(SECOND, {"code": code_of(with_app)})
    assert is_signed_in(other)

    with later(minutes=2):
        attempt(client)
        client.post(SECOND, {"code": code_of(with_app)})
        client.post("/admin/account/factors/recovery-codes/generate/")
        assert is_signed_in(client)
        assert not is_signed_in(other)


def test_a_closed_account_is_out_at_once(signed_in, sam):
    sam.is_active = False
    sam.save()

    assert not is_signed_in(signed_in)


# What was typed


def test_a_form_sent_after_the_session_comes_back_whole(signed_in):
    with later(hours=1):
        response = signed_in.post(
            "/admin/guidance/page/add/",
            {"title": "My long & careful <words>", "rows": ["a", "b"]},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    page = response.content.decode()

    assert response.status_code == 403
    assert "Nothing you typed is lost" in page
    assert 'value="My long &amp; careful &lt;words&gt;"' in page
    assert page.count('name="rows"') == 2


def test_a_form_of_another_site_is_never_offered_for_sending(signed_in):
    with later(hours=1):
        response = signed_in.post(
            "/admin/guidance/page/add/", {"title": "theirs"}, headers={"Sec-Fetch-Site": "cross-site"}
        )

    assert "theirs" not in response.content.decode()


# Invitations


def test_an_invitation_leads_to_a_password_once(client):
    invitations.send(invitations.make_account("Kim@Example.org", "Kim", ["Writer"], "sam"), "sam")
    message = mail.outbox[-1]
    link = re.search(r"https?://[^/]+(\S+)", message.body)[1]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    assert message.to == ["kim@example.org"]
    assert attempt(client, email="kim@example.org").headers["Location"] == "/admin/"
    assert client.get("/admin/").headers["Location"] == "/admin/account/factors/"
    client.logout()
    assert (
        "form" not in client.get(link, follow=True).context
        or client.get(link, follow=True).context["token_fail"]
    )


def test_an_invitation_lasts_three_days(client):
    link = invitations.link(invitations.make_account("kim@example.org", "Kim", [], "sam"))
    with later(days=4):
        assert client.get(link, follow=True).context["token_fail"]


# The audit


def test_what_happens_when_signing_in_is_written_down(client, sam, with_app):
    attempt(client, password=WRONG)
    attempt(client)
    client.post(SECOND, {"code": "no"})
    client.post(SECOND, {"code": code_of(with_app)})
    client.post("/admin/logout/")

    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["sign_in_failed", "sign_in_failed", "signed_in", "signed_out"]


def test_a_password_typed_as_the_name_is_not_written_down(client, sam):
    attempt(client, email="my-secret-password", password=WRONG)

    assert not AuditEntry.objects.exists()


def test_the_audit_cannot_be_changed_even_by_the_database_itself(sam):
    audit_guard.put_up(connection)
    entry = AuditEntry.objects.create(who="sam", act="published")
    for act in (entry.delete, lambda: AuditEntry.objects.update(who="kim")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    assert AuditEntry.objects.get().who == "sam"


# What is left behind


def test_each_night_forgets_the_sessions_whose_time_is_over(sam):
    with time_machine.travel(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)):
        colleagues.sign_in(Client(), sam)
    today = colleagues.sign_in(Client(), sam)

    assert sessions.forget_ended() == "ended sessions forgotten: 1."
    assert is_signed_in(today)
    assert Session.objects.count() == 1


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_no_cell_of_an_export_is_a_formula_and_none_loses_a_word(text):
    told = io.StringIO()
    csv.writer(told, quoting=csv.QUOTE_ALL).writerow([csv_cells.safe(text), "next"])
    cell, after = next(csv.reader(io.StringIO(told.getvalue(), newline="")))

    assert after == "next"
    assert not cell.strip().startswith(tuple("=+-@＝＋－＠"))
    assert cell.endswith(text.replace("\0", ""))


@pytest.mark.parametrize("formula", ["=1+1", " =1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "%0A=1"])
def test_what_a_spreadsheet_would_work_out_stands_as_it_was_typed(formula):
    assert csv_cells.safe(formula) == f"'{formula}"
