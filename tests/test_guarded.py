"""What needs a second person, and what is only taken away."""

import dataclasses
import datetime

import pytest

from esafe.staff.guarded import guarded, only_takes_away
from reporting_links.content import Contact, OpeningHours
from tests import builders

MONDAY, TUESDAY = (OpeningHours(days=(day,), confirmed=True) for day in ("mon", "tue"))
EARLIER = OpeningHours(days=("mon",), opens=datetime.time(8), closes=datetime.time(9), confirmed=True)
MAIL, CHAT = (
    Contact(channel=channel, label=channel, value=f"{channel}@example.org") for channel in ("email", "chat")
)


@pytest.fixture(scope="module")
def service():
    return dataclasses.replace(
        builders.starter_content().service["childline"],
        phone="08001111",
        phone_label="0800 1111",
        phone_note="For England only.",
        cost="Calls are free.",
        report_url="https://www.example.org/report/",
        info_url="https://www.example.org/",
        contacts=(MAIL, CHAT),
        hours=(MONDAY, TUESDAY),
    )


def takes_away(was, **values):
    before, after = guarded(was, "service"), guarded(dataclasses.replace(was, **values), "service")
    assert before != after
    return only_takes_away(before, after)


@pytest.mark.parametrize(
    "less",
    [
        {"phone": "", "phone_label": ""},
        {"phone": "", "phone_label": "", "phone_note": ""},
        {"report_url": ""},
        {"info_url": "", "report_url": ""},
        {"contacts": (CHAT,)},
        {"contacts": (), "hours": (MONDAY,)},
    ],
)
def test_a_number_an_address_or_a_row_less_is_only_taken_away(service, less):
    assert takes_away(service, **less)


@pytest.mark.parametrize(
    "more",
    [
        {"phone": "", "phone_label": "", "cost": "Calls cost money."},
        {"phone": "08001112", "phone_label": "0800 1112"},
        {"phone": "", "phone_label": "0800 1112"},
        {"phone_note": ""},
        {"cost": ""},
        {"report_url": "", "info_url": "https://www.example.com/"},
        {"contacts": (dataclasses.replace(CHAT, value="else@example.org"),)},
        {"contacts": (CHAT, MAIL)},
        {"contacts": (MAIL, MAIL)},
        {"hours": (EARLIER,)},
        {"hours": (MONDAY,), "age_max": 99},
        {"nations": ()},
    ],
)
def test_anything_else_is_not(service, more):
    assert not takes_away(service, **more)


@pytest.mark.parametrize("name", ["name", "short_name"])
def test_what_a_service_is_called_is_guarded(service, name):
    assert not takes_away(service, **{name: "Another name"})
    assert not takes_away(dataclasses.replace(service, **{name: "A name"}), **{name: ""})
