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

from contact.purposes import PURPOSES
from esafe import on_device
from esafe.content import Content
from esafe.reading import ReadersRequest
from guidance.content import Bar, Figure, Section
from guidance.cookie_forms import ChoiceForm
from guidance.paper.listing import groups
from guidance.search import index_of
from reporting_links.concerned import Sent
from reporting_links.flow_walks import completed
from reporting_links.helpers import helpers_of
from reporting_links.plans import plan_of
from reporting_links.safety_rules import case

FOLDER = settings.BASE_DIR / "templates" / "components"
COMMENT = re.compile(r"{% comment %}\n(.*?){% endcomment %}", re.DOTALL)
# Every page has these once already; a second one would not be valid.
ON_EVERY_PAGE = frozenset(
    {
        "leave",
        "header",
        "emergency",
        "new_site",
        "notice",
        "footer",
        "trail",
        "feed_link",
        "reading_script",
        "swap_script",
    }
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
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"required": "Write a message."},
    )
    email = forms.EmailField(
        label="Your email address",
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": "Write your email address."},
    )
    agree = forms.BooleanField(label="I understand that nobody reads this at once", required=False)

    helper = FormHelper()
    helper.add_input(Submit("", "Send"))


EXAMPLE_FIGURE = Figure(
    key="example-chart",
    claim="In 2026 three of five tests were green.",
    value="3 of 5",
    period="2026",
    publisher="An example",
    url="https://example.org/",
    published="2026",
    counted="Tests in 2026",
    bars=(Bar(label="Green", amount=3), Bar(label="Red, which somebody is looking at", amount=2)),
)


def _parameters(content: Content) -> dict[str, dict[str, Any]]:
    """What each component is shown with; one that is not named takes none."""
    service = content.service["childline"]
    situation = min(content.situation.values(), key=lambda s: s.order)
    page = next(page for page in content.page.values() if page.sections)
    figure = next(iter(content.figure.values()), None)
    plan = plan_of(situation, content)
    step = next(step for band in plan.bands for step in band.steps)
    first_line = content.action[situation.first_line]
    family = case(completed(content, {}), content)
    helpers = helpers_of(family.plan, family.facts, content)
    return {
        "action": {"action": content.action["tell_police_or_ceop"]},
        "chart": {"figure": EXAMPLE_FIGURE},
        "contacts": {"service": service},
        "contents": {"sections": page.sections},
        "cookie_choice_form": {"form": ChoiceForm(items=[on_device.REMEMBERED])},
        "cookie_notice": {"asked": [on_device.REMEMBERED]},
        "cookie_register": {"items": [on_device.VISIT_TOKEN, on_device.REMEMBERED]},
        "figure": {"figure": figure, "level": 3},
        "for_yourself": {"helpers": helpers},
        "helper": {"service": service},
        "helpers": {"helpers": helpers},
        "hours": {"service": service},
        "kept_answers": {"answers": {"safety": ("no",)}, "seen": ()},
        "next_step": {"words": "Find out what to do", "url": "/help/"},
        "number": {"service": service},
        "online": {"service": service},
        "open_now": {"service": service},
        "page_tile": {"page": page},
        "picture": {"name": "notebook"},
        "plan": {"plan": plan},
        "plan_contents": {"plan": plan},
        "print_row": {"row": groups(content)[0].rows[0]},
        "purpose": {"purpose": PURPOSES[2]},
        "related": {"refs": [f"page:{page.key}", f"situation:{situation.key}"]},
        "retention_table": {"purposes": PURPOSES[:3], "caption": "An example"},
        "review": {"item": service},
        "search_form": {"id": "example-search", "label": "Search the example"},
        "search_result": {"result": index_of(content).find(service.name)[0]},
        "section": {"section": Section(kind="say", html="<p>Thank you for telling me.</p>")},
        "service_brief": {"service": service},
        "service_call": {"service": service},
        "service_card": {"service": service, "level": 3, "what": "yes"},
        "service_line": {"service": service},
        "short_list": {"plan": family.plan, "helpers": helpers},
        "situation_tiles": {"situations": content.situation.values(), "group": situation.group},
        "sources": {"sources": service.sources},
        "step": {"step": step},
        "three_lines": {"first_line": first_line},
        "tick": {"step": step, "number": 1, "band": "example"},
        "to_copy": {"id": "example-to-copy", "label": "Words to copy", "text": "Help is here.", "rows": 2},
        "your_answers": {"walked": completed(content, {}), "sent": Sent({}, (), "", refused=False)},
    }


# What stands around a component that is one row of a list.
IN_LIST = {
    "helper": "briefs",
    "page_tile": "tiles",
    "print_row": "lines",
    "search_result": "results",
    "service_brief": "briefs",
    "service_call": "call-list",
    "step": "plain-steps",
    "tick": "ticks",
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
