"""How leaving works, and the button that clears what is on the device. Nothing here touches the database."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from esafe.reading import ReadersRequest

# Not "executionContexts": the browser would load the page again, which says that all is cleared.
ALL_THAT_WE_STORE = '"cache", "cookies", "storage"'


@require_safe
def leaving(request: ReadersRequest) -> HttpResponse:
    """The page that staff wrote, with the switch for the keys and the button under it."""
    page = request.edition.content.page.get("leaving")
    if page is None or page.area != "about":
        raise Http404
    return render(request, "guidance/leaving.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def clear(request: HttpRequest) -> HttpResponse:
    """Ask the browser to forget what we stored (R128). Read again, it is the page with the button."""
    if request.method != "POST":
        return redirect("leaving")
    response = render(request, "guidance/cleared.html")
    response.headers["Clear-Site-Data"] = ALL_THAT_WE_STORE
    return response
