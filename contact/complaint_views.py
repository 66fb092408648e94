"""Complaining about how we use information."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contact.complaint_forms import ComplaintForm
from contact.complaints import ACKNOWLEDGED_WITHIN
from contact.limits import Limit
from contact.taking import show, take

TEMPLATE = "contact/complaint.html"
limit = Limit(most=3, in_all=100, seconds=60 * 60)


@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """The form; with a form that was sent, what became of it."""
    if request.method != "POST":
        return show(request, ComplaintForm(), TEMPLATE)
    form = ComplaintForm(request.POST)
    return take(request, form, form.save, limit=limit, template=TEMPLATE, then="complaint-sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Since when we have it, and until when we write back. It is shown right after sending."""
    now = timezone.localtime()
    words = {"now": now, "by": now + ACKNOWLEDGED_WITHIN}
    return render(request, "contact/complaint_sent.html", words)
