"""Addresses that belong to the whole site: sitemap, robots, security contact, health."""

import datetime

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from esafe import live, short_codes
from esafe.addresses import public_addresses
from esafe.edition_store import NoEdition
from esafe.reading import ReadersRequest


@require_safe
def sitemap(request: ReadersRequest) -> HttpResponse:
    content = request.edition.content
    return render(
        request,
        "esafe/sitemap.html",
        {
            "situations": sorted(content.situation.values(), key=lambda s: s.order),
            "pages": sorted(content.page.values(), key=lambda p: (p.group, p.order)),
            "services_by_name": sorted(content.service.values(), key=lambda s: s.name),
            "news": sorted(content.news.values(), key=lambda n: n.date, reverse=True),
        },
    )


@require_safe
def sitemap_xml(request: ReadersRequest) -> HttpResponse:
    content = request.edition.content
    places = "".join(
        f"<url><loc>{escape(settings.SITE_URL + path)}</loc></url>" for path in public_addresses(content)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    return HttpResponse(xml, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: ReadersRequest) -> HttpResponse:
    text = f"User-agent: *\nDisallow: {settings.STAFF_PREFIX}\nSitemap: {settings.SITE_URL}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: ReadersRequest) -> HttpResponse:
    """RFC 9116. It expires a year after the first day of this month."""
    expires = (timezone.now().replace(day=1) + datetime.timedelta(days=365)).date()
    site = request.edition.site
    contact = f"mailto:{site.contact_email}" if site.contact_email else f"{settings.SITE_URL}/about/"
    text = (
        f"Contact: {contact}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: en\n"
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt\n"
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def go(request: ReadersRequest, code: str) -> HttpResponse:
    """To the page that a short code stands for. Not for good: the code outlives the address."""
    path = short_codes.target(request.edition.content, code)
    if path is None:
        raise Http404
    return HttpResponseRedirect(get_script_prefix().rstrip("/") + path)


@require_safe
def healthz(request: ReadersRequest) -> HttpResponse:
    """The process answers. Touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: ReadersRequest) -> HttpResponse:
    """The process has an edition to show."""
    try:
        number = live.store.current().number
    except NoEdition:
        return HttpResponse("no edition\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(f"edition {number}\n", content_type="text/plain; charset=utf-8")
