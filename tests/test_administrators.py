"""There is always somebody who looks after accounts, and the others hear who gets a role that matters."""

import datetime
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafe import mailing
from esafe.staff import administrators, role_news
from esafe.staff.audit_models import AuditEntry
from esafe.staff.links.link import Link
from esafe.staff.owner_role import OwnerRole
from esafe.staff.roles import ROLES
from tests import colleagues

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(site):
    return colleagues.someone("Administrator")


@pytest.fixture
def at_work(client, sam):
    """Sam, an administrator, who has just shown a factor."""
    return freshly(client, sam)


def freshly(client, person):
    colleagues.sign_in(client, person)
    client.post("/admin/account/reauthenticate/", {"password": colleagues.PASSWORD})
    return client


def save(client, person, *roles, name="Sam", **more):
    groups = [Group.objects.get(name=role).pk for role in roles]
    address = reverse("admin:auth_user_change", args=[person.pk])
    return client.post(address, {"first_name": name, "groups": groups, **more})


def roles_of(person):
    return sorted(person.groups.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("roles", "more"), [(["Administrator"], {}), (["Writer"], {"is_active": "on"}), ([], {})]
)
@pytest.mark.parametrize("others", [0, 1])
def test_administrators_do_not_shut_themselves_out_and_lose_nothing_typed(at_work, sam, roles, more, others):
    for number in range(others):
        colleagues.someone("Administrator", email=f"kim{number}@example.org")
    page = save(at_work, sam, *roles, name="Samantha", **more).content.decode()
    sam.refresh_from_db()

    assert "You cannot close your own account or give up your own role of administrator." in page
    assert 'value="Samantha"' in page
    assert (sam.is_active, sam.first_name, roles_of(sam)) == (True, "Sam", ["Administrator"])
    assert not AuditEntry.objects.filter(act="person_changed").exists()


def test_administrators_change_the_rest_of_their_own_account(at_work, sam):
    save(at_work, sam, "Administrator", "Writer", name="Samantha", is_active="on")
    sam.refresh_from_db()

    assert (sam.first_name, roles_of(sam)) == ("Samantha", ["Administrator", "Writer"])


def test_one_of_two_administrators_can_be_closed(at_work):
    kim = colleagues.someone("Administrator", email="kim@example.org")
    save(at_work, kim, "Administrator")
    kim.refresh_from_db()

    assert not kim.is_active


@pytest.mark.parametrize(("roles", "more"), [(["Administrator"], {}), (["Writer"], {"is_active": "on"})])
def test_the_last_administrator_stays_when_two_take_it_from_each_other(
    at_work, sam, roles, more, monkeypatch
):
    """Kim closes Sam just before what Sam sent comes to the check."""
    kim = colleagues.someone("Administrator", email="kim@example.org")
    remain = administrators.remain_without

    def meanwhile(person):
        User.objects.filter(pk=sam.pk).update(is_active=False)
        return remain(person)

    monkeypatch.setattr(administrators, "remain_without", meanwhile)
    page = save(at_work, kim, *roles, name="Kimberley", **more).content.decode()
    kim.refresh_from_db()

    assert "This is the last administrator" in page
    assert 'value="Kimberley"' in page
    assert (kim.is_active, roles_of(kim)) == (True, ["Administrator"])


def test_a_closed_administrator_does_not_count(at_work, sam):
    kim = colleagues.someone("Administrator", email="kim@example.org")
    User.objects.filter(pk=kim.pk).update(is_active=False)

    assert not administrators.remain_without(sam)
    save(at_work, kim, "Writer")
    assert roles_of(kim) == ["Writer"]


# make staff


def make_staff(email="sam@example.org", *options):
    said = StringIO()
    call_command("make_staff", "--email", email, "--name", "Sam", *options, stdout=said)
    return said.getvalue()


