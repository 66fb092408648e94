"""The safety rules that a machine can check, S1 to S24 of domain/safety-rules.md. Pure: no Django.

"Never" rules hold for every step alone and "at least" rules for every situation alone, so they
hold for every combination (DESIGN 7). What depends on order is checked on whole plans. S3, S5, S6,
S7, S16 and S18 are about words, which guidance.wording judges wherever they stand; S20 to S23 are
about pictures, addresses, hours and figures, which other code cannot break.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from esafe.content import Content
from esafe.problem import Problem
from reporting_links import triage
from reporting_links.content import Action, Situation, Step
from reporting_links.family_plans import family_plan
from reporting_links.flow_rules import Rule, all_steps
from reporting_links.flow_walks import some_walks
from reporting_links.plans import CHILD_FIRST, PLACE_NAMES, PLACES, Plan

ALWAYS_ASKED = frozenset(
    "sextortion_paid sextortion_unpaid grooming webcam ai_nude image_shared parent_threatened".split()
)
BLACKMAIL = frozenset({"sextortion_paid", "sextortion_unpaid", "parent_threatened"})
PICTURES_CONTACT_THREATS = frozenset({"pictures", "contact", "threats"})
CRISIS = frozenset({"papyrus", "samaritans", "shout", "{crisis}"})
POLICE = frozenset({"{police}", "ceop_safety_centre"})
NOT_FOR_CEOP = frozenset({"nasty_posts", "scams"})
ALREADY_TOLD = "keep_telling"
AFTER_THE_POLICE = frozenset({"platform_report", "school_dsl"})


def _names(step: Step, content: Content) -> frozenset[str]:
    """What a step's action names: services, and places such as {police}."""
    action = content.action.get(step.action)
    return frozenset(action.services) if action else frozenset()


def _naming(service: str, content: Content) -> Iterator[tuple[str, str, Step]]:
    for kind, key, step in all_steps(content):
        if service in _names(step, content):
            yield kind, key, step


def s1_999_on_every_page(content: Content) -> Iterator[Problem]:
    """999 with its BSL address."""
    service = content.service["police_999"]
    if service.phone != "999":
        yield Problem("service", service.key, "Its number must be 999 (S1).")
    if not any(c.channel == "bsl" and c.url and c.confirmed for c in service.contacts):
        yield Problem("service", service.key, "It must give the address of 999 BSL (S1).")


def s2_no_blame_first(content: Content) -> Iterator[Problem]:
    """A line that takes blame away comes before any instruction."""
    for situation in content.situation.values():
        line = content.action.get(situation.first_line)
        if line is None or line.kind != "line":
            text = "It must open with a line that takes blame away, not with something to do (S2)."
            yield Problem("situation", situation.key, text)


def s7_do_not_pay(content: Content) -> Iterator[Problem]:
    """Blackmail always says not to pay, among the first things."""
    for key in sorted(BLACKMAIL & content.situation.keys()):
        steps = content.situation[key].steps
        if not any(s.action == "do_not_pay" and s.band == "now" and not s.only_if for s in steps):
            yield Problem("situation", key, "“Do not pay” must always be one of its steps for now (S7).")


def s8_ask_before_blocking_someone_known(content: Content) -> Iterator[Problem]:
    """Where the person is an adult the child knows, the police are asked before blocking."""
    for kind, key, step in all_steps(content):
        if step.action == "note_then_stop" and "known_adult" not in step.not_if:
            text = "Blocking needs “not if: an adult the child knows” (S8)."
            yield Problem(kind, key, text)


def s11_ask_about_suicide(content: Content) -> Iterator[Problem]:
    """Blackmail, shared pictures, grooming, webcams and AI pictures always ask, with crisis lines."""
    for key in sorted(ALWAYS_ASKED & content.situation.keys()):
        steps = content.situation[key].steps
        if not any(step.action == "ask_suicide" and not step.only_if for step in steps):
            yield Problem("situation", key, "It must always carry the question about suicide (S11).")
    action = content.action.get("ask_suicide")
    if action and CRISIS.isdisjoint(action.services):
        yield Problem("action", action.key, "It must show crisis lines in the same view (S11).")


def s12_report_remove_only_under_18(content: Content) -> Iterator[Problem]:
    for kind, key, step in _naming("report_remove", content):
        if "adult_now" not in step.not_if:
            yield Problem(kind, key, "Report Remove needs “not if: 18 or over now” (S12).")


