"""Two people on one item, newsletter or complaint: the second to save sees both texts, and nothing typed is lost."""

import dataclasses
import re

import pytest

from contact.complaints import Complaint
from contact.newsletters import Newsletter
from guidance.models import Page, Section
from reporting_links.models import OpeningHours, Service, Step
from tests import builders
from tests.test_staff import address, form_of

pytestmark = pytest.mark.django_db
CONTINUE = {"_continue": "Save and continue editing"}


@pytest.fixture
def law(staff):
    return Page.objects.get(key="the-law")


def opened(staff, obj):
    """What a browser would send back, the version that it saw included."""
    response = staff.get(address(obj))
    assert re.search('name="_seen".*name="_whole"', response.content.decode(), re.S)
    return {**form_of(response), "_seen": str(response.context["seen"]), "_whole": "yes", **CONTINUE}


def hidden(response, **chosen):
    """What the page with both texts would send."""
    html = response.content.decode()
    sent = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html):
        sent.setdefault(builders.text_of(name), []).append(_unescaped(value))
    return {**sent, **chosen}


def _unescaped(value):
    import html

    return html.unescape(value)


def asked(response):
    return set(re.findall(r'name="(choice-[^"]+)"', response.content.decode()))


def picked(response):
    return dict(
        re.findall(r'name="choice-([^"]+)" value="(\w+)" required checked', response.content.decode())
    )


def test_one_person_alone_is_never_asked(staff, law):
    data = opened(staff, law) | {"title": "One"}
    assert staff.post(address(law), data).status_code == 302
    data = opened(staff, law) | {"title": "Two"}
    assert staff.post(address(law), data).status_code == 302

    law.refresh_from_db()
    assert law.title == "Two"


@pytest.mark.parametrize("came", [3, 12, 30, 60, 90])
def test_saving_before_the_whole_form_came_saves_nothing_and_shows_it_whole(staff, law, came):
    item, before = law.to_item(), opened(staff, law)
    # What has come begins with the token, the version and the title; the fields that follow it come in order.
    data = {**dict(list(before.items())[:came]), "_seen": before["_seen"], **CONTINUE, "title": "Typed early"}

    page = staff.post(address(law), data)

    law.refresh_from_db()
    assert law.title == before["title"]
    assert "Nothing is saved yet" in page.content.decode()
    again = form_of(page) | {"_seen": before["_seen"], "_whole": "yes", **CONTINUE}
    assert staff.post(address(law), again).status_code == 302
    assert Page.objects.get(key="the-law").to_item() == dataclasses.replace(item, title="Typed early")


def test_the_second_to_save_sees_both_texts_with_what_differs_marked(staff, law):
    data = opened(staff, law)
    staff.post(address(law), data | {"title": "The law on sharing"})

    page = staff.post(address(law), data | {"title": "The law on pictures"})

    html = page.content.decode()
    law.refresh_from_db()
    assert law.title == "The law on sharing"
    assert "Nothing of yours is lost" in html
    assert "The law on <mark>pictures</mark>" in html
    assert "The law on <mark>sharing</mark>" in html
    assert "admin saved “The law on sharing”" in builders.text_of(html)
    assert asked(page) == {"choice-title"}
    assert picked(page) == {}


@pytest.mark.parametrize(("side", "title"), [("mine", "Mine"), ("saved", "Theirs")])
def test_each_field_is_chosen_and_the_rest_is_kept(staff, law, side, title):
    data = opened(staff, law)
    staff.post(address(law), data | {"title": "Theirs", "short_title": "Short theirs"})
    page = staff.post(address(law), data | {"title": "Mine", "summary": "My own summary."})
    assert picked(page) == {"short_title": "saved", "summary": "mine"}

    chosen = {
        "choice-title": side,
        "choice-short_title": "saved",
        "choice-summary": "mine",
        "_resolved": "save",
    }
    saved = staff.post(address(law), hidden(page, **chosen))

    assert saved.status_code == 302
    law.refresh_from_db()
    assert (law.title, law.short_title, law.summary) == (title, "Short theirs", "My own summary.")


def test_keeping_on_editing_saves_nothing_and_keeps_what_was_chosen(staff, law):
    data = opened(staff, law)
    staff.post(address(law), data | {"title": "Theirs"})
    page = staff.post(address(law), data | {"title": "Mine"})

    form = staff.post(address(law), hidden(page, **{"choice-title": "mine", "_resolved": "edit"}))

    law.refresh_from_db()
    assert law.title == "Theirs"
    assert "Nothing is saved yet" in form.content.decode()
    assert 'value="Mine"' in form.content.decode()
    again = form_of(form) | {"_seen": str(form.context["seen"]), "_whole": "yes"} | CONTINUE
    assert staff.post(address(law), again).status_code == 302
    law.refresh_from_db()
    assert law.title == "Mine"