def test_make_staff_opens_a_closed_account_with_every_role_and_it_is_written_down(sam):
    User.objects.filter(pk=sam.pk).update(is_active=False)
    sam.groups.set([Group.objects.get(name="Writer")])
    said = make_staff()
    sam.refresh_from_db()
    entry = AuditEntry.objects.get(act="person_changed")

    assert sam.is_active
    assert roles_of(sam) == sorted(ROLES)
    assert "The account is open, and has every role." in said
    assert "/admin/account/password/reset/key/" in said
    assert (entry.who, entry.about) == ("the server’s terminal", "sam@example.org")
    assert entry.before == {"may_sign_in": False, "roles": ["Writer"]}
    assert entry.after == {"may_sign_in": True, "roles": sorted(ROLES)}


def test_make_staff_changes_nothing_of_an_account_that_has_it_all(sam):
    sam.groups.set(Group.objects.filter(name__in=ROLES))
    said = make_staff()

    assert "The account is open" not in said
    assert not AuditEntry.objects.filter(act="person_changed").exists()


def test_whom_make_staff_rescued_signs_in(sam):
    User.objects.filter(pk=sam.pk).update(is_active=False)
    make_staff()
    sign_in = {"login": "sam@example.org", "password": colleagues.PASSWORD}
    response = Client().post("/admin/account/login/", sign_in)

    assert "inactive" not in response.headers["Location"]
    assert "2fa" in response.headers["Location"] or "authenticate" in response.headers["Location"]


def test_whoever_runs_the_server_lets_the_last_administrator_with_a_lost_phone_begin_again(sam):
    client = colleagues.sign_in(Client(), sam)
    said = make_staff("sam@example.org", "--lost-phone")

    assert not Authenticator.objects.filter(user=sam).exists()
    assert "A new one is set up at the next sign-in." in said
    assert client.get("/admin/").status_code == 302
    assert AuditEntry.objects.get(act="factor_removed").who == "the server’s terminal"


def test_make_staff_keeps_second_factors_unless_it_is_told_of_a_lost_phone(sam):
    colleagues.sign_in(Client(), sam)
    make_staff()

    assert Authenticator.objects.filter(user=sam).exists()


# The others hear of it


@pytest.fixture
def lee(sam):
    """Another administrator."""
    return colleagues.someone("Administrator", email="lee@example.org")


def invite(client, *roles):
    groups = [Group.objects.get(name=role).pk for role in roles]
    typed = {"email": "kim@example.org", "first_name": "Kim", "groups": groups}
    return client.post(reverse("admin:auth_user_add"), typed, follow=True).content.decode()


def news(mailoutbox):
    return [letter for letter in mailoutbox if "given a role" in letter.subject]


@pytest.mark.parametrize("role", role_news.TOLD_OF)
def test_the_other_administrators_hear_who_invited_whom_with_a_role_that_matters(
    at_work, lee, mailoutbox, role
):
    colleagues.someone("Publisher", email="robin@example.org")
    closed = colleagues.someone("Administrator", email="closed@example.org")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    invite(at_work, "Writer", role)
    (letter,) = news(mailoutbox)

    assert letter.to == ["lee@example.org"]
    assert "sam@example.org has given a role to Kim (kim@example.org)" in letter.body
    assert f"- {role}\n" in letter.body
    assert "- Writer" not in letter.body
    assert "/admin/" not in letter.body


def test_of_a_role_that_nobody_could_approve_with_nobody_hears(at_work, lee, mailoutbox):
    invite(at_work, "Writer", "Inbox")

    assert news(mailoutbox) == []


def test_they_hear_of_a_role_that_somebody_gets_later_and_not_of_one_that_is_kept_or_taken(
    at_work, lee, mailoutbox
):
    kim = colleagues.someone("Publisher", email="kim@example.org")
    save(at_work, kim, "Publisher", "Reviewer", is_active="on")
    (letter,) = news(mailoutbox)
    assert "- Reviewer\n" in letter.body
    assert "- Publisher" not in letter.body

    save(at_work, kim, "Reviewer", is_active="on")
    save(at_work, kim, "Reviewer", name="Kimberley", is_active="on")
    assert len(news(mailoutbox)) == 1


