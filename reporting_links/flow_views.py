"""The flow of "Concerned about a child?", drawn and in tables, and what a change would do to plans."""

from collections.abc import Collection, Mapping

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from esafe import live, publishing
from reporting_links import flow_words
from reporting_links.flow_map import flow_map
from reporting_links.flow_summary import summary
from reporting_links.models import Question

# What the page leads to the forms of.
EDITED = ("question", "situation", "action", "fact", "every_plan")


@require_safe
def flow(request: HttpRequest) -> HttpResponse:
    """Every question and situation of the draft, or with ``?edition=live`` of what readers have."""
    if not admin.site.get_model_admin(Question).has_view_permission(request):
        raise PermissionDenied
    readers_have = publishing.previous_content(live.store)
    draft, _problems = publishing.next_content(drafts=True)
    shows_live = readers_have is not None and request.GET.get("edition") == "live"
    shown = readers_have if readers_have is not None and shows_live else draft
    found = flow_map(shown)
    context = {
        **admin.site.each_context(request),
        "title": _("The flow of “Concerned about a child?”"),
        "is_nav_sidebar_enabled": False,
        "shows_live": shows_live,
        "has_live": readers_have is not None,
        "flow": found,
        "drawing": flow_words.drawing(found),
        "action_words": {key: flow_words.action_words(a, shown.service) for key, a in shown.action.items()},
        "edit": {kind: edit_addresses(kind, shown.of(kind)) for kind in EDITED},
        **summary(readers_have, draft),
    }
    return TemplateResponse(request, "admin/flow.html", context)


def edit_addresses(kind: str, keys: Collection[str]) -> Mapping[str, str]:
    """The form of each item; the list of its kind where the database does not have it."""
    model = publishing.models_of_items()[kind]
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    pks = dict(model._default_manager.values_list("key", "pk"))
    everything = reverse(f"{name}_changelist")
    return {key: reverse(f"{name}_change", args=[pks[key]]) if key in pks else everything for key in keys}
