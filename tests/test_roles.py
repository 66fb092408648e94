"""Who may do what: every role against every staff address, with GET and with a forged POST (R38)."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import get_resolver, reverse

from contact.complaints import Complaint
from contact.feedback import Feedback
from contact.newsletters import Newsletter
from contact.subscribers import Subscriber
from esafe.models import OwnerRole, Redirect
from esafe.staff.audit_models import AuditEntry
from esafe.staff.links.link import Link
from esafe.staff.roles import ITEMS, ROLES
from tests import colleagues

pytestmark = pytest.mark.django_db

# What each role may see, and change, among the lists of the admin; the rest is refused.
MAY_CHANGE = {
    "Writer": set(ITEMS),
    "Reviewer": set(),
    "Publisher": set(),
    "Inbox": {"contact.complaint", "contact.feedback", "contact.newsletter"},
    "Administrator": {"auth.user", "esafe.ownerrole"},
}
MAY_SEE = {
    "Writer": set(ITEMS),
    "Reviewer": set(ITEMS),
    "Publisher": set(ITEMS),
    "Inbox": {"contact.complaint", "contact.feedback", "contact.newsletter", "contact.subscriber"},
    "Administrator": {"auth.user", "esafe.auditentry", "esafe.ownerrole"},
}
MAY_PUBLISH = {"Publisher"}


@pytest.fixture(params=ROLES)
def role(request):
    return request.param


@pytest.fixture
def colleague(client, site, role):
    return colleagues.sign_in(client, colleagues.someone(role))


def lists():
    return {model._meta.label_lower: model for model in admin.site._registry}


def one_of(model):
    made = {
        OwnerRole: {"name": "Somebody"},
        AuditEntry: {"who": "sam", "act": "published"},
        Redirect: {"key": "/old/", "to": "/"},
        Feedback: {"words": "Fine"},
        Complaint: {"words": "You kept it"},
        Newsletter: {"topic": "news", "subject": "What is new"},
        Subscriber: {"email": "reader@example.org"},
    }
    return model.objects.first() or model.objects.create(**made[model])


def is_refused(response):
    return response.status_code in (302, 403) and "/change" not in response.headers.get("Location", "")


def test_a_role_sees_the_lists_it_may_see_and_no_other(colleague, role):
    for label in lists():
        address = reverse(f"admin:{label.replace('.', '_')}_changelist")
        assert (colleague.get(address).status_code == 200) is (label in MAY_SEE[role]), label


def test_a_forged_form_changes_nothing_that_a_role_may_not_change(colleague, role):
    for label, model in lists().items():
        if label in MAY_CHANGE[role]:
            continue
        one, name = one_of(model), label.replace(".", "_")
        before = list(model.objects.order_by("pk").values())
        for address in (
            reverse(f"admin:{name}_change", args=[one.pk]),
            reverse(f"admin:{name}_add"),
            reverse(f"admin:{name}_delete", args=[one.pk]),
        ):
            response = colleague.post(
                address, {"key": "forged", "title": "forged", "post": "yes", "_save": "Save"}
            )
            assert response.status_code in (403, 404, 405), (address, response.status_code)
        colleague.post(
            reverse(f"admin:{name}_changelist"),
            {"action": "mark_withdrawn", "_selected_action": [one.pk]},
        )
        assert list(model.objects.order_by("pk").values()) == before, label


def test_only_a_publisher_publishes_or_goes_back(colleague, role, site):
    for address in ("/admin/publish/", "/admin/editions/1/go-back/"):
        response = colleague.post(address)
        assert (response.status_code == 403) is (role not in MAY_PUBLISH), address
    assert (colleague.get("/admin/publish/").status_code == 200) is (role in {*MAY_PUBLISH, "Reviewer"})


# What each button asks for; nothing is typed, so that most of them do nothing for who may press them.
BUTTONS = {
    "/admin/withdraw/page/about/": {"Writer"},
    "/admin/editions/1/page/about/bring-back/": {"Writer"},
    "/admin/time/page/about/": MAY_PUBLISH,
    "/admin/publish/approve/": {"Reviewer"},
    "/admin/links/{link}/fine/": {"Writer"},
    "/admin/what-we-hold/": {"Inbox"},
    "/admin/share/about/": {"Writer", "Reviewer", "Publisher"},
    **{
        f"/admin/contact/newsletter/{{newsletter}}/{step}/": {"Inbox"}
        for step in ("test", "approve", "send", "pause", "resume", "decide")
    },
    "/admin/contact/subscriber/{subscriber}/remove/": {"Inbox"},
}


@pytest.mark.parametrize("address", BUTTONS)
def test_a_button_works_for_the_roles_that_have_it_and_for_no_other(colleague, role, address):
    made = {"link": Link.objects.create(address="https://example.org/", checked_on="2026-01-01")}
    made |= {"newsletter": one_of(Newsletter), "subscriber": one_of(Subscriber)}
    response = colleague.post(address.format(**{name: one.pk for name, one in made.items()}))

    assert (response.status_code == 403) is (role not in BUTTONS[address])
    assert response.status_code in (200, 302, 403)


# What is only looked at, and is not a list.
PAGES = {"/admin/versions/page/about/": {"Writer"}, "/admin/editions/1/": {"Publisher", "Reviewer"}}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_for_the_roles_that_have_it_and_for_no_other(colleague, role, address):
    assert colleague.get(address).status_code == (200 if role in PAGES[address] else 403)


def test_every_staff_address_asks_who_is_there(client, site):
    """Generated from the addresses themselves, so that a new one cannot be forgotten."""
    for pattern in _patterns(get_resolver().url_patterns):
        if not pattern.startswith("admin/") or pattern.startswith(
            ("admin/account/", "admin/login/", "admin/logout/", "admin/jsi18n/")
        ):
            continue
        address = "/" + re.sub(r"<[^>]+>", "1", pattern).replace("\\Z", "").replace("$", "").replace("^", "")
        for send in (client.get, client.post):
            response = send(address)
            assert response.status_code in (302, 403, 404, 405), address
            assert "login/" in response.headers.get("Location", "login/"), address


def _patterns(patterns, before=""):
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns, here)
        else:
            yield here


def test_nobody_makes_themselves_an_administrator(client, site):
    writer = colleagues.someone("Writer")
    colleagues.sign_in(client, writer)
    address = reverse("admin:auth_user_change", args=[writer.pk])
    client.post(
        address,
        {"first_name": "Sam", "groups": [Group.objects.get(name="Administrator").pk], "is_active": "on"},
    )

    assert [group.name for group in writer.groups.all()] == ["Writer"]


def test_no_form_gives_rights_one_by_one_or_all_of_them(client, site):
    colleagues.sign_in(client, colleagues.someone("Administrator"))
    other = colleagues.someone(email="kim@example.org")
    client.post("/admin/account/reauthenticate/", {"password": colleagues.PASSWORD})
    address = reverse("admin:auth_user_change", args=[other.pk])
    client.post(
        address, {"first_name": "Kim", "is_active": "on", "is_superuser": "on", "user_permissions": ["1"]}
    )
    other.refresh_from_db()

    assert other.first_name == "Kim"
    assert not other.is_superuser
    assert not other.user_permissions.exists()


def test_the_roles_in_the_database_are_those_of_the_table(site):
    for name, rights in ROLES.items():
        found = Group.objects.get(name=name).permissions.select_related("content_type")
        assert {f"{p.content_type.app_label}.{p.codename}" for p in found} == set(rights)


def test_inviting_asks_for_a_fresh_sign_in(client, site):
    colleagues.sign_in(client, colleagues.someone("Administrator"))
    response = client.post(reverse("admin:auth_user_add"), {"email": "kim@example.org", "first_name": "Kim"})

    assert "reauthenticate" in response.headers["Location"]
    assert not User.objects.filter(username="kim@example.org").exists()


def test_an_administrator_invites_and_it_is_written_down(client, site, mailoutbox):
    colleagues.sign_in(client, colleagues.someone("Administrator"))
    client.post("/admin/account/reauthenticate/", {"password": colleagues.PASSWORD})
    role = Group.objects.get(name="Writer")
    client.post(
        reverse("admin:auth_user_add"), {"email": "Kim@example.org", "first_name": "Kim", "groups": [role.pk]}
    )
    kim = User.objects.get(username="kim@example.org")

    assert [group.name for group in kim.groups.all()] == ["Writer"]
    assert not kim.has_usable_password()
    assert mailoutbox[-1].to == ["kim@example.org"]
    assert AuditEntry.objects.filter(act="invited", about="kim@example.org").exists()


def test_every_model_that_staff_change_is_in_the_table_of_roles():
    known = {
        *ITEMS,
        "auth.user",
        "contact.complaint",
        "contact.feedback",
        "contact.newsletter",
        "contact.subscriber",
        "esafe.auditentry",
        "esafe.ownerrole",
    }
    registered = {model._meta.label_lower for model in admin.site._registry}

    assert {
        label for label in registered if not label.startswith(("account.", "mfa.", "usersessions."))
    } == known
    assert all(apps.get_model(label) for label in ITEMS)