def test_a_third_person_meanwhile_is_noticed_too(staff, law):
    data = opened(staff, law)
    staff.post(address(law), data | {"title": "Theirs"})
    page = staff.post(address(law), data | {"title": "Mine"})
    staff.post(address(law), opened(staff, law) | {"title": "A third"})

    again = staff.post(address(law), hidden(page, **{"choice-title": "mine", "_resolved": "save"}))

    law.refresh_from_db()
    assert law.title == "A third"
    assert "A third" in again.content.decode()
    assert "<mark>Mine</mark>" in again.content.decode()


def test_what_was_not_chosen_is_asked_again(staff, law):
    data = opened(staff, law)
    staff.post(address(law), data | {"title": "Theirs"})
    page = staff.post(address(law), data | {"title": "Mine"})

    again = staff.post(address(law), hidden(page, _resolved="save"))

    law.refresh_from_db()
    assert law.title == "Theirs"
    assert asked(again) == {"choice-title"}


def test_the_same_change_by_both_needs_no_choice(staff, law):
    data = opened(staff, law) | {"title": "The same"}
    staff.post(address(law), data)

    assert staff.post(address(law), data).status_code == 302


def test_a_colleague_who_only_presses_save_disturbs_nobody(staff, law):
    data = opened(staff, law)
    staff.post(address(law), data)

    assert staff.post(address(law), data | {"title": "Mine"}).status_code == 302
    law.refresh_from_db()
    assert law.title == "Mine"


def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(staff, law):
    data = opened(staff, law)

    page = staff.post(address(law), data | {"_seen": "nonsense", "title": "Mine"})

    law.refresh_from_db()
    assert law.title != "Mine"
    assert asked(page) == {"choice-title"}


def test_sections_are_chosen_one_by_one(staff, law):
    data = opened(staff, law)
    first, second = law.sections.all()[:2]
    theirs = data | {"sections-0-html": "<p>Theirs, first.</p>", "sections-1-heading": "Theirs"}
    staff.post(address(law), theirs)
    page = staff.post(address(law), data | {"sections-0-html": "<p>Mine, first.</p>"})
    html_key, heading_key = f"choice-sections/{first.pk}/html", f"choice-sections/{second.pk}/heading"
    assert asked(page) == {html_key, heading_key}

    staff.post(address(law), hidden(page, **{html_key: "mine", heading_key: "saved", "_resolved": "save"}))

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.html == "<p>Mine, first.</p>"
    assert second.heading == "Theirs"


@pytest.mark.parametrize("side", ["mine", "saved"])
def test_a_section_that_a_colleague_took_out_is_put_back_or_left_out(staff, law, side):
    data = opened(staff, law)
    gone = law.sections.first()
    count = law.sections.count()
    staff.post(address(law), data | {"sections-0-DELETE": "on"})
    page = staff.post(address(law), data | {"sections-0-html": "<p>Mine, kept.</p>", "title": "New title"})
    chosen = {f"choice-sections/{gone.pk}": side, "choice-title": "mine", "_resolved": "save"}

    assert staff.post(address(law), hidden(page, **chosen)).status_code == 302

    law.refresh_from_db()
    assert law.title == "New title"
    assert law.sections.count() == (count if side == "mine" else count - 1)
    assert law.sections.filter(html="<p>Mine, kept.</p>").exists() == (side == "mine")


def test_a_section_that_a_colleague_added_is_shown_and_stays(staff, law):
    data = opened(staff, law)
    Section.objects.create(page=law, html="<p>Brand new.</p>", position=99)
    law.save()

    page = staff.post(address(law), data | {"title": "Mine"})
    assert "Brand new." in page.content.decode()
    staff.post(address(law), hidden(page, **{"choice-title": "mine", "_resolved": "save"}))

    law.refresh_from_db()
    assert law.title == "Mine"
    assert law.sections.filter(html="<p>Brand new.</p>").exists()


def test_rows_that_were_added_stay_added_through_the_choice(staff, law):
    data = opened(staff, law)
    staff.post(address(law), data | {"title": "Theirs"})
    row = int(data["sections-TOTAL_FORMS"])
    added = {
        f"sections-{row}-kind": "text",
        f"sections-{row}-heading": "My own section",
        f"sections-{row}-position": "50",
        "sections-TOTAL_FORMS": str(row + 1),
    }
    page = staff.post(address(law), data | added)

    staff.post(address(law), hidden(page, **{"choice-title": "saved", "_resolved": "save"}))

    assert law.sections.filter(heading="My own section").exists()


def test_hours_and_ticks_and_steps_are_compared_in_words(staff):
    service = Service.objects.get(key="childline")
    data = opened(staff, service)
    OpeningHours.objects.filter(service=service).update(days=("mon", "tue"))
    service.nations = ("wales",)
    service.save()

    text = builders.text_of(staff.post(address(service), data | {"name": "Mine"}).content.decode())

    assert "Monday Tuesday" in text
    assert "Wales" in text
    step = Step.objects.filter(situation__key="webcam").first()
    data = opened(staff, step.situation)
    Step.objects.filter(pk=step.pk).update(band="this_week")
    step.situation.save()
    assert "This week" in staff.post(address(step.situation), data | {"title": "Mine"}).content.decode()