def s12_take_it_down_by_age_in_the_picture(content: Content) -> Iterator[Problem]:
    for kind, key, step in _naming("take_it_down", content):
        leads_here = content.situation[key].triggered_by if kind == "situation" else ()
        sure = {"image_u18"} in (set(step.only_if), set(leads_here)) or "image_adult" in step.not_if
        if not sure:
            yield Problem(kind, key, "Take It Down needs “not if: 18 or over in the picture” (S12).")


def s12_adult_picture_services_only_for_adults(content: Content) -> Iterator[Problem]:
    for service in ("stopncii", "revenge_porn_helpline"):
        for kind, key, step in _naming(service, content):
            if set(step.only_if) != {"image_adult"}:
                text = f"{content.service[service].name} needs “only if: 18 or over in the picture” (S12)."
                yield Problem(kind, key, text)


def s13_never_one_service_alone(content: Content) -> Iterator[Problem]:
    """No situation ends with one service only, or with unconfirmed ones only."""
    for situation in content.situation.values():
        found = {
            content.service[key]
            for step in situation.steps
            for name in _names(step, content)
            for key in (PLACES[name.strip("{}")].values() if name in PLACE_NAMES else (name,))
            if key in content.service
        }
        if len(found) < 2 or not any(service.confirmed for service in found):
            text = "It needs two services, and one of them confirmed (S13)."
            yield Problem("situation", situation.key, text)


def s14_ceop_where_it_can_help(content: Content) -> Iterator[Problem]:
    """Not for bullying, hacked accounts or emergencies, and never for adults."""
    for kind, key, step in _naming("ceop_safety_centre", content):
        situation = content.situation.get(key)
        if key in NOT_FOR_CEOP or (situation and situation.interrupt):
            yield Problem(kind, key, "CEOP cannot help with this. Please take that step out (S14).")
        if not {"adult_now", "police_not_ceop"} & set(step.not_if):
            yield Problem(kind, key, "CEOP is for under-18s: add “not if: 18 or over now” (S14).")


def s15_no_report_fraud_in_scotland(content: Content) -> Iterator[Problem]:
    service = content.service.get("report_fraud")
    if service and "scotland" in service.nations:
        yield Problem("service", service.key, "It does not take reports from Scotland (S15).")


def s19_fake_pictures_get_the_same_help(content: Content) -> Iterator[Problem]:
    """What helps with a real picture is there for a fake one as well."""
    real, fake = content.situation.get("image_shared"), content.situation.get("ai_nude")
    if real and fake:
        named = {name for step in fake.steps for name in _names(step, content)}
        for name in ("report_remove", "take_it_down", "{police}", "ceop_safety_centre", "platform_report"):
            if any(name in _names(step, content) for step in real.steps) and name not in named:
                text = f"A fake picture gets the same help as a real one: please add {name} (S19)."
                yield Problem("situation", fake.key, text)


def s24_not_sure_leads_to_a_person(content: Content) -> Iterator[Problem]:
    """Whoever is not sure finds someone to talk to, for the parent and for the child."""
    situation = content.situation.get(triage.WHEN_NOTHING_FITS)
    named = {name for step in situation.steps for name in _names(step, content)} if situation else set()
    for service in ("nspcc_helpline", "childline"):
        if situation and service not in named:
            yield Problem("situation", situation.key, f"It must name {content.service[service].name} (S24).")


def at_most_three_now(content: Content) -> Iterator[Problem]:
    """At most three things to do now, beside the panel for the child (flow.md, decision 11)."""
    for situation in content.situation.values():
        now = [step for step in situation.steps if step.band == "now" and step.action not in CHILD_FIRST]
        if len(now) > 3:
            text = f"It has {len(now)} steps for “now”. Three is the most."
            yield Problem("situation", situation.key, text)


