"""From answers to the next question or the plan, as a family would meet it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting_links import concerned, triage
from reporting_links.family_plans import family_plan, nation_of
from reporting_links.flow_walks import completed, past_all_dangers, worries
from reporting_links.helpers import helpers_of
from tests.builders import starter_content

CONTENT = starter_content()
QUESTIONS = triage.questions(CONTENT)
WORRIES = [answer.key for answer in worries(CONTENT).answers]


def walk(seen=(), **answers):
    given_ = {key: (codes,) if isinstance(codes, str) else codes for key, codes in answers.items()}
    return triage.walk(CONTENT, given_, seen)


def plan_for(**answers):
    walked = completed(CONTENT, {k: (v,) if isinstance(v, str) else v for k, v in answers.items()})
    situations = triage.triggered(CONTENT, walked.facts)
    return situations, family_plan(situations, walked.facts, CONTENT), walked


def actions(plan):
    return [step.action.key for step in plan.steps()]


def test_the_first_question_is_about_danger():
    assert walk().question.key == "safety"


def test_danger_is_answered_at_once():
    assert walk(safety="danger").interrupt.key == "danger_now"
    assert walk(safety="self_harm").interrupt.key == "self_harm"
    assert walk(safety="no", age="age_13_15", worry="webcam", live_now="yes").interrupt.key == "live_now"
    today = walk(safety="no", age="age_13_15", worry="meeting", meeting_when="today")
    assert today.interrupt.key == "meeting_urgent"


def test_after_a_danger_the_questions_go_on_and_it_stays_first_in_the_plan():
    assert walk(safety="danger", seen=("danger_now",)).question.key == "age"
    situations, plan, _ = plan_for(safety="danger", worry="threat")
    assert [situation.key for situation in situations][:2] == ["danger_now", "sextortion_unpaid"]
    assert "call_999" in actions(plan)[:3]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"safety": "no", "age": "age_18_plus"}, "image_age"),
        ({"safety": "no", "age": "under_13"}, "worry"),
        ({"safety": "no", "age": "age_13_15", "worry": "threat"}, "paid"),
        ({"safety": "no", "age": "age_13_15", "worry": "nasty"}, "money_or_sexual"),
        ({"safety": "no", "age": "age_13_15", "worry": "webcam"}, "live_now"),
        ({"safety": "no", "age": "age_13_15", "worry": "meeting"}, "meeting_when"),
        ({"safety": "no", "age": "age_13_15", "worry": "found"}, "found_who"),
        ({"safety": "no", "age": "age_13_15", "worry": "peer"}, "peer_flags"),
        ({"safety": "no", "age": "age_13_15", "worry": "behaviour"}, "whose_behaviour"),
        ({"safety": "no", "age": "age_13_15", "worry": "contact"}, "other_person"),
        ({"safety": "no", "age": "age_13_15", "worry": "signs"}, "nation"),
    ],
)
def test_each_worry_brings_its_own_questions(answers, asked):
    assert walk(**answers).question.key == asked


def test_answers_to_questions_that_are_not_asked_are_passed_over():
    with_stray = walk(safety="no", age="age_13_15", worry="signs", paid="yes", nation="wales")

    assert with_stray.question is None
    assert "paid_yes" not in with_stray.facts


def test_none_of_these_gives_way_to_anything_ticked_with_it():
    peer = {answer.key: answer for answer in CONTENT.question["peer_flags"].answers}
    alone = next(key for key, answer in peer.items() if answer.alone)
    picked = triage.chosen(CONTENT.question["peer_flags"], (alone, "pressure"))

    assert [answer.key for answer in picked] == ["pressure"]


def test_the_most_pressing_situation_is_the_main_one_and_the_others_follow():
    situations, plan, _ = plan_for(worry=("ai", "threat", "scams"))

    assert [situation.key for situation in situations] == ["sextortion_unpaid", "ai_nude", "scams"]
    now = next(band for band in plan.bands if band.name == "now")
    assert next(also.situation.key for also in now.also) == "ai_nude"


def test_an_action_is_said_once():
    _, plan, _ = plan_for(worry=("ai", "threat", "shared", "webcam"))

    assert len(actions(plan)) == len(set(actions(plan)))


def test_what_must_be_read_first_stays_first():
    """Whether it is safe to read comes before anything that another worry would put on top."""
    _, plan, _ = plan_for(safety="no", worry=("home", "contact"))

    assert actions(plan)[0] == "safe_to_read"


def test_an_adult_gets_no_help_for_under_18s():
    _, plan, _ = plan_for(age="age_18_plus", image_age="adult", worry=("shared", "threat"))
    services = {service.key for service in plan.services()}

    assert {"stopncii", "revenge_porn_helpline"} <= services
    assert not services & {"report_remove", "ceop_safety_centre", "take_it_down", "childline"}


def test_a_picture_from_before_18_is_a_picture_of_a_child():
    _, plan, _ = plan_for(age="age_18_plus", image_age="under_18", worry="shared")
    services = {service.key for service in plan.services()}

    assert "take_it_down" in services
    assert not services & {"report_remove", "stopncii"}


@pytest.mark.parametrize(
    ("nation", "police", "others"),
    [
        ("england", "police_101", {"police_scotland", "psni"}),
        ("wales", "police_101", {"police_scotland", "psni"}),
        ("scotland", "police_scotland", {"police_101", "psni", "report_fraud"}),
        ("northern_ireland", "psni", {"police_101", "police_scotland"}),
        ("outside_uk", "outside_uk_police", {"police_101", "police_999", "childline", "report_fraud"}),
    ],
)
def test_a_plan_names_the_police_of_the_childs_nation_only(nation, police, others):
    _, plan, walked = plan_for(worry="threat", paid="yes", nation=nation)
    services = {service.key for service in plan.services()}

    assert nation_of(walked.facts) == nation
    assert police in services
    assert not services & others


def test_who_told_the_police_already_is_not_sent_there_again():
    _, plan, _ = plan_for(worry="contact", reported=("police",))

    assert "keep_telling" in actions(plan)
    assert "tell_police_or_ceop" not in actions(plan)


def test_gaps_found_on_made_up_families_are_closed():
    """flow.md, part 5."""

    def keys(**answers):
        return [situation.key for situation in plan_for(**answers)[0]]

    assert keys(safety="no", worry="scams", money_or_sexual="none") == ["scams"]
    paid = plan_for(safety="no", worry="scams", money_or_sexual="none", scam_paid="yes")[1]
    assert "call_bank" in actions(paid)
    assert keys(worry="sent")[0] == "sent_image"
    assert keys(worry="misused")[0] == "picture_misused"
    assert keys(worry="parent")[0] == "parent_threatened"
    assert keys(worry="home")[0] == "adult_at_home"
    assert "already_deleted" in keys(worry="shared", reported=("deleted",))


def test_everyone_has_a_parent_line_and_a_child_line_to_talk_to():
    for nation in ("england", "wales", "scotland", "northern_ireland", "skip"):
        _, plan, walked = plan_for(worry="signs", nation=nation)
        helpers = helpers_of(plan, walked.facts, CONTENT)
        assert "nspcc_helpline" in [service.key for service in helpers.for_parent]
        assert [service.key for service in helpers.for_child] == ["childline"]
    _, plan, walked = plan_for(age="age_18_plus", worry="signs", nation="wales")
    assert [s.key for s in helpers_of(plan, walked.facts, CONTENT).for_child] == ["samaritans"]


def test_what_is_certain_of_a_situation_holds_for_every_family_whose_answers_lead_there():
    def certain(key):
        return triage.certain(CONTENT.situation[key], CONTENT)

    assert certain("signs") == {"signs"}
    assert certain("age_18_plus") == {"adult_now", "police_not_ceop"}
    for worry in WORRIES:
        situations, _plan, walked = plan_for(worry=worry, age="age_18_plus", nation="outside_uk")
        assert all(certain(s.key) <= walked.facts for s in situations if s.key != "signs"), worry


def test_half_of_all_worries_need_six_questions_or_fewer():
    asked = sorted(
        len(completed(CONTENT, {"safety": ("no",), "worry": (worry,)}).answered) for worry in WORRIES
    )
    assert asked[len(asked) // 2] <= 6, asked


codes = st.one_of(
    st.text(max_size=20),
    st.sampled_from([answer.key for question in QUESTIONS for answer in question.answers]),
)
names = st.one_of(st.text(max_size=20), st.sampled_from([*CONTENT.question, "asked", "seen", "show"]))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(names, st.lists(codes, max_size=6), max_size=12))
def test_anything_may_be_sent(fields):
    sent = concerned.read(fields, CONTENT)
    walked = triage.walk(CONTENT, sent.answers, sent.seen)

    assert walked.question or walked.interrupt or triage.triggered(CONTENT, walked.facts)
    assert all(triage.chosen(CONTENT.question[key], codes) for key, codes in sent.answers.items())


many = st.lists(st.sampled_from(WORRIES), min_size=1, max_size=5, unique=True)


@settings(max_examples=100, deadline=None)
@given(many.flatmap(lambda ticked: st.tuples(st.just(ticked), st.permutations(ticked))))
def test_the_order_of_ticking_does_not_matter(ticked):
    first, second = (completed(CONTENT, {"worry": tuple(order)}) for order in ticked)

    assert first == second


SAFETY_STEPS = {
    *("call_999", "call_999_harm", "call_999_if_changes", "ask_suicide", "do_not_pay", "stay_calm"),
    *("crisis_call", "no_meeting", "end_live_call", "safe_to_read", "call_bank", "do_not_confront"),
}


@settings(max_examples=150, deadline=None)
@given(many, st.sampled_from(WORRIES))
def test_one_more_worry_never_takes_a_safety_step_away(ticked, more):
    _, before, walked = plan_for(worry=tuple(ticked))
    same_answers = {a.question.key: tuple(x.key for x in a.chosen) for a in walked.answered}
    after = plan_for(**{**same_answers, "worry": tuple({*ticked, more})})[1]

    assert SAFETY_STEPS & set(actions(before)) <= set(actions(after))


@settings(max_examples=150, deadline=None)
@given(many, st.data())
def test_changing_one_answer_keeps_the_others(ticked, data):
    walked = completed(CONTENT, {"worry": tuple(ticked)})
    answers = {a.question.key: tuple(x.key for x in a.chosen) for a in walked.answered}
    key = data.draw(st.sampled_from(sorted(answers)))
    code = data.draw(st.sampled_from([answer.key for answer in CONTENT.question[key].answers]))
    fields = {**{k: list(v) for k, v in answers.items()}, key: [code], "asked": [key]}
    sent = concerned.read(fields, CONTENT)

    assert sent.answers == {**answers, key: (code,)}
    assert not sent.refused


def test_going_on_past_every_danger_always_ends_in_a_plan():
    assert completed(CONTENT, {}).question is None
    assert past_all_dangers(CONTENT) >= {"danger_now", "self_harm", "live_now", "meeting_urgent"}
