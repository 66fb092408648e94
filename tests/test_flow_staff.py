"""Staff see the flow of "Concerned about a child?" and edit it by its words."""

import dataclasses
import html
import itertools
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import resolve, reverse

from esafe.item_models import ItemModel
from reporting_links import flow_words, triage
from reporting_links.content import Answer
from reporting_links.family_plans import family_plan
from reporting_links.flow_changes import can_compare, changes
from reporting_links.flow_map import flow_map
from reporting_links.flow_paths import Questions
from reporting_links.models import Answer as AnswerRow
from reporting_links.models import EveryPlan, Question, Situation, Step
from tests import builders, colleagues
from tests.staff_sites import DJANGOS_STANDARD, clean
from tests.test_staff import address, form_of


def without_step(content, situation, action):
    steps = content.situation[situation].steps
    left = tuple(step for step in steps if step.action != action)
    assert len(left) < len(steps)
    return builders.changed(content, "situation", situation, steps=left)


def differences(kind):
    return {(group.difference.what, group.difference.key) for group in kind.groups}


@pytest.fixture(scope="module")
def drawing(content):
    return flow_words.drawing(flow_map(content))


@pytest.fixture(scope="module")
def questions(content):
    return Questions(content)


class TestTheDrawing:
    def test_has_every_question_answer_and_situation(self, drawing, content):
        answers = {f"{q.key}.{a.key}" for q in content.question.values() for a in q.answers}

        assert [box.key for box in drawing.questions] == [q.key for q in triage.questions(content)]
        assert [box.key for box in drawing.situations] == [s.key for s in triage.situations(content)]
        assert {row.code for box in drawing.questions for row in box.rows} == answers

    def test_has_no_box_on_another_and_all_within_its_edges(self, drawing):
        for column in (drawing.questions, drawing.situations):
            for above, below in itertools.pairwise(column):
                assert above.y + above.height < below.y
            assert max(box.x + box.width for box in column) <= drawing.width
            assert column[-1].y + column[-1].height <= drawing.height

    def test_fits_a_window_of_1280(self, drawing):
        assert drawing.width <= 1180

    def test_leads_a_line_from_each_answer_to_each_situation_that_it_names(self, drawing, content):
        for box in drawing.situations:
            causes = content.situation[box.key].triggered_by
            named = [
                answer
                for question in content.question.values()
                for answer in question.answers
                if not set(answer.facts).isdisjoint(causes)
            ]
            assert (box.wires.dots.count("M") if box.wires else 0) == len(named), box.key

    def test_shows_a_code_that_names_nothing(self, content):
        strange = builders.changed(content, "question", "paid", asked_if=("worry.threat", "worry.gone"))
        row = next(row for row in flow_map(strange).questions if row.question.key == "paid")

        assert row.asked.unknown == ("worry.gone",)
        boxes = {box.key: box for box in flow_words.drawing(flow_map(strange)).questions}
        assert "not known: worry.gone" in " ".join(text.words for text in boxes["paid"].notes)


class TestTheWays:
    def test_give_every_answer(self, questions, content):
        given = {choice for path in questions.paths() for choice in path}

        assert given == {(q.key, a.key) for q in content.question.values() for a in q.answers}

    def test_go_where_readers_go(self, questions, content):
        for path in itertools.islice(questions.paths(), 0, None, 97):
            taken = questions.walk(path)
            answers = {q.key: (q.if_nothing,) for q in content.question.values()}
            walked = triage.walk(content, answers | {key: (code,) for key, code in path}, content.situation)

            assert (walked.question, walked.facts) == (None, taken.facts), path
            assert tuple(answered.question.key for answered in walked.answered) == taken.asked, path


