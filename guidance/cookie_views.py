"""The cookies page, the choice and what is remembered. Nothing here touches the database.

Every form is answered by sending the browser to a page that says what happened. Only that second
request shows whether the browser kept the cookie; a page that did not wait for it could lie.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from esafe import cookie_choice, on_device, remembered
from esafe.addresses import public_addresses
from esafe.cookie_choice import Choice
from esafe.error_views import error_page
from esafe.reading import ReadersRequest
from guidance.cookie_forms import ChoiceForm, RememberedForm

# What the page may truly say, given the choice that the browser sent back.
HOLDS: dict[str, Callable[[Choice], bool]] = {
    "accepted": lambda choice: choice.yes == frozenset(on_device.classes_to_choose()),
    "rejected": lambda choice: not choice.yes,
    "saved": lambda choice: True,
}


def _choice(request: HttpRequest) -> Choice | None:
    """The reader's choice; None also for staff, whose preview reads no cookies of readers."""
    return getattr(request, "cookie_choice", None)


def _may_remember(choice: Choice | None) -> bool:
    return choice is not None and on_device.REMEMBERED.item_class in choice.yes


def _must_be_asked() -> None:
    if not on_device.to_choose():
        raise Http404


@require_safe
def cookies(request: ReadersRequest) -> HttpResponse:
    """The page that staff wrote, with the register and the reader's choice under it."""
    page = request.edition.content.page.get("cookies")
    if page is None or page.area != "about":
        raise Http404
    items, choice = on_device.in_force(), _choice(request)
    context = {
        "page": page,
        "necessary": [item for item in items if not item.needs_choice and not item.for_staff],
        "optional": [item for item in items if item.needs_choice],
        "for_staff": [item for item in items if item.for_staff],
        "choice": choice,
        "choice_form": ChoiceForm(items=on_device.to_choose(), yes=choice.yes if choice else ()),
    }
    if _may_remember(choice):
        context["remembered_form"] = RememberedForm(remembered=remembered.of(request))
    return render(request, "guidance/cookies.html", context)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Take a choice from the notice (accept, reject) or from the cookies page (save)."""
    _must_be_asked()
    answer = request.POST.get("answer")
    form = ChoiceForm(request.POST, items=on_device.to_choose())
    if answer == "accept":
        return _kept(cookie_choice.make(on_device.classes_to_choose()), "accepted")
    if answer == "reject":
        return _kept(cookie_choice.make(()), "rejected")
    if answer == "save" and form.is_valid():
        return _kept(cookie_choice.make(form.agreed()), "saved")
    return error_page(request, 400)


def _kept(choice: Choice, state: str) -> HttpResponse:
    response = redirect("cookie-choice-made", state)
    cookie_choice.keep(response, choice)
    if not _may_remember(choice):
        remembered.forget(response)
    return response


@require_POST
def remember(request: HttpRequest) -> HttpResponse:
    """Keep a text size and a nation, for a reader who said yes to that."""
    _must_be_asked()
    form = RememberedForm(request.POST)
    if not form.is_valid():
        return error_page(request, 400)
    allowed = _may_remember(_choice(request))
    response = redirect("cookie-choice-made", "saved" if allowed else "problem")
    if allowed:
        remembered.keep(response, form.chosen())
    return response


@require_safe
def choice_made(request: ReadersRequest, state: str) -> HttpResponse:
    """Say what became of a choice. What the browser did not keep counts as no, and is a problem."""
    _must_be_asked()
    if state not in (*HOLDS, "problem"):
        raise Http404
    choice = _choice(request)
    true = choice is not None and state in HOLDS and HOLDS[state](choice)
    context = {
        "state": state if true else "problem",
        "may_remember": true and _may_remember(choice) and remembered.of(request) == remembered.NOTHING,
        "back": _where_they_were(request),
    }
    return render(request, "guidance/cookie_choice.html", context)


def _where_they_were(request: ReadersRequest) -> str:
    """The page whose form was sent, when it is one of ours; else nothing.

    Browsers name it on the second request too, so it need not stand in an address.
    """
    try:
        path = urlsplit(request.headers.get("Referer", "")).path
    except ValueError:
        return ""
    return path if path in public_addresses(request.edition.content) else ""