@dataclass(frozen=True)
class Case:
    """A family: what is known of it, what has happened, and its plan."""

    facts: Collection[str]
    situations: tuple[Situation, ...]
    plan: Plan
    content: Content

    def actions(self) -> Iterator[tuple[Situation, Action]]:
        """The actions in the order in which they are read, each with whose it is."""
        main = self.situations[0]
        yield from ((main, step.action) for step in self.plan.child_first)
        for band in self.plan.bands:
            yield from ((main, step.action) for step in band.steps)
            for also in band.also:
                yield from ((also.situation, step.action) for step in also.steps)

    def police_at(self) -> float:
        """The place at which the police or CEOP are named; beyond any place when they are not."""
        return self.first(lambda _, action: action.key == ALREADY_TOLD or bool(POLICE & {*action.services}))

    def first(self, wanted: Callable[[Situation, Action], bool]) -> float:
        """The place of the first action that is ``wanted``; infinity when there is none."""
        found = (n for n, (owner, action) in enumerate(self.actions()) if wanted(owner, action))
        return next(found, float("inf"))

    def services(self) -> frozenset[str]:
        return frozenset(service.key for service in self.plan.services())


PlanRule = Callable[[Case], Iterator[str]]


def case(walked: triage.Walk, content: Content) -> Case:
    """What a finished walk leads to."""
    situations = triage.triggered(content, walked.facts)
    return Case(walked.facts, situations, family_plan(situations, walked.facts, content), content)


def s10_police_before_platform_and_school(found: Case) -> Iterator[str]:
    """In pictures, contact and threats, with an adult, a stranger, a threat, money or an under-13."""

    def is_platform_or_school(owner: Situation, action: Action) -> bool:
        return owner.group in PICTURES_CONTACT_THREATS and bool(AFTER_THE_POLICE & {*action.services})

    if "police_first" in found.facts and found.first(is_platform_or_school) < found.police_at():
        yield "The police or CEOP must come before the platform and the school (S10)."


def s12_ages(found: Case) -> Iterator[str]:
    services = found.services()
    if "adult_now" in found.facts and "report_remove" in services:
        yield "Report Remove is for under-18s (S12)."
    if "image_adult" in found.facts and "take_it_down" in services:
        yield "Take It Down is for pictures of under-18s (S12)."
    if "image_adult" not in found.facts and {"stopncii", "revenge_porn_helpline"} & services:
        yield "StopNCII is for pictures of adults (S12)."


def s13_never_alone(found: Case) -> Iterator[str]:
    services = found.plan.services()
    if len(services) < 2 or not any(service.confirmed for service in services):
        yield "It needs two services, and one of them confirmed (S13)."


def s14_ceop_only_where_it_helps(found: Case) -> Iterator[str]:
    if "adult_now" in found.facts and "ceop_safety_centre" in found.services():
        yield "CEOP is for under-18s (S14)."
    beyond_ceop = all(s.key in NOT_FOR_CEOP or s.modifier for s in found.situations)
    if beyond_ceop and "ceop_safety_centre" in found.services():
        yield "CEOP cannot help with bullying or hacked accounts (S14)."


def s15_fraud_after_the_police(found: Case) -> Iterator[str]:
    if "scotland" in found.facts and "report_fraud" in found.services():
        yield "Report Fraud does not work in Scotland (S15)."
    blackmail = BLACKMAIL & {situation.key for situation in found.situations}
    fraud = found.first(lambda _, action: bool({"{fraud}", "report_fraud"} & {*action.services}))
    if blackmail and fraud < found.police_at():
        yield "Report Fraud never comes before the police or CEOP (S15)."


PLAN_RULES: tuple[PlanRule, ...] = (
    s10_police_before_platform_and_school,
    s12_ages,
    s13_never_alone,
    s14_ceop_only_where_it_helps,
    s15_fraud_after_the_police,
)


def plans_of_many_families(content: Content) -> Iterator[Problem]:
    """Every plan rule, over every worry with every answer and over every pair of worries."""
    told: set[Problem] = set()
    for walked in some_walks(content):
        found = case(walked, content)
        for rule in PLAN_RULES:
            for text in rule(found):
                problem = Problem("situation", found.situations[0].key, text)
                if problem not in told:
                    told.add(problem)
                    yield problem


RULES: tuple[Rule, ...] = (
    s1_999_on_every_page,
    s2_no_blame_first,
    s7_do_not_pay,
    s8_ask_before_blocking_someone_known,
    s11_ask_about_suicide,
    s12_report_remove_only_under_18,
    s12_take_it_down_by_age_in_the_picture,
    s12_adult_picture_services_only_for_adults,
    s13_never_one_service_alone,
    s14_ceop_where_it_can_help,
    s15_no_report_fraud_in_scotland,
    s19_fake_pictures_get_the_same_help,
    s24_not_sure_leads_to_a_person,
    at_most_three_now,
    plans_of_many_families,
)
