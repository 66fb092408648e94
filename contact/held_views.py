"""What we hold about an address: staff send a link to it, and whoever reads its mail takes it away."""

from cryptography.fernet import InvalidToken
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contact.held import held_about, send_link, whose
from esafe.mailing import MaybeSent, NotSent
from esafe.staff import audit


class AddressForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("The email address of whoever asks"))


@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; pressing it gives the file. Opening the link does nothing (R26)."""
    try:
        email = whose(token)
    except InvalidToken:
        return render(request, "contact/held.html", {"is_over": True}, status=404)
    if request.method != "POST":
        return render(request, "contact/held.html")
    try:
        found = held_about(email)
    except DatabaseError:
        return render(request, "contact/held.html", {"is_away": True}, status=503)
    response = JsonResponse(found, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="what-we-hold.json"'
    return response


def send_held(request: HttpRequest) -> HttpResponse:
    """For staff: send the link. Whether we hold anything is not said here."""
    if not request.user.has_perm("contact.change_complaint"):
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            send_link(form.cleaned_data["email"])
        except (NotSent, MaybeSent) as error:
            form.add_error("email", _("It may not have been sent: %s") % error)
        else:
            audit.note(
                request.user.get_username(), audit.Act.EXPORTED, "a link to what we hold about an address"
            )
            messages.success(request, _("Sent. The link in it works for two days."))
            return redirect("admin:send-held")
    context = {**admin.site.each_context(request), "title": _("What we hold about somebody"), "form": form}
    return TemplateResponse(request, "admin/send_held.html", context)
