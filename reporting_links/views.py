"""Situations and services. Reading only: nothing here touches the database."""

from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from esafe.labels import LABELS
from esafe.reading import ReadersRequest
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
    ordered = sorted(
        request.edition.content.service.values(), key=lambda s: (SERVICE_NEEDS.index(s.category), s.order)
    )
    groups = [(name, list(found)) for name, found in groupby(ordered, key=lambda s: s.category)]
    return render(request, "reporting_links/services.html", {"groups": groups})


@require_safe
def service(request: ReadersRequest, slug: str) -> HttpResponse:
    found = next(
        (s for s in request.edition.content.service.values() if s.key.replace("_", "-") == slug), None
    )
    if found is None:
        raise Http404
    return render(request, "reporting_links/service.html", {"service": found})
