"""Situations and services. Reading only: nothing here touches the database."""

from itertools import groupby

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from esafe import remembered
from esafe.addresses import address
from esafe.content import Content
from esafe.labels import LABELS
from esafe.reading import ReadersRequest
from reporting_links import concerned as form
from reporting_links import triage
from reporting_links.content import Question
from reporting_links.family_plans import family_plan, nation_of
from reporting_links.helpers import helpers_of
from reporting_links.plans import plan_of

SITUATION_GROUPS = tuple(LABELS["situation"])
SERVICE_NEEDS = tuple(LABELS["need"])


@require_safe
def situations(request: ReadersRequest) -> HttpResponse:
    ordered = sorted(
        request.edition.content.situation.values(), key=lambda s: (SITUATION_GROUPS.index(s.group), s.order)
    )
    groups = [(name, list(found)) for name, found in groupby(ordered, key=lambda s: s.group)]
    return render(request, "reporting_links/situations.html", {"groups": groups})


@require_safe
def situation(request: ReadersRequest, slug: str) -> HttpResponse:
    content = request.edition.content
    found = next((s for s in content.situation.values() if s.slug == slug), None)
    if found is None:
        raise Http404
    return render(
        request,
        "reporting_links/situation.html",
        {
            "situation": found,
            "plan": plan_of(found, content),
            "first_line": content.action[found.first_line],
            "abroad": "outside_uk" in found.triggered_by,
        },
    )


@require_safe
def services(request: ReadersRequest) -> HttpResponse:
    nation = remembered.of(request).nation
    ordered = sorted(
        request.edition.content.service.values(),
        key=lambda s: (SERVICE_NEEDS.index(s.category), bool(nation) and nation not in s.nations, s.order),
    )
    groups = [(name, list(found)) for name, found in groupby(ordered, key=lambda s: s.category)]
    return render(request, "reporting_links/services.html", {"groups": groups})


@require_safe
def service(request: ReadersRequest, slug: str) -> HttpResponse:
    found = next(
        (s for s in request.edition.content.service.values() if address(s) == f"/services/{slug}/"), None
    )
    if found is None:
        raise Http404
    return render(request, "reporting_links/service.html", {"service": found})


@require_http_methods(["GET", "HEAD", "POST"])
def concerned(request: ReadersRequest) -> HttpResponse:
    """One question, a danger to act on at once, or the plan.

    The answers are in the body of the request and in the page that goes back, and nowhere else.
    """
    content = request.edition.content
    fields, readable = _fields(request)
    sent = form.read(fields, content)
    walked = triage.walk(content, sent.answers, sent.seen)
    refused = sent.refused or not readable
    context = {"sent": sent, "walked": walked, "refused": refused, "now": request.method == "POST"}
    answered = [answered.question for answered in walked.answered]
    shown = next((question for question in answered if question.key == sent.show), walked.question)
    if shown:
        context |= _question(content, sent, walked, shown)
        context["chosen"] = sent.answers.get(shown.key) or remembered.preselected(request, shown.key)
        template = "reporting_links/question.html"
    else:
        context |= _plan(content, walked)
        template = "reporting_links/your_plan.html"
    return render(request, template, context, status=400 if refused else 200)


def _fields(request: HttpRequest) -> tuple[dict[str, list[str]], bool]:
    """The values that were sent, by name, and whether they could be read at all."""
    try:
        return {name: request.POST.getlist(name) for name in request.POST}, True
    except (SuspiciousOperation, MultiPartParserError, BadRequest, OSError):
        return {}, False


def _question(
    content: Content, sent: form.Sent, walked: triage.Walk, question: Question
) -> dict[str, object]:
    asked = [answered.question.key for answered in walked.answered]
    number = asked.index(question.key) if question.key in asked else len(asked)
    return {
        "question": question,
        "kept": {key: codes for key, codes in sent.answers.items() if key != question.key},
        "number": number + 1,
        "to_go": form.to_go(content, walked, question.key),
        "back": triage.before(walked, question.key),
    }


def _plan(content: Content, walked: triage.Walk) -> dict[str, object]:
    danger = walked.interrupt
    situations = (danger,) if danger else triage.triggered(content, walked.facts)
    plan = family_plan(situations, walked.facts, content)
    return {
        "situation": situations[0],
        "others": [s for s in situations[1:] if s.key in {also.situation.key for also in plan.also()}],
        "danger": danger,
        "plan": plan,
        "nation": nation_of(walked.facts),
        "abroad": nation_of(walked.facts) == "outside_uk",
        "first_line": content.action[situations[0].first_line],
        "helpers": helpers_of(plan, walked.facts, content),
        "back": triage.before(walked, None),
    }