class TestWhatChanges:
    def test_is_nothing_when_nothing_does(self, content):
        assert not changes(content, content)

    def test_counts_plans_that_a_new_answer_leads_to_as_gained(self, content):
        answer = Answer(key="gift", words="Gift cards were sent", facts=("paid_yes",))
        answers = (*content.question["paid"].answers, answer)
        found = changes(content, builders.changed(content, "question", "paid", answers=answers))

        assert [group.choice for group in found.gained.groups] == [
            (content.question["paid"].title, "Gift cards were sent")
        ]
        assert found.gained.plans > 10
        assert not found.lost.plans
        assert not found.altered.plans

    def test_counts_plans_that_no_answer_leads_to_any_more_as_lost(self, content):
        answers = tuple(answer for answer in content.question["paid"].answers if answer.key != "yes")
        found = changes(content, builders.changed(content, "question", "paid", answers=answers))

        assert found.lost.groups[0].choice[1] == "Yes"
        assert not found.gained.plans

    def test_names_a_step_that_is_left_out_and_a_way_to_the_plan(self, content):
        found = changes(content, without_step(content, "sextortion_paid", "do_not_pay"))

        assert ("removed", "do_not_pay") in differences(found.altered)
        example = next(g for g in found.altered.groups if g.difference.what == "removed").example
        assert (content.question["paid"].title, "Yes") in example

    def test_finds_a_step_that_only_some_families_are_told(self, content):
        """Only a child under 13 whose family has paid: three answers together."""
        found = changes(content, without_step(content, "sextortion_paid", "under_13_first"))

        assert ("removed", "under_13_first") in differences(found.altered)

    def test_says_which_situation_comes_first_now(self, content):
        found = changes(content, builders.changed(content, "situation", "ai_nude", order=1))

        first = found.altered.groups[0].difference
        assert (first.what, first.after) == ("situation", content.situation["ai_nude"].title)

    def test_names_an_action_in_other_words_and_one_at_another_time(self, content):
        steps = tuple(
            dataclasses.replace(step, band="today") if step.action == "do_not_pay" else step
            for step in content.situation["sextortion_paid"].steps
        )
        later = builders.changed(content, "situation", "sextortion_paid", steps=steps)
        found = changes(content, builders.changed(later, "action", "call_bank", text="Call the bank."))

        assert {("time", "do_not_pay"), ("words", "call_bank")} <= differences(found.altered)

    def test_agrees_with_the_plans_that_readers_get(self, content):
        """What is not counted as altered is the same plan, action by action."""
        after = without_step(content, "webcam", "stay_calm")
        questions, missed = Questions(content), []
        for path in itertools.islice(questions.paths(), 0, None, 41):
            facts = questions.walk(path).facts
            plans = [family_plan(triage.triggered(c, facts), facts, c) for c in (content, after)]
            before, now = ([step.action.key for step in plan.steps()] for plan in plans)
            if before != now:
                missed.append(set(before) - set(now))

        assert missed
        assert all(keys <= {"stay_calm"} for keys in missed)
        assert ("removed", "stay_calm") in differences(changes(content, after).altered)

    def test_cannot_be_told_while_something_is_missing(self, content):
        assert can_compare(content)
        assert not can_compare(builders.without(content, "action", "do_not_pay"))
        assert not can_compare(builders.without(content, "service", "childline"))


def looker(*permissions):
    user = colleagues.someone(email="looker@example.org")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return colleagues.sign_in(Client(), user)


def svg_of(page):
    return re.search(r'<svg class="flow-drawing".*?</svg>', page, re.S)[0]


def test_who_may_look_at_questions_may_look_at_the_flow_and_nobody_else(site, client):
    assert looker().get("/admin/flow/").status_code == 403
    User.objects.all().delete()

    assert looker("view_question").get("/admin/flow/").status_code == 200
    assert "/admin/login/" in client.get("/admin/flow/").headers["Location"]


def test_the_flow_page_holds_everything_twice_with_links_that_lead_to_its_forms(staff, site, content):
    page = staff.get("/admin/flow/").content.decode()
    drawing = svg_of(page)
    tables = page.partition(drawing)[2]
    in_drawing, in_tables = builders.text_of(drawing), builders.text_of(tables)

    for question in content.question.values():
        assert question.title in in_drawing
        assert question.title in in_tables
        for answer in question.answers:
            assert answer.words in in_drawing
            assert answer.words in in_tables
    for situation in content.situation.values():
        assert situation.title in in_drawing
        assert situation.title in in_tables
    assert re.search(r'<title id="flow-title">\s*The \d+ questions and the \d+ situations', drawing)
    assert '<desc id="flow-description">Questions stand on the left' in drawing
    _every_box_has_a_name_and_a_form(drawing, content)
    _every_link_leads_somewhere(page)


def _every_box_has_a_name_and_a_form(drawing, content):
    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', drawing)
    rows = {
        **{q.title: Question for q in Question.objects.all()},
        **{s.title: Situation for s in Situation.objects.all()},
    }

    assert len(links) == len(content.question) + len(content.situation)
    for link, name in links:
        title = re.fullmatch(r"\d+\. (.*) \(change it\)", html.unescape(name))[1]
        pk = resolve(link).kwargs["object_id"]
        assert rows[title].objects.get(pk=pk).title == title


