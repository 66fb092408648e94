"""Staff edit, preview, publish and go back in the admin."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from esafe import publishing
from esafe.item_models import ItemModel
from esafe.models import EditionRecord, LiveChange
from guidance.models import Page, Section
from reporting_links.models import Action, Fact, Service
from tests import builders, colleagues

pytestmark = pytest.mark.django_db


def address(obj, action="change"):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{action}", args=[obj.pk])


def form_of(response):
    """The fields of a change form as a browser would send them back."""
    form = response.context["adminform"].form
    data = dict(_fields(form))
    for formset in response.context["inline_admin_formsets"]:
        data |= dict(_fields(formset.formset.management_form))
        for inline in formset.formset.forms:
            data |= dict(_fields(inline))
    return data


def _fields(form):
    for bound in form:
        value = bound.value()
        if hasattr(bound.field, "prepare_value"):
            value = bound.field.prepare_value(value)
        if value is None or value is False:
            continue
        yield bound.html_name, list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    "kind",
    "site page news figure service action fact situation question every_plan synonym".split(),
)
def test_an_item_saved_unchanged_stays_what_it_was(staff, site, kind):
    """Opening a form and pressing save must not alter a word that readers see."""
    model = publishing.models_of_items()[kind]
    for obj in model.objects.all()[:6]:
        before = obj.to_item()
        response = staff.get(address(obj))

        saved = staff.post(address(obj), form_of(response))

        assert saved.status_code == 302, _errors(saved)
        assert model.objects.get(pk=obj.pk).to_item() == before


def _errors(response):
    inlines = [f.formset.errors for f in response.context["inline_admin_formsets"]]
    return response.context["adminform"].form.errors, inlines


@pytest.mark.parametrize(
    ("kind", "field", "code", "words"),
    [
        ("page", "related", "situation:sextortion_paid", "money has been sent"),
        ("situation", "related", "page:the-law", "The law, nation by nation"),
        ("news", "figures", "e41", "about 1 in 10"),
    ],
)
def test_what_an_item_leads_on_to_is_chosen_by_its_words(staff, site, kind, field, code, words):
    obj = publishing.models_of_items()[kind].objects.order_by("pk").first()
    page = staff.get(address(obj))
    label = re.search(
        rf'<label><input type="checkbox" name="{field}" value="{code}"[^>]*> ([^<]*)', page.content.decode()
    )
    assert words in label[1]

    staff.post(address(obj), form_of(page) | {field: [code]})

    obj.refresh_from_db()
    assert getattr(obj, field) == (code,)


def test_every_list_and_form_opens(staff, site):
    for model in publishing.models_of_items().values():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert staff.get(reverse(f"{name}_changelist")).status_code == 200
        assert staff.get(reverse(f"{name}_add")).status_code == 200


def test_a_change_reaches_readers_only_when_it_is_ready_and_published(staff, site, client):
    page = Page.objects.get(key="the-law")
    data = form_of(staff.get(address(page))) | {"title": "A new title", "state": "draft"}
    staff.post(address(page), data)
    staff.post(reverse("admin:publish"), {"note": "nothing to see"})
    reader = builders.Reader()
    assert "A new title" not in reader.client.get("/advice/the-law/").content.decode()

    data = form_of(staff.get(address(page))) | {"state": "ready"}
    staff.post(address(page), data)
    staff.post(reverse("admin:publish"), {"note": "a new title"})

    assert "A new title" in reader.client.get("/advice/the-law/").content.decode()
    assert LiveChange.objects.first().by == "admin"


def test_the_publish_page_lists_changes_and_offers_one_button(staff, site):
    Page.objects.filter(key="the-law").update(title="New", state=ItemModel.State.READY)

    page = staff.get(reverse("admin:publish")).content.decode()

    assert "page “the-law”" in page
    assert "Publish all of it now" in page


def test_problems_are_listed_with_a_link_to_mend_them(staff, site):
    page = Page.objects.get(key="the-law")
    page.sections.update(html='<p><a href="/gone/">x</a></p>')

    html = staff.get(reverse("admin:publish")).content.decode()

    assert "It links to /gone/" in html
    assert f'href="{address(page)}"' in html
    assert "Publish all of it now" not in html


def test_publishing_with_problems_changes_nothing(staff, site):
    Page.objects.get(key="the-law").sections.update(html='<p><a href="/gone/">x</a></p>')

    response = staff.post(reverse("admin:publish"), follow=True)

    assert "Nothing was published" in response.content.decode()
    assert site.current().number == 1


def test_the_note_stays_when_a_colleague_saved_meanwhile_and_goes_with_its_edition(staff, site):
    Page.objects.filter(key="the-law").update(title="New", state=ItemModel.State.READY)
    shown = staff.get(reverse("admin:publish")).context["shown"]
    Page.objects.filter(key="the-law").update(title="Newer")
    note = 'Why: "one hour" of words'

    page = staff.post(reverse("admin:publish"), {"shown": shown, "note": note}, follow=True)

    assert "Nothing was published" in page.content.decode()
    assert 'value="Why: &quot;one hour&quot; of words"' in page.content.decode()
    staff.post(reverse("admin:publish"), {"shown": page.context["shown"], "note": page.context["note"]})
    assert EditionRecord.objects.get(number=2).note == note
    assert staff.get(reverse("admin:publish")).context["note"] == ""


def test_the_note_stays_until_what_stops_publishing_is_mended(staff, site):
    Page.objects.get(key="the-law").sections.update(html='<p><a href="/gone/">x</a></p>')

    page = staff.post(reverse("admin:publish"), {"note": "Why I changed it"}, follow=True)

    assert "Your note is kept until this can be published: “Why I changed it”" in page.content.decode()


def test_going_back_takes_one_press(staff, site):
    Page.objects.filter(key="the-law").update(title="A mistake", state=ItemModel.State.READY)
    publishing.publish("someone")
    page = staff.get(reverse("admin:publish")).content.decode()
    assert "Go back to edition 1" in page

    staff.post(reverse("admin:go-back", args=[1]))

    assert site.current().number == 1


def test_a_link_alone_never_goes_back(staff, site):
    assert staff.get(reverse("admin:go-back", args=[1])).status_code == 405


def test_the_preview_shows_drafts_with_links_that_stay_in_it(staff, site):
    Page.objects.filter(key="the-law").update(title="A half-written title", state=ItemModel.State.DRAFT)

    html = staff.get("/admin/preview/advice/the-law/").content.decode()

    assert "A half-written title" in html
    links = re.findall(r'<a[^>]* href="(/[^"]*)"', html)
    assert links
    assert all(link.startswith("/admin/preview/") and link.count("preview") == 1 for link in links), links
    assert {staff.get(link.partition("#")[0]).status_code for link in links} == {200}


def test_the_preview_of_a_page_that_is_not_there_is_not_found(staff, site):
    assert staff.get("/admin/preview/nowhere/").status_code == 404


def test_every_form_leads_to_the_preview_of_its_page(staff, site):
    page = Page.objects.get(key="the-law")

    assert 'href="/admin/look/advice/the-law/"' in staff.get(address(page)).content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/admin/publish/", "/admin/preview/", "/admin/guidance/page/"])
def test_nobody_gets_in_without_signing_in(site, client, path):
    response = client.get(path, SERVER_NAME="localhost")

    assert response.status_code == 302
    assert "/admin/login/" in response.headers["Location"]


def test_staff_without_the_right_cannot_publish_or_go_back(site, client):
    colleagues.sign_in(client, colleagues.someone())

    assert client.post("/admin/publish/").status_code == 403
    assert client.post(reverse("admin:go-back", args=[1])).status_code == 403


def test_a_service_in_use_cannot_vanish(site):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        Service.objects.get(key="papyrus").delete()
    with pytest.raises(ProtectedError):
        Action.objects.get(key="stay_calm").delete()


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("sources", "just a name", "publisher | what it is | address | date"),
        ("sources", "A | b | ftp://x | 2024", "must start with https://"),
        ("key", "Not A Key", "small letters"),
    ],
)
def test_a_form_that_cannot_be_read_says_how_and_keeps_what_was_typed(staff, site, field, typed, message):
    data = {"key": "new-page", field: typed}

    response = staff.post(reverse("admin:guidance_page_add"), data)

    html = response.content.decode()
    assert response.status_code == 200
    assert message in html
    assert typed in html


def test_rich_text_is_cleaned_when_it_is_saved(staff, site):
    page = Page.objects.get(key="the-law")
    data = form_of(staff.get(address(page)))
    name = next(name for name in data if name.endswith("-html") and data[name])
    data[name] = '<p onclick="x">Hello <script>x</script><b>there</b> <a href="javascript:x">you</a></p>'

    assert staff.post(address(page), data).status_code == 302

    texts = Section.objects.filter(page=page).values_list("html", flat=True)
    assert any("Hello" in text for text in texts)
    assert not any(bad in text for text in texts for bad in ("onclick", "script", "<b>"))


def test_a_nul_typed_by_staff_is_a_message_not_a_failure(staff, site):
    fact = Fact.objects.first()

    response = staff.post(address(fact), {"words": "a\0b", "state": "ready"})

    assert response.status_code == 200
    assert "Null characters are not allowed" in response.content.decode()


def test_a_nul_in_a_list_or_a_cookie_is_refused_before_the_database_sees_it(staff, site, client):
    fact = Fact.objects.first()

    assert staff.post(address(fact), {"words": "a", "points": "b\0c", "state": "ready"}).status_code == 200
    client.cookies["staff-session"] = "a" * 16 + "\0" + "b" * 16
    assert client.get("/admin/").status_code in (302, 400)


def test_who_may_only_look_cannot_offer_or_withdraw(site, client):
    looker = colleagues.someone(email="looker@example.org")
    looker.user_permissions.add(Permission.objects.get(codename="view_service"))
    colleagues.sign_in(client, looker)
    service = Service.objects.get(key="papyrus")
    chosen = {"action": "mark_withdrawn", "_selected_action": [service.pk]}

    client.post(reverse("admin:reporting_links_service_changelist"), chosen)

    service.refresh_from_db()
    assert service.state == ItemModel.State.READY


@pytest.mark.parametrize("way", ["form", "list"])
def test_what_is_in_use_is_not_withdrawn_and_says_where_it_is_used(staff, site, way):
    service = Service.objects.get(key="papyrus")
    if way == "form":
        data = form_of(staff.get(address(service))) | {"state": "withdrawn"}
        response = staff.post(address(service), data)
    else:
        chosen = {"action": "mark_withdrawn", "_selected_action": [service.pk]}
        response = staff.post(reverse("admin:reporting_links_service_changelist"), chosen, follow=True)

    service.refresh_from_db()
    html = response.content.decode()
    assert service.state == ItemModel.State.READY
    assert "still in use" in html
    user = Action.objects.get(key="ask_suicide")
    assert re.search(rf'<a href="{address(user)}">action “ask_suicide”: It uses the service', html)


def test_what_nothing_uses_any_more_is_withdrawn(staff, site):
    page = Page.objects.get(key="accessibility")
    page.pk, page.key = None, "spare-page"
    page.save()
    data = form_of(staff.get(address(page))) | {"state": "withdrawn"}

    assert staff.post(address(page), data).status_code == 302
    page.refresh_from_db()
    assert page.state == ItemModel.State.WITHDRAWN


def test_withdrawing_many_from_the_list_reads_the_site_once(staff, site, django_assert_max_num_queries):
    made = [Fact.objects.create(key=f"spare-{number}", words="Spare", state="ready") for number in range(10)]

    def withdraw(rows):
        chosen = {"action": "mark_withdrawn", "_selected_action": [row.pk for row in rows]}
        staff.post(reverse("admin:reporting_links_fact_changelist"), chosen)

    with django_assert_max_num_queries(200) as few:
        withdraw(made[:1])
    with django_assert_max_num_queries(len(few) + 8 * 10):
        withdraw(made[1:])
    assert Fact.objects.filter(state="withdrawn").count() == 10


def test_what_only_something_that_leaves_with_it_uses_is_withdrawn_too(staff, site):
    page = Page.objects.get(key="accessibility")
    for key, related in (("a-user", ("page:b-used",)), ("b-used", ())):
        page.pk, page.key, page.related = None, key, related
        page.save()
    spare = Page.objects.filter(key__in=("a-user", "b-used"))
    chosen = {"action": "mark_withdrawn", "_selected_action": [row.pk for row in spare]}
    staff.post(reverse("admin:guidance_page_changelist") + "?o=2", chosen)

    assert {row.state for row in spare.all()} == {"withdrawn"}


def test_withdrawing_from_the_list_is_written_down(staff, site):
    service = Service.objects.get(key="papyrus")
    service.pk, service.key = None, "spare_service"
    service.save()
    chosen = {"action": "mark_withdrawn", "_selected_action": [service.pk]}

    staff.post(reverse("admin:reporting_links_service_changelist"), chosen)

    service.refresh_from_db()
    assert service.state == ItemModel.State.WITHDRAWN
    assert LogEntry.objects.filter(object_id=service.pk).exists()


def test_a_preview_with_something_missing_says_what_to_mend(staff, site):
    page = Page.objects.get(key="the-law")
    Section.objects.create(page=page, kind="service", position=99)

    response = staff.get("/admin/preview/advice/the-law/")

    assert response.status_code == 409
    assert "shows no service" in response.content.decode()


def test_what_changed_since_it_was_shown_is_not_published(staff, site):
    Page.objects.filter(key="the-law").update(title="Seen")
    shown = re.search(r'name="shown" value="(\w+)"', staff.get("/admin/publish/").content.decode())[1]
    Page.objects.filter(key="seven-steps").update(title="Not seen")

    response = staff.post("/admin/publish/", {"shown": shown}, follow=True)

    assert "something changed meanwhile" in response.content.decode()
    assert site.current().number == 1
