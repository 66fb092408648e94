"""For the people who look after a school's network: what to let through, and whether it comes through."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from esafe import on_device, short_codes
from esafe.reading import ReadersRequest
from guidance.paper.drawings import qr_code
from guidance.schools import buttons

CODE = short_codes.code("/concerned/")


@dataclass(frozen=True)
class Loads:
    """Something that the self-test loads. ``shown`` is how: in a frame, as a picture, or by a link.

    ``leads_to`` is where a short link must end; such a link is shown as a QR code too.
    """

    key: str
    name: Promise
    address: str
    content_type: str
    shown: str
    see: Promise
    leads_to: str = ""


TESTS = (
    Loads(
        "page",
        _("A page"),
        "/concerned/",
        "text/html",
        "link",
        _("You should see our page “Concerned about a child?”. Then come back here."),
    ),
    Loads(
        "short-link",
        _("A short link, and its QR code"),
        short_codes.go("/concerned/"),
        "text/html",
        "link",
        _(
            "Scan the code with a phone on this network. You should see our page “Concerned about a child?”. "
            "Codes on posters lead to addresses like this one, and some filters stop all short links."
        ),
        "/concerned/",
    ),
    Loads(
        "card",
        _("A card, as a school’s own page shows it"),
        f"/embed/{CODE}/",
        "text/html",
        "frame",
        _("You should see a card below, with a heading and a link."),
    ),
    Loads(
        "picture",
        _("A picture (SVG)"),
        buttons.path(CODE, "svg"),
        "image/svg+xml",
        "picture",
        _("You should see a button below."),
    ),
    Loads(
        "picture-png",
        _("A picture (PNG)"),
        buttons.path(CODE, "png"),
        "image/png",
        "picture",
        _("You should see the same button below."),
    ),
    Loads(
        "poster",
        _("A poster to print (PDF)"),
        f"/print/{CODE}/poster-a4.pdf",
        "application/pdf",
        "link",
        _("You should see a poster. Then come back here."),
    ),
)


@require_safe
def for_it(request: ReadersRequest) -> HttpResponse:
    site = urlsplit(settings.SITE_URL)
    context = {
        "host": site.netloc,
        "origin": settings.SITE_URL,
        "exit_host": urlsplit(request.edition.site.exit_url).hostname or "",
        "may_set_cookies": bool(on_device.to_choose()),
        "code": CODE,
    }
    return render(request, "guidance/schools/it.html", context)


@require_safe
def self_test(request: ReadersRequest) -> HttpResponse:
    context = {
        "tests": TESTS,
        "origin": settings.SITE_URL,
        "qr_code": mark_safe(qr_code(settings.SITE_URL + short_codes.go("/concerned/"), scale=5)),  # noqa: S308 - drawn by us
    }
    return render(request, "guidance/schools/it_test.html", context)
