""" "Help us make this better": one press of yes or no, or a few words. Nobody is asked who they are."""

from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contact import retention
from contact.feedback import Feedback
from contact.feedback_forms import ANSWERS, FeedbackForm, token_of
from contact.limits import Limit
from contact.taking import show, take
from esafe.addresses import public_addresses
from esafe.content import Content
from esafe.error_views import error_page
from esafe.reading import ReadersRequest
from guidance.schools import shareable

TEMPLATE = "contact/feedback.html"
limit = Limit(most=6, in_all=600, seconds=10 * 60)
press_limit = Limit(most=30, in_all=3000, seconds=10 * 60)


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: ReadersRequest) -> HttpResponse:
    """The form; with a form that was sent, what became of it."""
    if request.method != "POST":
        return show(request, FeedbackForm(initial={"page": _page_before(request)}), TEMPLATE)
    form = FeedbackForm({**request.POST.dict(), "page": _ours(request, request.POST.get("page", ""))})
    return take(request, form, form.save, limit=limit, template=TEMPLATE, then="feedback-sent")


@require_POST
def press(request: ReadersRequest) -> HttpResponse:
    """Yes or no, under a page. It counts at once; a few words may follow."""
    answer = request.POST.get("useful", "")
    if answer not in ANSWERS:
        return error_page(request, 400)
    page = _page_before(request)
    words = {"page": page, "useful": answer}
    if not press_limit.allows(request):
        return show(request, FeedbackForm(initial=words), TEMPLATE, 429)
    try:
        pressed = Feedback.objects.create(page=page, useful=ANSWERS[answer])
    except DatabaseError:
        return show(request, FeedbackForm(initial=words), TEMPLATE, 503)
    return show(
        request, FeedbackForm(initial={**words, "pressed": token_of(pressed)}), TEMPLATE, pressed=True
    )


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "contact/feedback_sent.html", {"kept_for": retention.FEEDBACK})


def _page_before(request: ReadersRequest) -> str:
    """The page of ours that led here. Its address is all that browsers tell, and only to us."""
    try:
        return _ours(request, urlsplit(request.headers.get("Referer", "")).path)
    except ValueError:
        return ""


def _ours(request: ReadersRequest, path: str) -> str:
    content = request.edition.content
    return path if path in public_addresses(content) or _is_fixed_or_shares(path, content) else ""


def _is_fixed_or_shares(path: str, content: Content) -> bool:
    """Whether readers have a page there whose address says nothing of them.

    It is written in the URL map without a gap, or is where a school shares something. What stands in
    any other gap may be a reader's own token.
    """
    try:
        match = resolve(path, "esafe.public_urls")
    except Resolver404:
        return False
    if match.url_name == "school-share":
        return shareable.find(content, match.kwargs["code"]) is not None
    return path.endswith("/") and not match.captured_kwargs  # type: ignore[attr-defined]
