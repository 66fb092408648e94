""" "Help us make this better": one press of yes or no, or a few words. Nobody is asked who they are."""

from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from contact.feedback_forms import FeedbackForm
from contact.limits import Limit
from esafe.addresses import public_addresses
from esafe.reading import ReadersRequest

limit = Limit(most=6, in_all=600, seconds=10 * 60)


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: ReadersRequest) -> HttpResponse:
    """The form; with a form that was sent, what became of it."""
    pages = frozenset(public_addresses(request.edition.content))
    if request.method != "POST":
        return _page(request, FeedbackForm(initial={"page": _page_before(request, pages)}))
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if asks := form.asks:
        form.ask()
        return _page(request, form, asks=asks)
    if not limit.allows(request):
        return _page(request, form, status=429)
    try:
        form.save(pages)
    except DatabaseError:
        return _page(request, form, status=503)
    return redirect("feedback-sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "contact/feedback_sent.html")


def _page(
    request: HttpRequest, form: FeedbackForm, status: int = 200, asks: frozenset[str] = frozenset()
) -> HttpResponse:
    """The form with all that was typed. ``status`` 429 and 503: it could not be taken just now."""
    if form.is_bound:
        form.renewed()
    return render(
        request, "contact/feedback.html", {"form": form, "asks": asks, "status": status}, status=status
    )


def _page_before(request: HttpRequest, pages: frozenset[str]) -> str:
    """The page of ours that led here. Its address is all that browsers tell, and only to us."""
    try:
        path = urlsplit(request.headers.get("Referer", "")).path
    except ValueError:
        return ""
    return path if path in pages else ""
