"""Preview: the readers' own pages, over an edition in which every draft is put in that can be shown."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import get_script_prefix, resolve, reverse, set_script_prefix
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafe import publishing
from esafe.edition import Edition
from esafe.problem import Problem
from esafe.staff import audit

SHARED_FOR = 7 * 24 * 60 * 60  # seconds
SALT = "esafe.staff.shared-preview"
SHARING = "guidance.view_page"  # the right that making a link needs
WORK_IN_A_PREVIEW = ("search", "concerned")  # the forms that keep nothing
NOT_NOW = (
    gettext_lazy("This page is being worked on"),
    gettext_lazy(
        "It cannot be shown just now. Please try the link again later, or ask whoever sent it to you."
    ),
)
FORMS_DO_NOTHING = (
    gettext_lazy("Forms do nothing in a preview"),
    gettext_lazy(
        "Nothing was sent, and nothing of what you typed is kept. Search and the questions work as they do for readers."
    ),
)
WIDTHS = ("phone", "tablet", "desktop")  # their sizes: static/css/staff.css


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, path: str = "") -> HttpResponse:
    """For staff. Readers' forms carry no token, and here none of them changes anything."""
    found = publishing.preview()
    missing = found.missing or found.lacking_at(f"/{path}")
    if missing:
        return _not_yet(request, missing)
    request.left_out = [problem for problem, _place in found.left_out]  # type: ignore[attr-defined]
    prefix = reverse("admin:preview")
    return _page(request, path, prefix, found.edition) or _nothing_sent(request, prefix)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str, path: str = "") -> HttpResponse:
    """For a colleague without an account, who was sent the link. It lasts a week, while its maker may make one."""
    try:
        maker = User.objects.get(username=signing.loads(token, salt=SALT, max_age=SHARED_FOR))
    except (signing.BadSignature, User.DoesNotExist) as error:
        raise Http404(str(error)) from error
    if not maker.has_perm(SHARING):
        raise Http404
    found = publishing.preview()
    if found.missing or found.lacking_at(f"/{path}"):
        return _words(request, NOT_NOW, status=409)
    prefix = reverse("admin:shared", args=[token])
    page = _page(request, path, prefix, found.edition)
    if page is None:
        with _links_begin_with(prefix):
            return _words(request, FORMS_DO_NOTHING, status=403, start=prefix)
    return page


@require_POST
def share(request: HttpRequest, path: str = "") -> HttpResponse:
    """Make a link to the preview of a page that can be sent to a colleague.

    Raises PermissionDenied for whoever may not see what it shows.
    """
    if not request.user.has_perm(SHARING):
        raise PermissionDenied
    token = signing.dumps(request.user.get_username(), salt=SALT)
    audit.note(request.user.get_username(), audit.Act.SHARED, f"/{path}")
    link = request.build_absolute_uri(reverse("admin:shared", args=[token]) + path)
    context = {**admin.site.each_context(request), "title": _("A link to this preview"), "link": link}
    return TemplateResponse(request, "admin/shared_link.html", context)


@require_safe
def look(request: HttpRequest, path: str = "") -> HttpResponse:
    """The preview of a page as wide as a phone, a tablet or a desk has it."""
    found = publishing.preview()
    missing = found.missing or found.lacking_at(f"/{path}")
    if missing:
        return _not_yet(request, missing)
    chosen = request.GET.get("as", "phone")
    context = {
        **admin.site.each_context(request),
        "title": _("Preview"),
        "address": reverse("admin:preview") + path,
        "path": path,
        "left_out": _with_addresses(problem for problem, _place in found.left_out),
        "widths": [("phone", _("Phone")), ("tablet", _("Tablet")), ("desktop", _("Desktop"))],
        "chosen": chosen if chosen in WIDTHS else "phone",
    }
    response = TemplateResponse(request, "admin/look.html", context)
    response._csp_replace = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return response


def _page(request: HttpRequest, path: str, prefix: str, edition: Edition) -> HttpResponse | None:
    """The readers' page; None for a form that would keep something, or write to somebody."""
    request.edition = edition  # type: ignore[attr-defined]
    request.is_preview = True  # type: ignore[attr-defined]
    _drop_token(request)
    match = resolve(f"/{path}", "esafe.public_urls")
    if request.method == "POST" and match.view_name not in WORK_IN_A_PREVIEW:
        return None
    with _links_begin_with(prefix):
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def _not_yet(request: HttpRequest, missing: Iterable[Problem]) -> HttpResponse:
    """What keeps a page from being shown, with the way to mend it. No frame may show it."""
    context = {
        **admin.site.each_context(request),
        "title": _("Preview"),
        "problems": _with_addresses(missing),
    }
    return TemplateResponse(request, "admin/no_preview.html", context, status=409)


def _with_addresses(problems: Iterable[Problem]) -> list[tuple[Problem, str]]:
    return [(problem, publishing.edit_address(problem)) for problem in problems]


def _words(request: HttpRequest, words: tuple[Any, Any], status: int, start: str = "") -> HttpResponse:
    """A few words for somebody without an account: nothing of the admin, and no way into it."""
    title, text = words
    return render(request, "shared_words.html", {"title": title, "text": text, "start": start}, status=status)


def _nothing_sent(request: HttpRequest, prefix: str) -> HttpResponse:
    """What a form that would keep something answers staff."""
    context = {
        **admin.site.each_context(request),
        "title": _("Forms do nothing in a preview"),
        "start": prefix,
    }
    return TemplateResponse(request, "admin/no_forms.html", context, status=403)


def _drop_token(request: HttpRequest) -> None:
    """Leave of a form what readers send: one that is sent again after signing in has a token."""
    if "csrfmiddlewaretoken" in request.POST:
        fields = request.POST.copy()
        del fields["csrfmiddlewaretoken"]
        request.POST = fields  # type: ignore[assignment]


@contextmanager
def _links_begin_with(prefix: str) -> Iterator[None]:
    """Make every address on the page lead to its preview."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)
