"""What needs a second person, and what is only taken away."""

import dataclasses
import datetime

import pytest

from esafe.staff.guarded import guarded, hosts_of_services, only_takes_away
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


# Links that lead away


def linking(*addresses):
    text = " ".join(f'<a href="{address}">Make a report</a>' for address in addresses)
    section = builders.starter_content().page["the-law"].sections[0]
    return builders.make_page(sections=(dataclasses.replace(section, html=f"<p>{text}</p>"),))


KNOWN = frozenset({"ceop.police.uk"})


@pytest.mark.parametrize(
    "address",
    [
        "https://ceop-report.example.com/",
        "//ceop.example/",
        "https://ceop.police.uk@x.example/",
        "mailto:a@x.example",
    ],
)
def test_a_link_to_a_site_of_no_service_is_guarded(address):
    before, after = (guarded(page, "page", KNOWN) for page in (linking(), linking(address)))

    assert not only_takes_away(before, after)
    assert only_takes_away(after, before)


def test_a_new_page_is_guarded_for_its_links_alone():
    nothing = guarded(None, "page", KNOWN)

    assert guarded(linking(), "page", KNOWN) == nothing
    assert not only_takes_away(nothing, guarded(linking("https://x.example/"), "page", KNOWN))


@pytest.mark.parametrize(
    "address",
    ["/advice/the-law/", "https://www.CEOP.police.uk/report/", "https://ceop.police.uk/", "tel:999"],
)
def test_a_link_within_the_site_or_to_a_service_is_not(address):
    assert guarded(linking(), "page", KNOWN) == guarded(linking(address), "page", KNOWN)


def test_another_page_of_a_site_that_it_linked_to_already_is_not():
    before, after = linking("https://www.bbc.co.uk/"), linking("https://www.bbc.co.uk/news/")

    assert guarded(before, "page", KNOWN) == guarded(after, "page", KNOWN)


def test_the_next_step_of_a_piece_of_news_is_guarded_too():
    news = next(iter(builders.starter_content().news.values()))
    before, after = (
        dataclasses.replace(news, next_step_url=url) for url in ("/concerned/", "https://x.example/")
    )

    assert not only_takes_away(guarded(before, "news", KNOWN), guarded(after, "news", KNOWN))


def test_the_sites_of_services_are_those_of_their_addresses_and_contacts(service):
    contact = dataclasses.replace(MAIL, url="https://chat.example.org/now")
    content = builders.with_item(
        builders.starter_content(), "service", dataclasses.replace(service, contacts=(contact,))
    )

    assert {"example.org", "chat.example.org"} <= hosts_of_services(content)
