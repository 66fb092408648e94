"""The page of links to other sites, for staff."""

import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from esafe import live, publishing
from esafe.content import Content
from esafe.staff import audit
from esafe.staff.links.fine_form import LONGEST, SUGGESTED, FineUntilForm
from esafe.staff.links.link import Link
from esafe.staff.links.listing import Listing

PER_PAGE = 50


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Every link of the live edition, the worst first; ``?state=gone`` shows those in one state."""
    if not request.user.has_perm("esafe.view_link") and not request.user.has_perm("esafe.change_link"):
        raise PermissionDenied
    today = timezone.localdate()
    listing = Listing(publishing.previous_content(live.store) or Content(), today)
    state = _state(request.GET)
    page = Paginator(listing.links(state), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": _("Links to other sites"),
        "is_nav_sidebar_enabled": False,
        "state": state,
        "states": [(known, known.label, listing.counts[known]) for known in Link.State],
        "all": sum(listing.counts.values()),
        "never_asked": listing.never_asked,
        "page": page,
        "rows": listing.rows(list(page.object_list)),
        "may_change": request.user.has_perm("esafe.change_link"),
        "suggested": today + SUGGESTED,
        "tomorrow": today + datetime.timedelta(days=1),
        "latest": today + LONGEST,
    }
    return TemplateResponse(request, "admin/links.html", context)


def _state(asked: Any) -> str:
    state = asked.get("state", "")
    return state if state in Link.State.values else ""


@require_POST
def fine(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody's word that a link is fine until a day; with ``again``, take it back."""
    if not request.user.has_perm("esafe.change_link"):
        raise PermissionDenied
    link = get_object_or_404(Link, pk=pk)
    form = FineUntilForm(request.POST)
    if "again" in request.POST:
        _keep(request, link, None, _("Our checker is listened to again: %s") % link)
    elif form.is_valid():
        _keep(request, link, form.cleaned_data["until"], _("Written down as fine: %s") % link)
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["until"]))
    back = {name: request.POST[name] for name in ("state", "page") if request.POST.get(name)}
    return redirect(f"{reverse('admin:links')}?{urlencode(back)}")


def _keep(request: HttpRequest, link: Link, until: Any, said: str) -> None:
    before = _word_on(link)
    link.call_fine(until, request.user)  # type: ignore[arg-type]
    link.save(update_fields=["fine_until", "fine_by", "title"])
    about = f"link: {link.address}"
    audit.note(request.user.get_username(), audit.Act.CHANGED, about, before, _word_on(link))
    changed = [{"changed": {"fields": ["fine until"]}}]
    LogEntry.objects.log_actions(request.user.pk or 0, [link], CHANGE, changed, single_object=True)
    messages.success(request, said)


def _word_on(link: Link) -> dict[str, Any]:
    """Until when a link is called fine, and by whom, as the audit keeps it."""
    return {"fine_until": link.fine_until, "fine_by": str(link.fine_by or "")}
