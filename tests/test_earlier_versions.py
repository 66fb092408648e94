"""The earlier versions of one item: found among all editions, and brought back."""

import re

import pytest
from django.urls import reverse

from esafe import publishing, starter_loading
from esafe.models import EditionRecord, Redirect, Site
from esafe.staff import earlier_versions
from guidance.models import Page, Synonym
from tests import colleagues

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/versions/page/privacy/"
OLD, NEW, NEWEST = "What we keep of you.", "What we keep about you.", "We keep nothing about you."


@pytest.fixture
def site(empty_store):
    """Editions 1 to 5: the page changes in 2 and 4, another item in 3 and 5."""
    starter_loading.load_once()
    say(OLD)
    for number in range(2, 6):
        if number % 2:
            Site.objects.update(strapline=f"strapline {number}")
        say({2: NEW, 4: NEWEST}.get(number))
    return empty_store


@pytest.fixture
def staff(client, site):
    return colleagues.sign_in(client, colleagues.someone("Writer"))


def say(summary=None, **values):
    """Publish, with this summary of the page if there is one."""
    if summary:
        Page.objects.filter(key="privacy").update(summary=summary, **values)
    publishing.publish("robin", f"Note of {summary}")


def numbers(page):
    """The editions that a page names, in its order."""
    return [int(number) for number in re.findall(r"<h2>Edition (\d+)</h2>", page)]


def offered(page):
    """The editions as of which a page offers to bring the item back."""
    return [int(n) for n in re.findall(r'action="/admin/editions/(\d+)/page/privacy/bring-back/"', page)]


def test_the_editions_that_changed_an_item_are_shown_newest_first_and_no_others(staff):
    page = staff.get(ADDRESS).content.decode()

    assert numbers(page) == [4, 2, 1]
    assert f"Note of {OLD}" in page
    assert "by robin" in page


def test_each_shows_what_would_go_and_what_would_come_back(staff):
    Page.objects.filter(key="privacy").update(summary="We keep nothing of you.", state="draft")
    page = staff.get(ADDRESS).content.decode()

    assert "We keep nothing <del>of</del><ins>about</ins> you." in page
    assert "<dt>What the page gives you, in one sentence</dt>" in page


def test_its_button_brings_back_the_words_of_then(staff):
    page = staff.get(ADDRESS).content.decode()
    assert offered(page) == [2, 1]
    assert "What is saved now has the same words." in page

    staff.post("/admin/editions/1/page/privacy/bring-back/")

    assert Page.objects.get(key="privacy").summary == OLD
    assert offered(staff.get(ADDRESS).content.decode()) == [4, 2]


def test_what_is_withdrawn_is_brought_back_with_the_same_words(staff):
    Page.objects.filter(key="privacy").update(state="withdrawn")

    assert offered(staff.get(ADDRESS).content.decode()) == [4, 2, 1]


def test_what_was_gone_for_an_edition_has_a_version_before_and_one_after(staff):
    Synonym.objects.create(key="slang", typed=["sexting"], means=["pictures"])
    for state in ("ready", "withdrawn", "ready"):
        Synonym.objects.filter(key="slang").update(state=state)
        say()
    page = staff.get("/admin/versions/synonym/slang/").content.decode()

    assert numbers(page) == [8, 6]


def test_the_form_of_an_item_leads_there(staff):
    row = Page.objects.get(key="privacy")
    form = reverse("admin:guidance_page_change", args=[row.pk])

    assert f'href="{ADDRESS}"' in staff.get(form).content.decode()
    assert "/admin/versions/" not in staff.get(reverse("admin:guidance_page_add")).content.decode()


def test_the_form_leads_nobody_there_who_may_only_look(client, site):
    colleagues.sign_in(client, colleagues.someone("Reviewer"))
    row = Page.objects.get(key="privacy")

    assert "/admin/versions/" not in client.get(f"/admin/guidance/page/{row.pk}/change/").content.decode()


def test_what_no_edition_has_yet_says_so(staff):
    Redirect.objects.create(key="/new/", to="/")

    assert "No edition has it yet." in staff.get("/admin/versions/redirect//new//").content.decode()


