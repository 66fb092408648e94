"""The order of situations and questions is changed in their lists, and nobody's change is undone unseen."""

import re

import pytest
from django.test import Client

from esafe.staff.audit_models import AuditEntry
from reporting_links.models import Situation
from tests import colleagues

pytestmark = pytest.mark.django_db
SITUATIONS = "/admin/reporting_links/situation/"


@pytest.fixture
def staff(site):
    return colleagues.sign_in(Client(), colleagues.someone("Writer"))


@pytest.fixture
def first(site):
    return Situation.objects.first()


def boxes(page):
    """The list as a browser sends it."""
    found = re.findall(r'name="((?:initial-)?form-[^"]+)" value="([^"]*)"', page.content.decode())
    return {**dict(found), "_save": "Save"}


def place(row):
    return Situation.objects.get(pk=row.pk).order


def test_a_place_changed_in_the_list_is_written_down_and_other_places_stay(staff, first):
    form = boxes(staff.get(SITUATIONS))
    second = Situation.objects.all()[1]
    Situation.objects.filter(pk=second.pk).update(order=901)

    assert staff.post(SITUATIONS, {**form, "form-0-order": "900"}).status_code == 302

    assert (place(first), place(second)) == (900, 901)
    entry = AuditEntry.objects.get(about=f"situation: {first.key}")
    assert (entry.before, entry.after) == ({"order": first.order}, {"order": 900})


def test_what_a_colleague_made_of_a_place_meanwhile_stays_until_both_numbers_were_seen(staff, first):
    form = boxes(staff.get(SITUATIONS)) | {"form-0-order": "900"}
    Situation.objects.filter(pk=first.pk).update(order=901)

    page = staff.post(SITUATIONS, form)
    said = "A colleague made this 901 meanwhile. You typed 900: save again to keep yours."
    assert said in page.content.decode()
    assert place(first) == 901

    staff.post(SITUATIONS, boxes(page))
    assert place(first) == 900
