"""The handbook for staff: one page, made of the templates in templates/admin/handbook/."""

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from esafe.staff.roles import ROLES

# The name of each template, and its heading.
SECTIONS: Final = (
    ("promises", _("What readers are promised")),
    ("signing-in", _("Signing in")),
    ("desk", _("Your desk")),
    ("changing", _("Changing a page")),
    ("numbers", _("Numbers and opening hours")),
    ("preview", _("Seeing it before readers do")),
    ("publishing", _("From ready to readers")),
    ("undoing", _("Taking something back")),
    ("notice", _("A notice on every page")),
    ("keeping-true", _("Keeping it true")),
    ("flow", _("“Concerned about a child?”")),
    ("readers", _("What readers write")),
    ("newsletters", _("Newsletters")),
    ("roles", _("Who may do what")),
    ("never", _("What we never write or ask")),
    ("trouble", _("When something goes wrong")),
)
# What a right lets somebody do, in words.
RIGHTS: Final = (
    ("guidance.view_page", _("look at every item")),
    ("guidance.change_page", _("write: add and change items, withdraw them, bring one back")),
    ("esafe.change_link", _("say that a link is fine")),
    ("esafe.view_editionrecord", _("see what would be published, and every edition")),
    ("esafe.approve_editionrecord", _("approve what a colleague changed and could hurt a reader")),
    ("esafe.add_editionrecord", _("publish, set a time to go live, and go back to an earlier edition")),
    ("contact.view_feedback", _("read, black out and delete what readers wrote")),
    ("contact.change_complaint", _("answer complaints, and send people what we hold about them")),
    ("contact.change_newsletter", _("write newsletters, and see who gets them")),
    ("contact.send_newsletter", _("approve a colleague’s newsletter, send, pause")),
    ("contact.remove_subscriber", _("take somebody off the mailing list")),
    ("auth.add_user", _("invite colleagues, give roles, help after a lost phone")),
    ("esafe.change_ownerrole", _("say who stands behind the name of an owner")),
    ("esafe.view_auditentry", _("read the audit, and take it away as a list")),
)


@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """How to do everything here, for whoever is signed in."""
    context = {
        **admin.site.each_context(request),
        "title": _("Handbook"),
        "is_nav_sidebar_enabled": False,
        "sections": [(f"admin/handbook/{name}.html", name, heading) for name, heading in SECTIONS],
        "roles": roles_in_words(),
    }
    return TemplateResponse(request, "admin/handbook.html", context)


def roles_in_words() -> list[tuple[str, list[Any]]]:
    """Each role, with what it may do."""
    return [(name, [words for right, words in RIGHTS if right in rights]) for name, rights in ROLES.items()]
