""" "Check our page": a school pastes the text of its own page. Nothing is fetched, nothing is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from esafe.reading import ReadersRequest
from guidance.schools.check_form import CheckForm
from guidance.schools.page_check import check


@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: ReadersRequest) -> HttpResponse:
    """The form; with a text, what we found in it above the form, which still holds it."""
    form = CheckForm(request.POST) if request.method == "POST" else CheckForm()
    answer = None
    if form.is_bound and form.is_valid():
        answer = check(form.cleaned_data["words"], request.edition.content)
    return render(request, "guidance/schools/check.html", {"form": form, "answer": answer})
