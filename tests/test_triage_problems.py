"""What stops the questions from being published: one deliberately broken flow for each rule."""

import dataclasses

import pytest

from reporting_links import flow_rules, safety_rules
from reporting_links.content import Answer, Question, Step
from reporting_links.triage_problems import problems
from tests.builders import changed, with_item, without


def test_the_starter_flow_may_be_published(content):
    assert list(problems(content)) == []


def question(content, key, **values):
    return changed(content, "question", key, **values)


def situation(content, key, **values):
    return changed(content, "situation", key, **values)


def with_step(content, key, band, action, **conditions):
    steps = (*content.situation[key].steps, Step(band=band, action=action, **conditions))
    return situation(content, key, steps=steps)


def without_steps(content, key, *actions):
    steps = tuple(step for step in content.situation[key].steps if step.action not in actions)
    return situation(content, key, steps=steps)


def with_conditions(content, key, action, **conditions):
    steps = tuple(
        dataclasses.replace(step, **conditions) if step.action == action else step
        for step in content.situation[key].steps
    )
    return situation(content, key, steps=steps)


def with_answer(content, key, answer):
    answers = (*content.question[key].answers, answer)
    return question(content, key, answers=answers)


def service(content, key, **values):
    return changed(content, "service", key, **values)


def closed_at_night(content):
    services = {key: dataclasses.replace(s, hours=()) for key, s in content.service.items()}
    return dataclasses.replace(content, service=services)


def unconfirmed(content):
    services = {key: dataclasses.replace(s, confirmed=False) for key, s in content.service.items()}
    return dataclasses.replace(content, service=services)


def school_first(content):
    steps = (Step(band="now", action="tell_school"), *content.situation["grooming"].steps)
    return situation(without_steps(content, "grooming", "note_then_stop"), "grooming", steps=steps)


def fraud_first(content):
    steps = (Step(band="now", action="report_fraud"), *content.situation["sextortion_paid"].steps)
    return situation(content, "sextortion_paid", steps=steps)


STRANGE = Answer(key="strange", words="Something strange", facts=("strange",))
LONELY = Question(
    key="lonely",
    order=995,
    title="Is it so?",
    short_title="So",
    why="To know.",
    asked_if=("safety.danger",),
    not_asked_if=("safety.danger",),
    answers=(Answer(key="yes", words="Yes", facts=("threat",)), Answer(key="no", words="No")),
    if_nothing="no",
)
BROKEN_FLOWS = [
    ("missing_parts", lambda c: dataclasses.replace(c, question={}), "There are no questions"),
    ("missing_parts", lambda c: dataclasses.replace(c, every_plan={}), "the steps of every plan back"),
    ("missing_parts", lambda c: without(c, "situation", "signs"), "when nothing else fits"),
    ("dead_ends", lambda c: question(c, "safety", answers=()), "two answers at least"),
    ("dead_ends", lambda c: question(c, "safety", if_nothing="gone"), "without choosing"),
    (
        "dead_ends",
        lambda c: with_answer(c, "safety", c.question["safety"].answers[0]),
        "Two answers have the key “danger”",
    ),
    (
        "dead_ends",
        lambda c: with_item(c, "question", dataclasses.replace(c.question["safety"], key="show", order=996)),
        "The form itself uses this key",
    ),
    ("unknown_conditions", lambda c: question(c, "paid", asked_if=("worry.moon",)), "depends on worry.moon"),
    (
        "unknown_conditions",
        lambda c: question(c, "age", asked_if=("worry.threat",)),
        "no answer to a question before it",
    ),
    ("unknown_facts", lambda c: with_answer(c, "safety", STRANGE), "the fact “strange”, which has no words"),
    (
        "unknown_facts",
        lambda c: situation(c, "webcam", triggered_by=("webcam", "strange")),
        "the fact “strange”, which has no words",
    ),
    ("unreachable_questions", lambda c: with_item(c, "question", LONELY), "No answers lead to this question"),
    (
        "unreachable_situations",
        lambda c: situation(c, "webcam", triggered_by=("outside",)),
        "No answer leads here",
    ),
    (
        "answers_without_effect",
        lambda c: with_answer(c, "safety", dataclasses.replace(STRANGE, facts=())),
        "“Something strange” changes nothing",
    ),
    (
        "impossible_conditions",
        lambda c: with_step(c, "webcam", "today", "childline", only_if=("outside",)),
        "can never be shown: no answer says that",
    ),
    (
        "impossible_conditions",
        lambda c: with_step(c, "webcam", "today", "childline", not_if=("webcam",)),
        "whatever leads here rules it out",
    ),
    (
        "precedence_ties",
        lambda c: situation(c, "webcam", order=c.situation["grooming"].order),
        "the same place",
    ),
    (
        "precedence_ties",
        lambda c: question(c, "nation", order=c.question["reported"].order),
        "the same place",
    ),
    (
        "plans_without_steps",
        lambda c: situation(c, "webcam", steps=(Step(band="today", action="childline", only_if=("teen",)),)),
        "Some families would find nothing to do",
    ),
    ("nobody_at_night", closed_at_night, "At night nobody in it can be reached"),
]
BROKEN_SAFETY = [
    ("s1_999_on_every_page", lambda c: service(c, "police_999", phone="998"), "must be 999"),
    ("s1_999_on_every_page", lambda c: service(c, "police_999", contacts=()), "999 BSL"),
    ("s2_no_blame_first", lambda c: situation(c, "webcam", first_line="tell_police"), "takes blame away"),
    ("s7_do_not_pay", lambda c: without_steps(c, "sextortion_paid", "do_not_pay"), "“Do not pay”"),
    (
        "s8_ask_before_blocking_someone_known",
        lambda c: with_conditions(c, "webcam", "note_then_stop", not_if=()),
        "Blocking needs",
    ),
    *(
        ("s11_ask_about_suicide", lambda c, key=key: without_steps(c, key, "ask_suicide"), "about suicide")
        for key in ("sextortion_paid", "sextortion_unpaid", "grooming", "webcam", "ai_nude", "image_shared")
    ),
    (
        "s11_ask_about_suicide",
        lambda c: changed(c, "action", "ask_suicide", services=("report_remove",)),
        "crisis lines in the same view",
    ),
    (
        "s12_report_remove_only_under_18",
        lambda c: with_conditions(c, "image_shared", "report_remove", not_if=()),
        "Report Remove needs",
    ),
    (
        "s12_take_it_down_by_age_in_the_picture",
        lambda c: with_conditions(c, "image_shared", "take_it_down", not_if=()),
        "Take It Down needs",
    ),
    (
        "s12_adult_picture_services_only_for_adults",
        lambda c: with_conditions(c, "age_18_plus", "stopncii", only_if=("adult_now",)),
        "needs “only if: 18 or over in the picture”",
    ),
    ("s13_never_one_service_alone", unconfirmed, "one of them confirmed"),
    *(
        (
            "s14_ceop_where_it_can_help",
            lambda c, key=key: with_step(c, key, "today", "tell_police_or_ceop", not_if=("adult_now",)),
            "CEOP cannot help with this",
        )
        for key in ("nasty_posts", "scams", "danger_now")
    ),
    (
        "s14_ceop_where_it_can_help",
        lambda c: with_conditions(c, "grooming", "tell_police_or_ceop", not_if=()),
        "CEOP is for under-18s",
    ),
    (
        "s15_no_report_fraud_in_scotland",
        lambda c: service(c, "report_fraud", nations=("england", "scotland")),
        "does not take reports from Scotland",
    ),
    (
        "s19_fake_pictures_get_the_same_help",
        lambda c: without_steps(c, "ai_nude", "report_remove"),
        "please add report_remove",
    ),
    (
        "s24_not_sure_leads_to_a_person",
        lambda c: without_steps(c, "signs", "nspcc"),
        "must name NSPCC",
    ),
    (
        "at_most_three_now",
        lambda c: with_step(c, "sextortion_paid", "now", "private_accounts"),
        "Three is the most",
    ),
    ("plans_of_many_families", school_first, "before the platform and the school (S10)"),
    ("plans_of_many_families", fraud_first, "never comes before the police or CEOP (S15)"),
]