def test_they_hear_when_a_closed_account_with_such_a_role_is_opened(at_work, lee, mailoutbox):
    kim = colleagues.someone("Reviewer", email="kim@example.org")
    save(at_work, kim, "Reviewer")
    assert news(mailoutbox) == []

    save(at_work, kim, "Reviewer", is_active="on")
    assert "- Reviewer\n" in news(mailoutbox)[0].body


def test_administrators_who_give_themselves_a_role_are_told_of_to_the_others(at_work, sam, lee, mailoutbox):
    save(at_work, sam, "Administrator", "Reviewer", is_active="on")

    assert [letter.to for letter in news(mailoutbox)] == [["lee@example.org"]]


def test_they_hear_of_what_the_terminal_gave(sam, lee, mailoutbox):
    make_staff("kim@example.org")
    make_staff("kim@example.org")
    User.objects.filter(pk=lee.pk).update(is_active=False)
    make_staff("lee@example.org")

    assert sorted(letter.to[0] for letter in news(mailoutbox)) == [
        "kim@example.org",
        "lee@example.org",
        "sam@example.org",
        "sam@example.org",
    ]


@pytest.mark.parametrize("fault", [mailing.ServerAway, mailing.NotSent, mailing.MaybeSent])
def test_without_mail_the_role_is_given_all_the_same_and_who_did_not_hear_is_named(
    at_work, lee, monkeypatch, fault
):
    colleagues.someone("Administrator", email="ann@example.org")

    def refuse(line, message):
        raise fault("no")

    monkeypatch.setattr(mailing.Line, "send", refuse)
    page = invite(at_work, "Reviewer")

    assert "did not reach: ann@example.org, lee@example.org." in page
    assert roles_of(User.objects.get(username="kim@example.org")) == ["Reviewer"]


# Names behind owners, and links, in the audit


def test_the_audit_has_an_owner_as_it_was_and_as_it_is(at_work, sam, lee):
    add, lead = reverse("admin:esafe_ownerrole_add"), {"name": "Lead", "person": sam.pk}
    at_work.post(add, lead)
    owner = OwnerRole.objects.get()
    change = reverse("admin:esafe_ownerrole_change", args=[owner.pk])
    at_work.post(change, {"name": "Head of safety", "person": lee.pk, "deputy": sam.pk})
    at_work.post(change, {"name": "Head of safety", "person": lee.pk, "deputy": sam.pk})
    at_work.post(reverse("admin:esafe_ownerrole_delete", args=[owner.pk]), {"post": "yes"})

    was = {"name": "Lead", "person": "sam@example.org", "deputy": ""}
    now = {"name": "Head of safety", "person": "lee@example.org", "deputy": "sam@example.org"}
    told = AuditEntry.objects.filter(about__startswith="owner: ").order_by("pk")
    assert [(entry.act, entry.about, entry.before, entry.after) for entry in told] == [
        ("added", "owner: Lead", None, was),
        ("changed", "owner: Lead", was, now),
        ("deleted", "owner: Head of safety", now, None),
    ]


def test_the_audit_has_until_when_a_link_was_called_fine_and_by_whom(client, site):
    colleagues.sign_in(client, colleagues.someone("Writer"))
    link = Link.objects.create(address="https://example.org/", checked_on=timezone.localdate())
    until = timezone.localdate() + datetime.timedelta(days=9)
    client.post(f"/admin/links/{link.pk}/fine/", {"until": until.isoformat()})
    client.post(f"/admin/links/{link.pk}/fine/", {"again": "yes"})

    nothing = {"fine_until": None, "fine_by": ""}
    word = {"fine_until": until.isoformat(), "fine_by": "sam@example.org"}
    told = AuditEntry.objects.filter(about="link: https://example.org/").order_by("pk")
    assert [(entry.before, entry.after) for entry in told] == [(nothing, word), (word, nothing)]
