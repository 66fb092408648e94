"""``/components/``: every component with its parameters and an example. Not in production."""

import re
from pathlib import Path
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from esafe.content import Content
from esafe.reading import ReadersRequest
from guidance.content import Section
from reporting_links.plans import plan_of

FOLDER = settings.BASE_DIR / "templates" / "components"
COMMENT = re.compile(r"{% comment %}\n(.*?){% endcomment %}", re.DOTALL)
# Every page has these once already; a second one would not be valid.
ON_EVERY_PAGE = frozenset(
    {"leave", "header", "emergency", "notice", "footer", "trail", "open_now_script", "print_script"}
)


class ExampleForm(forms.Form):
    """One field of each kind, to be shown with its errors."""

    age = forms.ChoiceField(
        label="How old is the child?",
        help_text="If there is more than one, choose the youngest.",
        choices=[("under_13", "Under 13"), ("teen", "13 to 17"), ("not_sure", "I am not sure")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an age, or “I am not sure”."},
    )
    worry = forms.MultipleChoiceField(
        label="What is worrying you?",
        help_text="Tick all that fit.",
        choices=[("threat", "A threat"), ("picture", "A picture"), ("signs", "Something feels wrong")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    message = forms.CharField(
        label="Your message",
        help_text="Please leave out names.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write a message."},
    )
    email = forms.EmailField(
        label="Your email address",
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={"required": "Write your email address."},
    )
    agree = forms.BooleanField(label="I understand that nobody reads this at once", required=False)

    helper = FormHelper()
    helper.add_input(Submit("", "Send"))


def _parameters(content: Content) -> dict[str, dict[str, Any]]:
    """What each component is shown with; one that is not named takes none."""
    service = content.service["childline"]
    situation = min(content.situation.values(), key=lambda s: s.order)
    page = next(page for page in content.page.values() if page.sections)
    figure = next(iter(content.figure.values()), None)
    plan = plan_of(situation, content)
    step = next(step for band in plan.bands for step in band.steps)
    first_line = content.action[situation.first_line]
    return {
        "action": {"action": content.action["tell_police_or_ceop"]},
        "contacts": {"service": service},
        "contents": {"sections": page.sections},
        "figure": {"figure": figure, "level": 3},
        "hours": {"service": service},
        "next_step": {"words": "Find out what to do", "url": "/help/"},
        "number": {"service": service},
        "online": {"service": service},
        "open_now": {"service": service},
        "page_tile": {"page": page},
        "picture": {"name": "notebook"},
        "plan": {"plan": plan},
        "plan_contents": {"plan": plan},
        "related": {"refs": [f"page:{page.key}", f"situation:{situation.key}"]},
        "review": {"item": service},
        "section": {"section": Section(kind="say", html="<p>Thank you for telling me.</p>")},
        "service_brief": {"service": service},
        "service_call": {"service": service},
        "service_card": {"service": service, "level": 3, "what": "yes"},
        "service_line": {"service": service},
        "situation_tiles": {"situations": content.situation.values(), "group": situation.group},
        "sources": {"sources": service.sources},
        "step": {"step": step},
        "three_lines": {"first_line": first_line},
    }


# What stands around a component that is one row of a list.
IN_LIST = {
    "page_tile": "tiles",
    "service_brief": "briefs",
    "service_call": "call-list",
    "step": "plain-steps",
}


def _example(path: Path, request: ReadersRequest, parameters: dict[str, Any]) -> dict[str, Any]:
    found = COMMENT.match(path.read_text(encoding="utf-8"))
    html = ""
    if path.stem not in ON_EVERY_PAGE:
        html = render_to_string(f"components/{path.name}", parameters, request)
    return {
        "name": path.stem,
        "comment": found[1] if found else "",
        "html": html,
        "list_class": IN_LIST.get(path.stem, ""),
    }


@require_safe
def components(request: ReadersRequest) -> HttpResponse:
    parameters = _parameters(request.edition.content)
    examples = [
        _example(path, request, parameters.get(path.stem, {})) for path in sorted(FOLDER.glob("*.html"))
    ]
    form = ExampleForm({"worry": ["signs"]})
    return render(
        request,
        "esafe/components.html",
        {"examples": examples, "form": render_crispy_form(form)},
    )