@pytest.mark.parametrize(
    ("rule", "break_it", "words"),
    BROKEN_FLOWS + BROKEN_SAFETY,
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_broken_flow_is_refused_by_its_own_rule(content, rule, break_it, words):
    module = flow_rules if hasattr(flow_rules, rule) else safety_rules
    broken = break_it(content)

    assert any(words in problem.text for problem in getattr(module, rule)(broken))
    assert any(words in problem.text for problem in problems(broken))


def test_every_rule_has_a_flow_that_breaks_it():
    rules = {rule.__name__ for rule in (*flow_rules.SOUND, *flow_rules.RULES, *safety_rules.RULES)}

    assert rules == {name for name, _, _ in BROKEN_FLOWS + BROKEN_SAFETY}


@pytest.mark.parametrize(
    "words", ["Have you deleted it?", "Delete the chat, then go on.", "Take a screenshot of the picture."]
)
def test_no_question_tells_anyone_to_delete_or_to_capture(content, words):
    from esafe import problems as everything

    broken = question(content, "age", hint=words)

    expected = words.startswith(("Delete", "Take"))
    assert any("Please avoid" in str(p) for p in everything.find(broken)) is expected


def test_each_plan_rule_finds_a_plan_that_breaks_it(content):
    """S12, S13 and S14 hold for each step already, so only a made-up plan can break them."""
    from reporting_links.family_plans import family_plan
    from reporting_links.safety_rules import Case

    def case(key, *facts):
        found = (content.situation[key],)
        return Case(
            facts, found, family_plan(found, {f for f in facts if f != "adult_now"}, content), content
        )

    adult = case("image_shared", "adult_now", "image_adult")
    assert any("under-18s" in text for text in safety_rules.s12_ages(adult))
    assert any(
        "under-18s" in text for text in safety_rules.s14_ceop_only_where_it_helps(case("signs", "adult_now"))
    )
    nobody = dataclasses.replace(adult, plan=dataclasses.replace(adult.plan, child_first=(), bands=()))
    assert any("two services" in text for text in safety_rules.s13_never_alone(nobody))
