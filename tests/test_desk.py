"""The first page of staff says what waits for whom."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from contact.newsletters import Newsletter
from guidance.models import Page
from reporting_links.models import Service
from tests import colleagues
from tests.test_two_people import save, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(site):
    return colleagues.sign_in(Client(), colleagues.someone("Writer", email="writer@example.org"))


@pytest.fixture
def reviewer(site):
    return colleagues.sign_in(Client(), colleagues.someone("Reviewer", email="reviewer@example.org"))


def text(client):
    return " ".join(client.get("/admin/").content.decode().split())


def test_it_says_what_readers_have_and_what_the_next_edition_would_change(writer):
    assert "Edition 1, published" in text(writer)
    assert "Nothing waits to be published." in text(writer)
    Page.objects.filter(key="about").update(summary="Who makes this site.")

    assert "The next edition would change 1 thing." in text(writer)


def test_it_lists_the_drafts(writer):
    Page.objects.filter(key="about").update(state="draft")

    assert Page.objects.get(key="about").title in text(writer)


def test_what_waits_for_a_second_person_is_on_the_desk_of_that_person_alone(writer, reviewer):
    save(writer, Service.objects.get(key="childline"), **to("0800 1112"))

    assert "Waits for your yes" in text(reviewer)
    assert "Waits for your yes" not in text(writer)


def test_what_has_a_time_of_its_own_is_listed(writer):
    later = timezone.now() + datetime.timedelta(days=30)
    Page.objects.filter(key="the-law").update(publish_at=later)

    assert "Ready, with a time of its own" in text(writer)
    Page.objects.filter(key="the-law").update(publish_at=timezone.now())
    assert "Ready, with a time of its own" not in text(writer)


def test_a_change_that_nobody_approved_is_said_to_wait_also_to_who_may_not_approve_it(writer):
    save(writer, Service.objects.get(key="childline"), **to("0800 1112"))

    assert "1 waits for a second person first." in text(writer)


def test_the_number_of_queries_does_not_grow_with_the_items(writer, django_assert_max_num_queries):
    writer.get("/admin/")
    with django_assert_max_num_queries(120) as few:
        writer.get("/admin/")
    for number in range(40):
        Page.objects.create(
            key=f"copy-{number}", title=f"Copy {number}", reviewed_on="2026-01-01", review_by="2026-12-01"
        )
    with django_assert_max_num_queries(len(few)):
        writer.get("/admin/")


def test_a_newsletter_of_a_colleague_waits_for_a_yes_and_ones_own_does_not(client, site):
    author, colleague = (colleagues.someone("Inbox", email=f"{name}@example.org") for name in ("ann", "ben"))
    Newsletter.objects.create(topic="news", subject="What is new", changed_by=author)

    words = "1 newsletter of a colleague waits for your yes."
    assert words in text(colleagues.sign_in(client, colleague))
    assert words not in text(colleagues.sign_in(Client(), author))
