"""The page of one newsletter: how it looks, who approved it, sending it, and how far it is."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from contact import letters, neutral, newsletter_mail, newsletter_recipients, newsletter_steps
from contact.newsletter_checks import findings
from contact.newsletter_progress import progress, to_decide, to_decide_of_sign_ups
from contact.newsletters import Newsletter
from contact.retention import UNCONFIRMED
from esafe import mailing

SEE, SEND = "contact.view_newsletter", "contact.send_newsletter"
State = Newsletter.State
_NUMBER = re.compile(r"[0-9]{1,15}")


def _newsletter(request: HttpRequest, pk: int, right: str) -> Newsletter:
    if not request.user.has_perm(right):
        raise PermissionDenied
    return get_object_or_404(Newsletter.objects.select_related("changed_by", "approved_by"), pk=pk)


def _back(newsletter: Newsletter) -> HttpResponse:
    return redirect("admin:contact_newsletter_page", newsletter.pk)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """All about one newsletter. It renews its own numbers while it is being sent (static/js/progress.js)."""
    newsletter = _newsletter(request, pk, SEE)
    words = _words(newsletter)
    context = {
        **admin.site.each_context(request),
        "title": newsletter.subject,
        "newsletter": newsletter,
        "sender": parseaddr(letters.sender())[0],
        "words": words,
        "first_line": neutral.first_line(words.text),
        "plain_subject": newsletter_mail.plain_subject(),
        "findings": findings("subject", newsletter.subject) + findings("words", newsletter.words),
        "may_send": request.user.has_perm(SEND),
        "may_change": newsletter.open_to_change and request.user.has_perm("contact.change_newsletter"),
        "may_approve": request.user.has_perm(SEND) and newsletter_steps.may_approve(newsletter, request.user),
        "shown": newsletter.changed_at.isoformat(),
        **_numbers(newsletter),
    }
    response = TemplateResponse(request, "admin/newsletter.html", context)
    response._csp_replace = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return response


def _numbers(newsletter: Newsletter) -> dict[str, Any]:
    if newsletter.open_to_change:
        return {"people": newsletter_recipients.of(newsletter).count()}
    return {"progress": progress(newsletter), "decide": to_decide(newsletter.messages.all())}


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML that goes out, for the frame on the page. It has no style, script or picture."""
    words = _words(_newsletter(request, pk, SEE))
    request.is_preview = True  # type: ignore[attr-defined]
    return HttpResponse(words.html)


def _words(newsletter: Newsletter) -> newsletter_mail.Words:
    """What people get; in place of their own links, the first page of this site."""
    joined = newsletter_recipients.parts(newsletter) if newsletter.monthly else [newsletter]
    words = newsletter_mail.words(newsletter, joined, settings.LANGUAGE_CODE)
    return words.with_links(newsletter_mail.home(), newsletter_mail.home())


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to whoever asks, and nobody else."""
    newsletter = _newsletter(request, pk, SEE)
    email = request.user.email  # type: ignore[union-attr]
    words = _words(newsletter)
    try:
        mailing.send(letters.addressed(words._replace(subject=f"Test: {words.subject}"), email))
    except (mailing.NotSent, mailing.MaybeSent) as error:
        messages.error(request, _("The test may not have been sent: %s.") % error)
    else:
        messages.success(request, _("A test was sent to %s.") % email)
    return _back(newsletter)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person has looked at it. Refused to whoever changed it last."""
    newsletter = _newsletter(request, pk, SEND)
    try:
        done = newsletter_steps.approve(newsletter, request.user, request.POST.get("shown", ""))
    except PermissionError as error:
        raise PermissionDenied from error
    if done:
        messages.success(request, _("Approved. It can be sent now."))
    else:
        messages.warning(request, _("It has changed meanwhile. Please look again."))
    return _back(newsletter)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to send. It asks for a fresh sign-in (R41), of those alone who may."""
    _newsletter(request, pk, SEND)
    response: HttpResponse = _send(request, pk)
    return response


@reauthentication_required  # type: ignore[untyped-decorator]
def _send(request: HttpRequest, pk: int) -> HttpResponse:
    return _stepped(request, pk, newsletter_steps.send, _("It is on its way. You may close this page."))


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    return _stepped(
        request, pk, newsletter_steps.pause, _("Paused. What is on its way cannot be called back.")
    )


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _stepped(request, pk, newsletter_steps.resume, _("It goes on."))


def _stepped(
    request: HttpRequest, pk: int, step: Callable[[Newsletter, Any], bool], words: str
) -> HttpResponse:
    newsletter = _newsletter(request, pk, SEND)
    if step(newsletter, request.user):
        messages.success(request, words)
    else:
        messages.warning(request, _("Nothing was done: it stands as you see it here."))
    return _back(newsletter)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Send chosen messages again, or leave them as they are."""
    newsletter = _newsletter(request, pk, SEND)
    _decided(request, newsletter)
    return _back(newsletter)


def sign_ups(request: HttpRequest) -> HttpResponse:
    """Messages to people who signed up that failed or are unknown: what the server said, and what to do."""
    if not request.user.has_perm(SEND):
        raise PermissionDenied
    if request.method == "POST":
        _decided(request, None)
        return redirect("admin:contact_sign_ups")
    context = {
        **admin.site.each_context(request),
        "title": _("Mail to people who signed up"),
        "decide": to_decide(to_decide_of_sign_ups()),
        "days": UNCONFIRMED.days,
    }
    return TemplateResponse(request, "admin/sign_ups.html", context)


def _decided(request: HttpRequest, newsletter: Newsletter | None) -> None:
    pks = [int(one) for one in request.POST.getlist("message") if _NUMBER.fullmatch(one)][:100]
    act = newsletter_steps.send_again if "again" in request.POST else newsletter_steps.leave
    count = act(newsletter, request.user, pks)
    if count:
        said = ngettext("Done, for %d message.", "Done, for %d messages.", count)
        messages.success(request, said % count)
    else:
        messages.warning(request, _("Please tick those that you mean."))
