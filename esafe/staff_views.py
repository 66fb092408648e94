"""Publishing, approving and going back, for signed-in staff."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from esafe import live, publishing
from esafe.content import Content
from esafe.edition import BadEdition
from esafe.models import EditionRecord
from esafe.problem import Problem
from esafe.staff import approvals, audit
from esafe.staff.differences import FieldDifference, differences
from reporting_links.flow_summary import summary

# The flow page lists more.
MOST_PLAN_CHANGES = 5
# Where the session keeps the words of a note that did not go out with an edition.
NOTE = "publish_note"


def _must_be_allowed(request: HttpRequest) -> None:
    if not request.user.has_perm("esafe.add_editionrecord"):
        raise PermissionDenied


def publish(request: HttpRequest) -> HttpResponse:
    """What the next edition would change and what stops it; one button."""
    if request.method == "POST":
        _must_be_allowed(request)
        return _publish(request)
    if not request.user.has_perm("esafe.view_editionrecord"):
        raise PermissionDenied
    content, problems = publishing.next_content()
    before = publishing.previous_content(live.store)
    problems += approvals.missing(before, content)
    context = {
        **admin.site.each_context(request),
        "title": _("Publish"),
        "changes": _with_words(publishing.changes(before, content), before, content),
        "waiting": _to_approve(request, before, publishing.content_to_approve()),
        "shown": publishing.digest_of(content),
        "note": request.session.get(NOTE, ""),
        "problems": _with_addresses(problems),
        "records": EditionRecord.objects.defer("file")[:10],
        "live_number": live.store.current().number if before else None,
        **summary(before, content, MOST_PLAN_CHANGES),
    }
    return TemplateResponse(request, "admin/publish.html", context)


def _with_addresses(problems: list[Problem]) -> list[tuple[Problem, str]]:
    return [(problem, publishing.edit_address(problem)) for problem in problems]


def _with_words(
    changes: list[publishing.ContentChange], before: Content | None, after: Content
) -> list[tuple[publishing.ContentChange, list[FieldDifference]]]:
    """Each change with the words that differ."""
    return [(change, _words(change.kind, change.key, before, after)) for change in changes]


def _words(kind: str, key: str, before: Content | None, after: Content) -> list[FieldDifference]:
    was = before.of(kind).get(key) if before else None
    return differences(was, after.of(kind).get(key))


def _to_approve(request: HttpRequest, before: Content | None, after: Content) -> list[dict[str, Any]]:
    """What needs two people, and whether this one may be the second."""
    may = request.user.has_perm("esafe.approve_editionrecord")
    name = request.user.get_username()
    return [
        {
            "change": change,
            "may": may and name not in change.changers and not change.by,
            "fields": _words(change.kind, change.key, before, after),
        }
        for change in approvals.waiting(before, after)
    ]


@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """A second person has looked at one change. Refused to whoever made it."""
    if not request.user.has_perm("esafe.approve_editionrecord"):
        raise PermissionDenied
    before, after = publishing.previous_content(live.store), publishing.content_to_approve()
    name, asked = request.user.get_username(), [request.POST.get(part) for part in ("kind", "key", "digest")]
    found = (c for c in approvals.waiting(before, after) if [c.kind, c.key, c.digest] == asked)
    change = next(found, None)
    if change is None:
        messages.warning(request, _("It has changed meanwhile. Please look again."))
    elif name in change.changers:
        raise PermissionDenied
    else:
        approvals.approve(change, name)
        audit.note(name, audit.Act.APPROVED, f"{change.kind}: {change.key}")
        messages.success(request, _("Approved. It can be published now."))
    return redirect("admin:publish")


def _publish(request: HttpRequest) -> HttpResponse:
    """Publish, and say what came of it. The note waits in the session until an edition went out with it."""
    note, shown = request.POST.get("note", "")[:500], request.POST.get("shown", "")
    request.session[NOTE] = note
    try:
        edition = publishing.publish(request.user.get_username(), note, shown=shown)
    except publishing.NotPublished as error:
        messages.error(request, _("Nothing was published. %s to mend, below.") % len(error.problems))
    except publishing.Meanwhile:
        messages.warning(request, _("Nothing was published: something changed meanwhile. Please look again."))
    except (OSError, BadEdition) as error:
        messages.error(request, _("Nothing was published: %s. Readers keep what they have.") % error)
    else:
        del request.session[NOTE]
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
