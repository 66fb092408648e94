"""What becomes of a form that a reader sends: looked at, asked about, taken; or given back whole."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from contact.limits import Limit
from contact.machines import ForPeople


def take(
    request: HttpRequest,
    form: ForPeople,
    keep: Callable[[], object],
    *,
    limit: Limit,
    template: str,
    then: str,
) -> HttpResponse:
    """``keep`` what a bound form holds and go to the page named ``then``; or show it in ``template`` and say why.

    ``keep`` may raise DatabaseError.
    """
    if not form.is_valid():
        return show(request, form, template)
    if asks := form.asks:
        form.put("sure", "yes")  # whoever presses again is
        return show(request, form, template, asks=asks)
    if not limit.allows(request):
        return show(request, form, template, 429)
    try:
        keep()
    except DatabaseError:
        return show(request, form, template, 503)
    return redirect(then)


def show(
    request: HttpRequest, form: ForPeople, template: str, status: int = 200, **more: object
) -> HttpResponse:
    """The form with all that was typed. ``status`` 429 and 503: it could not be taken just now."""
    if form.is_bound:
        form.renewed()
    return render(request, template, {"form": form, "status": status, **more}, status=status)
