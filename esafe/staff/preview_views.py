"""Preview: the readers' own pages, over an edition in which every draft is put in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import admin
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import get_script_prefix, resolve, reverse, set_script_prefix
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafe import publishing
from esafe.problem import Problem
from esafe.staff import audit

SHARED_FOR = 7 * 24 * 60 * 60  # seconds
SALT = "esafe.staff.shared-preview"
SHARING = "guidance.view_page"  # the right that making a link needs
WORK_IN_A_PREVIEW = ("search", "concerned")  # the forms that keep nothing
WIDTHS = ("phone", "tablet", "desktop")  # their sizes: static/css/staff.css


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, path: str = "") -> HttpResponse:
    """For staff. Readers' forms carry no token, and here none of them changes anything."""
    return _page(request, path, reverse("admin:preview"))


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
    return _page(request, path, reverse("admin:shared", args=[token]))


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
    _edition, missing = publishing.draft_edition()
    if missing:
        return _not_yet(request, missing)
    chosen = request.GET.get("as", "phone")
    context = {
        **admin.site.each_context(request),
        "title": _("Preview"),
        "address": reverse("admin:preview") + path,
        "path": path,
        "widths": [("phone", _("Phone")), ("tablet", _("Tablet")), ("desktop", _("Desktop"))],
        "chosen": chosen if chosen in WIDTHS else "phone",
    }
    response = TemplateResponse(request, "admin/look.html", context)
    response._csp_replace = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return response


def _page(request: HttpRequest, path: str, prefix: str) -> HttpResponse:
    request.edition, missing = publishing.draft_edition()  # type: ignore[attr-defined]
    if missing:
        return _not_yet(request, missing)
    request.is_preview = True  # type: ignore[attr-defined]
    _drop_token(request)
    match = resolve(f"/{path}", "esafe.public_urls")
    if request.method == "POST" and match.view_name not in WORK_IN_A_PREVIEW:
        return _nothing_sent(request, prefix)
    with _links_begin_with(prefix):
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def _not_yet(request: HttpRequest, missing: list[Problem]) -> HttpResponse:
    """What keeps every page from being shown, with the way to mend it. No frame may show it."""
    context = {
        **admin.site.each_context(request),
        "title": _("Preview"),
        "problems": [(problem, publishing.edit_address(problem)) for problem in missing],
    }
    return TemplateResponse(request, "admin/no_preview.html", context, status=409)


def _nothing_sent(request: HttpRequest, prefix: str) -> HttpResponse:
    """What a form that would keep something, or write to somebody, answers in a preview."""
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
