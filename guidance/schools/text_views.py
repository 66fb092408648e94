"""Texts for schools, with the numbers of the edition: to copy from the page, or as files."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from esafe import short_codes
from esafe.content import Content
from esafe.edition import Edition
from esafe.reading import ReadersRequest
from guidance.paper import numbers, spoken
from guidance.schools import docx

NAMES: dict[str, Promise] = {
    "letter": _("A letter to parents"),
    "newsletter": _("A text for your newsletter"),
    "message": _("A message for messaging apps"),
}
# Where the short link in every text leads: the questions, which end in a plan.
LEADS_TO = "/concerned/"


@dataclass(frozen=True)
class Text:
    """One text, as HTML without a page around it."""

    key: str
    name: Promise
    html: SafeString


def text_of(key: str, edition: Edition, *, top: int) -> Text:
    """The text with that key. ``top`` is the level of its heading."""
    content = edition.content
    values = {
        "services": content.service,
        "forms": _forms(content),
        "site": content.site["site"],
        "link": settings.SITE_URL + short_codes.go(LEADS_TO),
        "top": top,
        "sub": top + 1,
    }
    return Text(key, NAMES[key], render_to_string(f"guidance/schools/texts/{key}.html", values))


def _forms(content: Content) -> dict[str, dict[str, str]]:
    """Where each service's form is, as a link that says on paper where it leads."""
    found = {key: numbers.form_to_type(service) for key, service in content.service.items()}
    return {key: {"url": url, "words": spoken.without_scheme(url)} for key, url in found.items() if url}


@require_safe
def texts(request: ReadersRequest) -> HttpResponse:
    found = [text_of(key, request.edition, top=3) for key in NAMES]
    return render(request, "guidance/schools/texts.html", {"texts": found})


@require_safe
def text_file(request: ReadersRequest, key: str, ending: str) -> HttpResponse:
    """One text as a file to keep: ``docx`` for a word processor, ``html`` for a website."""
    if key not in NAMES or ending not in ("docx", "html"):
        raise Http404
    text = text_of(key, request.edition, top=1)
    if ending == "docx":
        site, published = request.edition.site, request.edition.published_at
        file = docx.document(text.html, title=str(text.name), creator=site.name, modified=published)
        response = HttpResponse(file, content_type=docx.TYPE)
    else:
        response = HttpResponse(render_to_string("guidance/schools/text_file.html", {"text": text}))
    response.headers["Content-Disposition"] = f'attachment; filename="{key}.{ending}"'
    return response
