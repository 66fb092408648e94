"""Publishing, going back and preview, for signed-in staff."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import get_script_prefix, resolve, reverse, set_script_prefix
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from esafe import live, publishing
from esafe.edition import BadEdition
from esafe.models import EditionRecord
from esafe.problem import Problem
from reporting_links.flow_summary import summary

# The flow page lists more.
MOST_PLAN_CHANGES = 5


def _must_be_allowed(request: HttpRequest) -> None:
    if not request.user.has_perm("esafe.add_editionrecord"):
        raise PermissionDenied


def publish(request: HttpRequest) -> HttpResponse:
    """What the next edition would change and what stops it; one button."""
    _must_be_allowed(request)
    if request.method == "POST":
        return _publish(request)
    content, problems = publishing.next_content()
    before = publishing.previous_content(live.store)
    problems += publishing.one_person_alone(request.user.get_username(), before, content)
    context = {
        **admin.site.each_context(request),
        "title": _("Publish"),
        "changes": publishing.changes(before, content),
        "shown": publishing.digest_of(content),
        "problems": _with_addresses(problems),
        "records": EditionRecord.objects.defer("file")[:10],
        "live_number": live.store.current().number if before else None,
        **summary(before, content, MOST_PLAN_CHANGES),
    }
    return TemplateResponse(request, "admin/publish.html", context)


def _with_addresses(problems: list[Problem]) -> list[tuple[Problem, str]]:
    return [(problem, publishing.edit_address(problem)) for problem in problems]


def _publish(request: HttpRequest) -> HttpResponse:
    note, shown = request.POST.get("note", "")[:500], request.POST.get("shown", "")
    try:
        edition = publishing.publish(request.user.get_username(), note, shown=shown)
    except publishing.NotPublished as error:
        messages.error(request, _("Nothing was published. %s to mend, below.") % len(error.problems))
    except publishing.Meanwhile:
        messages.warning(request, _("Nothing was published: something changed meanwhile. Please look again."))
    except (OSError, BadEdition) as error:
        messages.error(request, _("Nothing was published: %s. Readers keep what they have.") % error)
    else:
        messages.success(request, _("Edition %s is live. Readers see it now.") % edition.number)
    return redirect("admin:publish")


@require_POST
def go_back(request: HttpRequest, number: int) -> HttpResponse:
    """Put an earlier edition live again, in one press."""
    _must_be_allowed(request)
    try:
        publishing.go_back(number, request.user.get_username())
    except (OSError, BadEdition) as error:
        messages.error(
            request, _("Edition %(number)s cannot be put live: %(why)s") % {"number": number, "why": error}
        )
    else:
        messages.success(request, _("Edition %s is live again.") % number)
    return redirect("admin:publish")


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, path: str = "") -> HttpResponse:
    """The readers' own page, over an edition in which every draft is put in.

    Forms work as they do for readers, such as the questions; here they carry the token of staff.
    """
    request.edition, missing = publishing.draft_edition()  # type: ignore[attr-defined]
    if missing:
        context = {
            **admin.site.each_context(request),
            "title": _("Preview"),
            "problems": _with_addresses(missing),
        }
        return TemplateResponse(request, "admin/no_preview.html", context, status=409)
    request.is_preview = True  # type: ignore[attr-defined]
    _drop_token(request)
    with _links_stay_in_preview():
        match = resolve(f"/{path}", "esafe.public_urls")
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def _drop_token(request: HttpRequest) -> None:
    """Leave of a form what readers send. The token was checked before."""
    if "csrfmiddlewaretoken" in request.POST:
        fields = request.POST.copy()
        del fields["csrfmiddlewaretoken"]
        request.POST = fields  # type: ignore[assignment]


@contextmanager
def _links_stay_in_preview() -> Iterator[None]:
    """Make every address on the page lead to its preview."""
    before = get_script_prefix()
    set_script_prefix(reverse("admin:preview"))
    try:
        yield
    finally:
        set_script_prefix(before)
