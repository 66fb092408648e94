"""The plan for one situation on one page of paper: what stands on the situation's page, in its order."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from esafe.content import Content
from esafe.edition import Edition
from esafe.labels import LABELS
from guidance.clauses import FORBIDS
from guidance.paper import numbers, spoken
from guidance.paper.sheets import Sheet, situation_of
from guidance.paper.telling import Data, School, frame
from reporting_links import triage
from reporting_links.content import Action, Situation
from reporting_links.helpers import helpers_of
from reporting_links.plans import PlanBand, PlanStep, plan_of

ABROAD = "outside_uk"
URGENT = ("now", "today")
_BEFORE = re.compile(r"\b(?:before|first)\b", re.I)
_SENTENCE = re.compile(r"\S.*?(?:[.?!][”’)]*(?=\s)|$)", re.S)


def plan_sheet(sheet: Sheet, edition: Edition, school: School) -> Data:
    """The plan of a situation."""
    content, situation = edition.content, situation_of(sheet, edition.content)
    plan = plan_of(situation, content)
    helpers = helpers_of(plan, triage.certain(situation, content), content)
    shown = [situation, *helpers.all, content.service[numbers.EMERGENCY]]
    told: set[str] = set()
    first = [_step(step, content, told) for step in plan.child_first]
    urgent = _bands([band for band in plan.bands if band.name in URGENT], content, told)
    told.update(service.key for service in (*helpers.for_parent, *helpers.for_child))
    later = _bands([band for band in plan.bands if band.name not in URGENT], content, told)
    return {
        **frame(sheet, edition, situation.title, school, shown),
        "over": _("What to do now"),
        "summary": spoken.line(situation.summary, content),
        "opening": _opening(situation, content),
        "abroad": "yes" if ABROAD in situation.triggered_by else "",
        "first_heading": _("Your child first"),
        "first": first,
        "urgent": urgent,
        "later": later,
        "points_heading": _("The warning points"),
        "points_words": _("Where a step speaks of a warning point, we mean any of these."),
        "points": list(plan.points),
        "after": spoken.paragraphs(situation.after, content),
        "call_heading": _("Someone to talk to"),
        "rows": numbers.to_talk_to(helpers, content),
        "no_reasons": _(
            "Would you like to know why each step helps? The code at the top leads to a page that says so."
        ),
        "told_above": _("You find how to reach them above."),
        "in_short": _(
            "What can wait stands here in short. The code at the top leads to a page that says all of it, "
            "and why each step helps."
        ),
        "can_be_found": _("Someone may find a print-out. Keep it in a safe place."),
    }


def _opening(situation: Situation, content: Content) -> list[str]:
    """The three lines that every plan begins with, in this order (safety rules S1, S2, S3)."""
    danger = (
        _("If anyone is in danger, call the local emergency number.")
        if ABROAD in situation.triggered_by
        else content.action["in_danger_call_999"].text
    )
    lines = (content.action[situation.first_line].text, danger, content.action["leave_pictures_alone"].text)
    return [spoken.line(text, content) for text in lines]


def _bands(bands: Iterable[PlanBand], content: Content, told: set[str]) -> list[Data]:
    return [
        {
            "name": str(LABELS["band"][band.name]),
            "steps": [_step(step, content, told) for step in band.steps],
        }
        for band in bands
    ]


def _step(step: PlanStep, content: Content, told: set[str]) -> Data:
    """A step. ``told`` are the services that the sheet says how to reach so far; those of this step are added."""
    rows = numbers.rows(step.services, content)
    keys = {each.service.key for each, row in zip(step.services, rows, strict=True) if row["number"]}
    is_told = bool(keys) and keys <= told
    told |= keys
    either = step.action.either and len(step.services) > 1
    return {
        "only_if": _("If {words}:").format(words=_or(step.only_if)) if step.only_if else "",
        "not_if": _("Not if {words}.").format(words=_or(step.not_if)) if step.not_if else "",
        "text": spoken.line(step.action.text, content),
        "short": spoken.line(_in_short(step.action), content),
        "why": spoken.line(step.action.why, content),
        "either": _("Either one is enough.") if either else "",
        "rows": rows,
        "is_told": "yes" if is_told else "",
        "say": "yes" if step.action.kind == "say" else "",
    }


def _in_short(action: Action) -> str:
    """The first sentence of what can wait, and every one that forbids or says what comes before. Words to say stay whole."""
    if action.kind == "say":
        return action.text
    first, *others = _SENTENCE.findall(action.text)
    return " ".join(
        [first, *(sentence for sentence in others if FORBIDS.search(sentence) or _BEFORE.search(sentence))]
    )


def _or(words: tuple[str, ...]) -> str:
    return _(", or ").join(words)
