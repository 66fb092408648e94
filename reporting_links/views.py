"""Situations and services. Reading only: nothing here touches the database."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from esafe.content import Content
from reporting_links.plans import plan_of


def _content(request: HttpRequest) -> Content:
    content: Content = request.edition.content  # type: ignore[attr-defined]
    return content


SITUATION_GROUPS = ("urgent", "threats", "contact", "pictures", "behaviour", "other", "also")
SERVICE_NEEDS = (
    "emergency",
    "police",
    "image_removal",
    "talk",
    "crisis",
    "abuse_at_home",
    "behaviour",
    "money",
    "platform",
    "recovery",
    "local",
    "information",
    "professional",
    "outside_uk",
)


@require_safe
def situations(request: HttpRequest) -> HttpResponse:
    ordered = sorted(
        _content(request).situation.values(), key=lambda s: (SITUATION_GROUPS.index(s.group), s.order)
    )
    groups = [(name, list(found)) for name, found in groupby(ordered, key=lambda s: s.group)]
    return render(request, "reporting_links/situations.html", {"groups": groups})


@require_safe
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    content = _content(request)
    found = next((s for s in content.situation.values() if s.slug == slug), None)
    if found is None:
        raise Http404
    return render(
        request,
        "reporting_links/situation.html",
        {"situation": found, "plan": plan_of(found, content), "first_line": content.action[found.first_line]},
    )


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    ordered = sorted(
        _content(request).service.values(), key=lambda s: (SERVICE_NEEDS.index(s.category), s.order)
    )
    groups = [(name, list(found)) for name, found in groupby(ordered, key=lambda s: s.category)]
    return render(request, "reporting_links/services.html", {"groups": groups})


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    found = _content(request).service.get(slug.replace("-", "_"))
    if found is None or "_" in slug:
        raise Http404
    return render(request, "reporting_links/service.html", {"service": found})
