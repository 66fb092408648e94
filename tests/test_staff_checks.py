"""What is checked stands beside its field, on top, and in the answer to the script; hours as readers see them."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.forms import FileField
from django.urls import reverse

from esafe import publishing
from guidance.models import Figure, Page, Section
from reporting_links.models import Question, Service, Situation
from tests import builders, colleagues
from tests.test_staff import address, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(staff):
    return Page.objects.get(key="the-law")


def beside(page, name):
    """What stands beside a field."""
    found = re.search(
        rf'<ul class="checked__found" id="id_{name}_found".*?</ul>', page.content.decode(), re.S
    )
    return builders.text_of(found[0])


def on_top(page):
    found = re.search(r'<section class="found".*?</section>', page.content.decode(), re.S)
    return "" if " hidden>" in found[0][:200] else builders.text_of(found[0])


def answered(staff, obj, data):
    answer = staff.post(address(obj).replace("/change/", "/check/"), data)
    assert answer.headers["Content-Type"] == "application/json"
    return {(one["name"], one["text"], one["stops"]) for one in answer.json()["found"]}


def test_what_we_ship_has_nothing_to_mend(staff):
    for kind, model in publishing.models_of_items().items():
        for obj in model.objects.all()[:4]:
            assert "<strong>To mend:" not in staff.get(address(obj)).content.decode(), (kind, obj.key)


def test_a_saved_text_has_its_advice_beside_it_and_on_top(staff, law):
    Page.objects.filter(pk=law.pk).update(summary="What a victim may do.")

    page = staff.get(address(law))

    assert "Please avoid “victim”. Better: child who was harmed." in beside(page, "summary")
    assert "What the page gives you, in one sentence : Please avoid “victim”" in on_top(page)
    assert re.search(r'<a href="#id_summary">', page.content.decode())
    assert re.search(r'name="summary"[^>]*aria-describedby="id_summary_found"', page.content.decode())


def test_saving_says_that_it_cannot_be_published_yet(staff, law):
    data = form_of(staff.get(address(law))) | {"summary": "The victim."}

    page = staff.post(address(law), data, follow=True)

    text = builders.text_of(page.content.decode())
    assert "It is saved, but it cannot be published yet: 1 thing is to be mended in “The law" in text
    assert f'<a href="{address(law)}">' in page.content.decode()


def test_saving_what_has_hints_only_says_nothing(staff, law):
    data = form_of(staff.get(address(law))) | {"summary": "word " * 30 + "."}

    assert "cannot be published yet" not in staff.post(address(law), data, follow=True).content.decode()


def test_a_text_is_judged_while_it_is_typed_and_nothing_is_saved(staff, law):
    data = form_of(staff.get(address(law))) | {
        "summary": "The victim.",
        "sections-0-html": "<p>Delete the chat.</p>",
    }

    found = answered(staff, law, data)

    assert ("summary", "Please avoid “victim”. Better: child who was harmed.", True) in found
    assert any(name == "sections-0-html" and "do not delete anything" in text for name, text, _ in found)
    law.refresh_from_db()
    assert "victim" not in law.summary


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("sources", "", "at least one source"),
        ("owner", "", "who looks after it"),
        ("review_by", "2020-01-01", "must be later"),
        ("review_by", "", "when it was checked"),
        ("title", "Ring 0808 800 5000", "{nspcc_helpline}"),
        ("title", "Ring 020 7946 0000", "not in the directory"),
        ("summary", "A hidden\u200bmark.", "nobody can see"),
        ("sections-0-html", '<p><a href="/advice/">click here</a></p>', "does not say where the link leads"),
        ("sections-0-html", "<h4>a</h4><h3>b</h3>", "skip a level"),
    ],
)
def test_each_check_names_the_field_to_mend(staff, law, field, typed, words):
    found = answered(staff, law, form_of(staff.get(address(law))) | {field: typed})

    assert any(name == field and words in text for name, text, _stops in found), found


def test_an_address_is_checked_before_it_is_saved_for_good(staff):
    situation = Situation.objects.get(key="webcam")
    data = form_of(staff.get(address(situation))) | {"slug": "sextortion"}
    assert any(
        name == "slug" and "neutral words" in text for name, text, _ in answered(staff, situation, data)
    )

    new = staff.post(reverse("admin:guidance_page_check_new"), {"key": "child-abuse"})
    assert any(one["name"] == "key" for one in new.json()["found"])


def test_a_new_form_blames_nobody_for_being_empty(staff):
    assert on_top(staff.get(reverse("admin:guidance_page_add"))) == ""


def test_a_section_without_its_card_says_so_beside_the_card(staff, law):
    Section.objects.create(page=law, kind="service", position=99)
    page = staff.get(address(law))

    last = law.sections.count() - 1
    assert "shows no service" in beside(page, f"sections-{last}-service")


def test_rows_of_a_table_are_checked_too(staff):
    question = Question.objects.get(key="paid")
    answer = question.answers.first()
    answer.words = "The victim paid"
    answer.save()

    assert "Please avoid “victim”" in beside(staff.get(address(question)), "answers-0-words")


def test_notes_for_staff_are_not_judged(staff):
    service = Service.objects.get(key="childline")
    Service.objects.filter(pk=service.pk).update(editor_notes="The victim!")

    assert "<strong>To mend:" not in staff.get(address(service)).content.decode()


def test_who_may_not_change_an_item_is_not_answered(staff, law, client):
    looker = colleagues.someone(email="looker@example.org")
    looker.user_permissions.add(Permission.objects.get(codename="view_page"))
    colleagues.sign_in(client, looker)

    for path in ("check", "hours"):
        obj = law if path == "check" else Service.objects.first()
        assert client.post(address(obj).replace("/change/", f"/{path}/")).status_code == 403
    assert staff.get(address(law).replace("/change/", "/check/")).status_code == 405


def test_what_is_found_in_a_field_is_said_once_beside_it(staff, law):
    Page.objects.filter(pk=law.pk).update(sources="")

    assert staff.get(address(law)).content.decode().count('id="id_sources_found"') == 1


def test_no_form_of_staff_takes_a_file(staff):
    for model in publishing.models_of_items().values():
        obj = model.objects.first()
        page = staff.get(address(obj)) if obj else None
        if page is None:
            continue
        assert 'type="file"' not in page.content.decode()
        assert not any(isinstance(f, FileField) for f in page.context["adminform"].form.fields.values())


def hours_of(response):
    section = re.search(r'<section class="as-read".*?</section>', response.content.decode(), re.S)[0]
    return builders.text_of(section)


@pytest.fixture
def family_lives(staff):
    service = Service.objects.get(key="family_lives")
    service.hours.all().delete()
    service.hours.create(channel="phone", days=("mon", "tue"), opens="09:00", closes="17:00", confirmed=True)
    return service


def test_hours_stand_under_their_rows_as_readers_see_them(staff, family_lives):
    text = hours_of(staff.get(address(family_lives)))

    assert "Phone: Monday to Tuesday, 9am to 5pm. Closed on bank holidays." in text


def test_hours_that_are_being_typed_are_shown_without_being_saved(staff, family_lives):
    data = form_of(staff.get(address(family_lives))) | {
        "hours-0-days": ["mon", "tue", "wed"],
        "hours-0-closes": "21:30",
        "hours-0-bank_holidays": "on",
        "hours-1-channel": "text",
        "hours-1-days": ["sun"],
        "hours-1-confirmed": "on",
        "hours-1-position": "5",
        "hours-TOTAL_FORMS": "2",
    }

    text = hours_of(staff.post(address(family_lives).replace("/change/", "/hours/"), data))

    assert "Monday to Wednesday" in text
    assert "9am to 9:30pm. Bank holidays too." in text
    assert "Text: Sunday, day and night." in text
    assert family_lives.hours.get().closes.hour == 17


@pytest.mark.parametrize(
    "change", [{"hours-0-opens": "nine"}, {"hours-0-DELETE": "on"}, {"hours-0-days": []}]
)
def test_rows_that_cannot_be_read_or_will_go_are_not_shown_as_sure(staff, family_lives, change):
    data = form_of(staff.get(address(family_lives))) | change

    text = hours_of(staff.post(address(family_lives).replace("/change/", "/hours/"), data))

    assert "5pm" not in text


def test_a_place_number_moves_a_section_without_scripts(staff, law):
    data = form_of(staff.get(address(law)))
    first, second = law.sections.all()[:2]
    moved = data | {"sections-0-position": "2", "sections-1-position": "1"}
    assert (data["sections-0-position"], data["sections-1-position"]) == (1, 2)

    staff.post(address(law), moved)

    assert list(law.sections.all()[:2]) == [second, first]


def test_a_page_shows_a_figure_in_a_section(staff, law):
    figure = Figure.objects.first()
    Section.objects.create(page=law, kind="figure", figure=figure, position=99)
    Page.objects.filter(pk=law.pk).update(state="ready")

    publishing.publish("someone")

    assert figure.claim in builders.text_of(builders.Reader().get("/advice/the-law/").content.decode())


def test_the_word_for_the_rich_text_of_a_section_is_text(staff, law):
    assert re.search(r'<label for="id_sections-0-html">\s*Text:', staff.get(address(law)).content.decode())