def _every_link_leads_somewhere(page):
    for link in set(re.findall(r'href="(/admin/reporting_links/[^"]+/change/)"', page)):
        found = resolve(link)
        assert found.func.model_admin.model.objects.filter(pk=found.kwargs["object_id"]).exists(), link
    for target in re.findall(r'href="#([\w-]+)"', page):
        assert f'id="{target}"' in page, target


def test_the_flow_page_shows_the_draft_or_what_readers_have_and_what_changes(staff, site):
    worry = Question.objects.get(key="worry")
    AnswerRow.objects.create(question=worry, key="new", words="A thing nobody thought of", facts=("ai_nude",))
    Question.objects.filter(pk=worry.pk).update(state=ItemModel.State.DRAFT)

    draft = staff.get("/admin/flow/").content.decode()
    live = staff.get("/admin/flow/?edition=live").content.decode()
    to_publish = staff.get("/admin/publish/").content.decode()

    assert builders.text_of(draft).count("A thing nobody thought of") >= 3
    assert "What are you worried about? – “A thing nobody thought of”" in draft
    assert "A thing nobody thought of" not in svg_of(live)
    assert "This is what readers have now." in live
    # A draft is not published, so the publish page has nothing to say about it.
    assert "Nothing: the same answers lead to the same plans." in to_publish


def test_the_publish_page_says_what_families_would_be_told(staff, site):
    Step.objects.get(situation__key="sextortion_paid", action__key="expect_more_threats").delete()

    page = builders.text_of(staff.get("/admin/publish/").content.decode())

    assert "Altered: the same answers lead to another plan" in page
    assert "Left out: “Threats can go on" in page
    assert "See the flow of questions" in page
    assert "See the flow of questions" in staff.get("/admin/").content.decode()


def test_forms_say_codes_in_words_and_keep_what_they_do_not_know(staff, site):
    question = Question.objects.get(key="paid")
    question.asked_if = ("worry.gone", *question.asked_if)
    question.save()
    page = staff.get(address(question))
    html = builders.text_of(page.content.decode())
    assert "not known: worry.gone" in html
    assert "What are you worried about? – “Someone is threatening my child" in html

    data = form_of(page)
    data["asked_if"] = [*data["asked_if"], "age.under_13"]
    data["not_asked_if"] = []
    assert staff.post(address(question), data).status_code == 302

    question.refresh_from_db()
    assert question.asked_if == ("worry.gone", "worry.threat", "money_or_sexual.threat", "age.under_13")


def test_a_question_saved_unchanged_stays_what_it_was_and_all_can_be_unticked(staff, site):
    question = Question.objects.get(key="peer_flags")
    before = question.to_item()
    data = form_of(staff.get(address(question)))

    assert staff.post(address(question), data).status_code == 302
    assert Question.objects.get(pk=question.pk).to_item() == before

    del data["not_asked_if"]
    assert staff.post(address(question), data).status_code == 302
    after = Question.objects.get(pk=question.pk).to_item()
    assert after == dataclasses.replace(before, not_asked_if=())


def test_a_question_offers_only_answers_that_come_before_it(staff, site):
    page = staff.get(address(Question.objects.get(key="image_age"))).content.decode()

    assert 'name="asked_if" value="age.under_13"' in page
    assert 'name="asked_if" value="worry.threat"' not in page


def test_a_step_is_added_without_scripts_in_the_row_that_waits_for_it(staff, site):
    situation = Situation.objects.get(key="webcam")
    before = situation.to_item().steps
    data = form_of(staff.get(address(situation)))
    row = int(data["steps-TOTAL_FORMS"]) - 1
    action = Step.objects.first().action
    data |= {
        f"steps-{row}-band": "say",
        f"steps-{row}-action": action.pk,
        f"steps-{row}-only_if": ["under_13"],
    }

    assert staff.post(address(situation), data).status_code == 302

    steps = situation.to_item().steps
    assert steps[:-1] == before
    assert (steps[-1].action, steps[-1].band, steps[-1].only_if) == (action.key, "say", ("under_13",))


def test_opening_a_long_plan_asks_the_database_a_few_times_only(staff, site, django_assert_max_num_queries):
    longest = max(Situation.objects.all(), key=lambda situation: situation.steps.count())
    assert longest.steps.count() >= 20

    with django_assert_max_num_queries(15):
        page = staff.get(address(longest)).content.decode()

    assert "Steps" in page
    every_plan = EveryPlan.objects.get()
    saved = staff.post(address(every_plan), form_of(staff.get(address(every_plan))))
    assert saved.status_code == 302


