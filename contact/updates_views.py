"""The pages of the mailing list. A link in a mail only opens a page; its button acts (R26)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contact import updates as acts
from contact.limits import Limit
from contact.mail_links import CONFIRM, MANAGE, STOP, is_gone, link, whose
from contact.subscribers import Subscriber
from contact.taking import show, take
from contact.updates_forms import SOURCES, ManageForm, SignUpForm
from esafe.error_views import error_page
from esafe.same_origin import open_to_other_sites

TEMPLATE = "contact/updates.html"
ENDS: Final = {"stop": "updates-stopped", "erase": "updates-erased"}  # buttons, and where they lead
limit = Limit(most=6, in_all=600, seconds=10 * 60)
form_or_page = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


@form_or_page
def updates(request: HttpRequest) -> HttpResponse:
    """The form; what was sent with it is answered alike for every address (R92)."""
    if request.method != "POST":
        form = SignUpForm(initial={"asked_from": _kind_of_page_before(request)})
        return show(request, form, TEMPLATE)
    form = SignUpForm(request.POST)
    return take(request, form, form.save, limit=limit, template=TEMPLATE, then="updates-asked")


def _kind_of_page_before(request: HttpRequest) -> str:
    """The first word of the address that led here, when it is one of our kinds of page."""
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    word = before.path.split("/")[1:2]
    return word[0] if before.netloc == request.get_host() and word and word[0] in SOURCES else ""


@require_safe
def done(request: HttpRequest, state: str) -> HttpResponse:
    """What became of a form, at an address without a token."""
    return _said(request, state)


def _said(request: HttpRequest, state: str) -> HttpResponse:
    return render(request, "contact/updates_done.html", {"state": state})


def with_database(view: View) -> View:
    """Answer with our page of numbers when the database is away."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DatabaseError:
            return error_page(request, 503)

    return answered


@form_or_page
@with_database
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = whose(CONFIRM, token)
    if subscriber is None:
        return _dead_link(request, CONFIRM)
    if request.method != "POST":
        return render(request, "contact/updates_confirm.html")
    return redirect("updates-confirmed") if acts.confirm(subscriber) else _dead_link(request, CONFIRM)


@form_or_page
@with_database
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Change what one gets, stop all of it, or be forgotten for good."""
    try:
        return _managed(request, token)
    except DatabaseError:
        if request.method != "POST" or request.POST.get("act") in ENDS:
            raise
        # Whose they are cannot be asked, and the form need not know: it holds what was sent.
        somebody = Subscriber(confirmed_at=timezone.now())
        return _choices(request, ManageForm(request.POST, subscriber=somebody), status=503)


def _managed(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = whose(MANAGE, token)
    if subscriber is None:
        return _dead_link(request, MANAGE)
    if request.method != "POST":
        return _choices(request, ManageForm(subscriber=subscriber))
    if (act := request.POST.get("act")) in ENDS:
        acts.stop(subscriber, never=act == "erase")
        return redirect(ENDS[act])
    form = ManageForm(request.POST, subscriber=subscriber)
    if not form.is_valid():
        return _choices(request, form)
    form.save()
    return redirect("updates-saved")


def _choices(request: HttpRequest, form: ManageForm, status: int = 200) -> HttpResponse:
    return render(request, "contact/updates_manage.html", {"form": form, "status": status}, status=status)


@open_to_other_sites
@form_or_page
@with_database
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop all updates, with one press here or one in the mail program (RFC 8058).

    Mail programs post without a browser, so they say no origin; the token in the address is the
    secret that such a view must ask for. They follow no redirect, and may ask twice.
    """
    subscriber = whose(STOP, token)
    if subscriber is None:
        return _no_one_to_stop(request, token)
    if request.method != "POST":
        context = {"manage": link(MANAGE, subscriber).removeprefix(settings.SITE_URL)}
        return render(request, "contact/updates_stop.html", context)
    acts.stop(subscriber)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return _said(request, "stopped")
    return redirect("updates-stopped")


def _no_one_to_stop(request: HttpRequest, token: str) -> HttpResponse:
    """A second press is told the same as the first. Whoever opens an old mail may have come back to the list."""
    if not is_gone(STOP, token):
        return _dead_link(request, STOP)
    return _said(request, "stopped") if request.method == "POST" else _dead_link(request, "gone")


def _dead_link(request: HttpRequest, purpose: str) -> HttpResponse:
    return render(request, "contact/updates_dead_link.html", {"purpose": purpose}, status=404)