def test_a_form_with_a_mistake_keeps_rows_that_were_added_and_moved(staff, law):
    data = opened(staff, law)
    row = int(data["sections-TOTAL_FORMS"])
    wrong = data | {
        "title": "",
        "sections-0-position": "7",
        f"sections-{row}-kind": "say",
        f"sections-{row}-heading": "Typed just now",
        f"sections-{row}-position": "3",
        "sections-TOTAL_FORMS": str(row + 1),
    }

    form = staff.post(address(law), wrong)

    kept = form_of(form)
    assert form.status_code == 200
    assert kept["sections-0-position"] == "7"
    assert kept[f"sections-{row}-heading"] == "Typed just now"
    assert kept[f"sections-{row}-kind"] == "say"
    assert str(form.context["seen"]) == data["_seen"]


@pytest.mark.parametrize("field", ["first_line", "sections-0-service"])
def test_a_forged_choice_with_an_older_version_is_no_failure_of_ours(staff, law, field):
    data = opened(staff, law)
    staff.post(address(law), data | {"title": "Theirs"})

    page = staff.post(address(law), data | {"title": "Mine", field: "9" * 20})

    assert page.status_code == 200
    assert "choice-title" in asked(page)


@pytest.fixture
def letter(staff):
    text = {"topic": "news", "subject": "What is new", "words": "Two pages.", "items": ["page:the-law"]}
    return Newsletter.objects.create(**text)


@pytest.mark.parametrize(("side", "words"), [("mine", "Two pages,"), ("saved", "An hour of work.")])
def test_a_newsletter_is_never_overwritten_without_a_word(staff, letter, side, words):
    data = opened(staff, letter)
    staff.post(address(letter), data | {"words": "An hour of work.", "items": ["page:seven-steps"]})

    page = staff.post(address(letter), data | {"words": "Two pages,"})

    letter.refresh_from_db()
    assert letter.words == "An hour of work."
    assert "An hour of work." in builders.text_of(page.content.decode())
    assert "Two pages," in builders.text_of(page.content.decode())
    assert picked(page) == {"items": "saved"}
    chosen = {"choice-words": side, "choice-items": "saved", "_resolved": "save"}
    assert staff.post(address(letter), hidden(page, **chosen)).status_code == 302
    letter.refresh_from_db()
    assert (letter.words, letter.items) == (words, ["page:seven-steps"])


def test_an_older_form_of_a_complaint_does_not_take_its_outcome_away(staff):
    complaint = Complaint.objects.create(words="You wrote to me after I left")
    data = opened(staff, complaint)
    staff.post(address(complaint), data | {"outcome": "We changed the form."})

    page = staff.post(address(complaint), data | {"black_out": "left"})

    complaint.refresh_from_db()
    assert (complaint.outcome, bool(complaint.decided_at)) == ("We changed the form.", True)
    assert re.search(r"admin saved “Complaint \d+” on \d+ \w+ \d{4}", builders.text_of(page.content.decode()))
    assert picked(page) == {"outcome": "saved", "black_out": "mine"}
    chosen = {"choice-outcome": "saved", "choice-black_out": "mine", "_resolved": "save"}
    assert staff.post(address(complaint), hidden(page, **chosen)).status_code == 302
    complaint.refresh_from_db()
    assert (complaint.outcome, bool(complaint.decided_at)) == ("We changed the form.", True)
    assert complaint.words == "You wrote to me after I ███"


def test_two_outcomes_of_a_complaint_are_shown_and_typing_goes_on_with_both_in_mind(staff):
    complaint = Complaint.objects.create(words="You wrote to me after I left")
    data = opened(staff, complaint)
    staff.post(address(complaint), data | {"outcome": "Theirs"})
    page = staff.post(address(complaint), data | {"outcome": "Mine"})

    form = staff.post(address(complaint), hidden(page, **{"choice-outcome": "mine", "_resolved": "edit"}))

    complaint.refresh_from_db()
    assert complaint.outcome == "Theirs"
    assert "Nothing is saved yet" in form.content.decode()
    again = form_of(form) | {"_seen": str(form.context["seen"]), "_whole": "yes"} | CONTINUE
    assert staff.post(address(complaint), again).status_code == 302
    complaint.refresh_from_db()
    assert complaint.outcome == "Mine"


def test_a_complaint_saved_before_its_form_had_come_keeps_its_outcome(staff):
    complaint = Complaint.objects.create(words="You wrote to me", outcome="We changed the form.")
    data = opened(staff, complaint)

    form = staff.post(address(complaint), {"_seen": data["_seen"], **CONTINUE})

    complaint.refresh_from_db()
    assert complaint.outcome == "We changed the form."
    assert "Nothing is saved yet" in form.content.decode()