def test_the_order_of_situations_is_edited_in_their_list(staff, site):
    page = staff.get(reverse("admin:reporting_links_situation_changelist"))
    assert 'aria-label="Precedence: A child is in danger now"' in page.content.decode()


def test_the_draft_flow_is_walked_in_the_preview(site):
    AnswerRow.objects.filter(question__key="age", key="under_13").update(words="Not yet thirteen")
    staff = colleagues.sign_in(Client(enforce_csrf_checks=True), colleagues.someone("Writer"))
    first = staff.get("/admin/preview/concerned/").content.decode()
    assert "This is a draft" in first
    second = staff.post("/admin/preview/concerned/", {"asked": "safety", "safety": "no"})

    assert second.status_code == 200
    assert "Not yet thirteen" in second.content.decode()
    assert 'action="/admin/preview/concerned/"' in second.content.decode()
    reader = builders.Reader()
    assert "This is a draft" not in reader.get("/concerned/").content.decode()


def form_from_the_drawing(page, title):
    page.goto("/admin/flow/")
    page.get_by_role("link", name=re.compile(rf"^\d+\. {re.escape(title)}.*\(change it\)")).click()
    page.get_by_role("button", name="Save", exact=True).first.wait_for()
    page.wait_for_load_state()


def save(page):
    with page.expect_navigation():  # the page before may say so, too
        page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_text("was changed successfully").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_flow_and_its_forms_break_no_policy_and_are_clean_for_axe(sit_down, scheme):
    page, complaints = sit_down(color_scheme=scheme)
    page.goto("/admin/flow/")
    assert page.evaluate(WORDS_OUTSIDE) == []
    assert clean(page, complaints) == []

    for title in ("Who is the other person", "Someone is threatening to share my child"):
        form_from_the_drawing(page, title)
        page.locator(".ticks__more:visible summary").last.click()
        page.get_by_label("Search this list").wait_for()
        assert clean(page, complaints) == [], title
    for path in ("/admin/preview/concerned/", "/admin/publish/"):
        page.goto(path)
        assert clean(page, complaints) == [], path
    page.goto("/admin/reporting_links/situation/")
    assert clean(page, complaints, DJANGOS_STANDARD) == []


# Words of the drawing that run out of their box.
WORDS_OUTSIDE = """() => [...document.querySelectorAll(".flow-part")].flatMap((part) => {
    const box = part.querySelector(".flow-box").getBBox();
    return [...part.querySelectorAll("tspan")]
        .filter((line) => +line.getAttribute("x") + line.getComputedTextLength() > box.x + box.width - 4)
        .map((line) => line.textContent);
})"""


def test_a_small_window_scrolls_the_drawing_and_not_the_page(sit_down):
    page, _complaints = sit_down(viewport={"width": 768, "height": 1024})
    page.goto("/admin/flow/")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    region = page.get_by_role("region", name="The drawing")
    # A busy browser may drop the keys that come before its first picture.
    page.wait_for_function("() => performance.getEntriesByType('paint').length > 0")
    region.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle())


@pytest.mark.parametrize("scripts", [True, False])
def test_a_condition_is_chosen_by_its_words(sit_down, scripts):
    page, complaints = sit_down(java_script_enabled=scripts)
    form_from_the_drawing(page, "Is the call or stream still going on?")
    asked = page.get_by_role("group", name="Not asked after any of")
    asked.get_by_text("Add", exact=True).click()
    if scripts:
        asked.get_by_label("Search this list").fill("Under 13")
        assert asked.get_by_role("checkbox").count() == 1
    asked.get_by_label("Under 13", exact=True).check()
    save(page)

    chosen = asked.get_by_label("How old is the child you are worried about? – “Under 13”")
    assert chosen.is_checked()
    chosen.uncheck()
    save(page)
    assert asked.get_by_text("Nothing chosen").is_visible()
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_draft_is_walked_to_its_plan(sit_down, scripts):
    page, complaints = sit_down(java_script_enabled=scripts)
    page.goto("/admin/flow/")
    page.get_by_role("link", name="Walk through the draft").click()
    for answer in ("No", "13 to 15", "Unkind posts, bullying or a fake account", "None of these", "Wales"):
        page.get_by_text(answer, exact=True).click()
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", level=1, name="Your plan").wait_for()
    page.wait_for_load_state()

    assert page.url.endswith("/admin/preview/concerned/")
    assert page.get_by_text("This is a draft").is_visible()
    assert complaints == []