@pytest.mark.parametrize("name", ["page/never-was", "cake/x"])
def test_versions_of_what_never_was_are_a_page_not_found(staff, name):
    assert staff.get(f"/admin/versions/{name}/").status_code == 404


def pages(staff):
    """What each page names, from the first to the last by its link to older ones."""
    address, found = ADDRESS, []
    while address:
        page = staff.get(address).content.decode()
        found.append(numbers(page))
        older = re.search(r'href="(\?from=\d+)">Older', page)
        address = older and ADDRESS + older[1]
    return found


@pytest.mark.parametrize(
    ("shown", "read", "expected"),
    [
        (20, 100, [[4, 2, 1]]),
        (1, 100, [[4], [2], [1]]),
        (2, 100, [[4, 2], [1]]),
        (3, 100, [[4, 2, 1]]),
        (20, 5, [[4, 2, 1]]),
        (20, 4, [[4, 2], [1]]),
        (20, 2, [[4], [2], [1]]),
        (20, 1, [[], [4], [], [2], [1]]),
    ],
)
def test_pages_together_show_every_version_once(staff, monkeypatch, shown, read, expected):
    monkeypatch.setattr(earlier_versions, "SHOWN", shown)
    monkeypatch.setattr(earlier_versions, "READ", read)

    assert pages(staff) == expected


@pytest.mark.parametrize("start", ["", "x", "-1", "0", "9" * 40, "²"])
def test_a_strange_start_is_no_failure(staff, start):
    assert staff.get(ADDRESS, {"from": start}).status_code == 200


def test_a_page_asks_no_more_often_with_1000_editions_and_reads_no_more_than_its_bound(
    staff, monkeypatch, django_assert_max_num_queries
):
    few = EditionRecord.objects.get(pk=5)
    queries = 40
    with django_assert_max_num_queries(queries):
        staff.get(ADDRESS)
    EditionRecord.objects.bulk_create(
        [
            EditionRecord(
                number=n, digest="x", published_at=few.published_at, published_by="x", file=few.file
            )
            for n in range(6, 1006)
        ],
        batch_size=100,
    )
    read = []
    item_in = earlier_versions.item_in
    monkeypatch.setattr(earlier_versions, "item_in", lambda *args: read.append(1) or item_in(*args))

    with django_assert_max_num_queries(queries):
        page = staff.get(ADDRESS).content.decode()

    assert len(read) == earlier_versions.READ + 1
    assert "The last 100 editions that we looked at did not change it." in page
    assert "?from=905" in page


def test_an_edition_that_cannot_be_read_hides_no_other(staff):
    EditionRecord.objects.filter(pk=3).update(file="half a fi")

    assert numbers(staff.get(ADDRESS).content.decode()) == [4, 2, 1]


# On the page of an edition


def test_an_edition_offers_each_change_as_it_was_before_it(client, site):
    staff = colleagues.sign_in(client, colleagues.someone("Writer", "Publisher"))
    page = staff.get("/admin/editions/4/").content.decode()

    assert offered(page) == [4, 3]
    assert "Bring “privacy” back as it was before this edition" in page

    staff.post("/admin/editions/3/page/privacy/bring-back/")
    assert Page.objects.get(key="privacy").summary == NEW


def test_an_edition_offers_what_it_took_away_as_it_was_before_and_of_what_is_new_nothing(client, site):
    staff = colleagues.sign_in(client, colleagues.someone("Writer", "Publisher"))
    Synonym.objects.create(key="slang", typed=["sexting"], means=["pictures"], state="ready")
    say()
    Synonym.objects.filter(key="slang").update(state="withdrawn")
    say()

    back = "/synonym/slang/bring-back/"
    assert f'"/admin/editions/6{back}"' in staff.get("/admin/editions/7/").content.decode()
    new = staff.get("/admin/editions/6/").content.decode()
    assert f'"/admin/editions/6{back}"' in new
    assert f'"/admin/editions/5{back}"' not in new
