"""Posters and leaflets: the list of them, each as a PDF, and the form for a school's name.

Nothing here touches the database, and what a school types is kept nowhere.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from esafe.error_views import error_page
from esafe.reading import ReadersRequest
from esafe.views import go
from guidance.paper import making, sheets
from guidance.paper.forms import NO_SUCH_LETTER, SchoolForm
from guidance.paper.listing import groups
from guidance.paper.sheets import Sheet
from guidance.paper.typesetting import Busy, NoSuchLetter


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: ReadersRequest) -> HttpResponse:
    """The list and the form; with a form that was sent, the PDF that it asks for."""
    content = request.edition.content
    if request.method != "POST":
        return _page(request, SchoolForm(content=content))
    form = SchoolForm(request.POST, content=content)
    if not form.is_valid():
        return _page(request, form)
    try:
        made = making.with_school(form.sheet, request.edition, form.school)
    except NoSuchLetter:
        form.add_error(None, NO_SUCH_LETTER)
        return _page(request, form)
    except Busy:
        # The browser keeps with a page what was sent to get it. With this one it was nothing.
        return redirect("print-busy")
    return _pdf(made, form.sheet, "attachment")


def _page(request: ReadersRequest, form: SchoolForm) -> HttpResponse:
    context = {"form": form, "groups": groups(request.edition.content)}
    return render(request, "guidance/paper/paper.html", context)


@require_safe
def sheet(request: ReadersRequest, code: str, kind: str) -> HttpResponse:
    """One PDF without a school on it. Where it is no longer made, the page that its code leads to."""
    if kind not in sheets.KINDS:
        raise Http404
    found = sheets.find(request.edition.content, code, kind)
    if found is None:
        return go(request, code)
    try:
        return _pdf(making.plain(found, request.edition), found, "inline")
    except Busy:
        return error_page(request, 503)


@require_safe
def busy(request: HttpRequest) -> HttpResponse:
    """Too many sheets are being made just now. The numbers to call stand on it, as on every page."""
    return error_page(request, 503)


def _pdf(made: bytes, of: Sheet, disposition: str) -> HttpResponse:
    headers = {"Content-Disposition": f'{disposition}; filename="{of.kind}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
