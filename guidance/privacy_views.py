"""The privacy notice: what staff wrote first, then each purpose and the times that the purges keep to."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contact.purposes import PURPOSES
from esafe.reading import ReadersRequest


@require_safe
def privacy(request: ReadersRequest) -> HttpResponse:
    """Nothing here touches the database."""
    page = request.edition.content.page.get("privacy")
    if page is None or page.area != "about":
        raise Http404
    context = {
        "page": page,
        "purposes": PURPOSES,
        "of_readers": [purpose for purpose in PURPOSES if not purpose.about_staff],
        "of_staff": [purpose for purpose in PURPOSES if purpose.about_staff],
    }
    return render(request, "guidance/privacy.html", context)
