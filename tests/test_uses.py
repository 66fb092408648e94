"""Before an item is withdrawn, staff are told where it is used."""

import dataclasses

import pytest

from esafe.content import KINDS
from esafe.item import Redirect
from esafe.uses import uses
from guidance.content import Section
from reporting_links.content import Answer, Step
from tests.builders import changed, make_page, with_item


def places(content, kind, key):
    return {(problem.kind, problem.key) for problem in uses(content, kind, key)}


def with_spare(content, kind):
    """The content with a copy of an item of ``kind`` that nothing uses yet."""
    item = next(iter(content.of(kind).values()))
    given = {"key": "spare"} | {name: "spare" for name in ("slug",) if hasattr(item, name)}
    return with_item(content, kind, dataclasses.replace(item, **given))


USES = [
    ("service", "page", "about", {"sections": (Section(kind="service", service="spare"),)}),
    ("service", "action", "stay_calm", {"services": ("spare",)}),
    ("service", "action", "stay_calm", {"text": "Ask {spare}."}),
    ("service", "page", "about", {"related": ("service:spare",)}),
    ("action", "page", "about", {"first_line": "spare"}),
    ("action", "page", "about", {"sections": (Section(kind="action", action="spare"),)}),
    ("action", "situation", "webcam", {"first_line": "spare"}),
    ("action", "situation", "webcam", {"steps": (Step(band="now", action="spare"),)}),
    ("action", "every_plan", "every_plan", {"steps": (Step(band="now", action="spare"),)}),
    ("figure", "page", "about", {"sections": (Section(kind="figure", figure="spare"),)}),
    ("figure", "news", "a-new-law-in-2026", {"figures": ("spare",)}),
    ("fact", "situation", "webcam", {"triggered_by": ("spare",)}),
    (
        "fact",
        "situation",
        "webcam",
        {"steps": (Step(band="now", action="stay_calm", only_if=("spare",)),)},
    ),
    (
        "fact",
        "every_plan",
        "every_plan",
        {"steps": (Step(band="now", action="stay_calm", not_if=("spare",)),)},
    ),
    ("fact", "question", "age", {"answers": (Answer(key="a", words="a", facts=("spare",)),)}),
    ("page", "situation", "webcam", {"related": ("page:spare",)}),
    ("page", "synonym", "deepfake", {"means": ("page:spare",)}),
    ("page", "situation", "webcam", {"after": '<p><a href="/spare/">Read</a></p>'}),
    ("situation", "action", "stay_calm", {"text": "Read {spare}."}),
    ("situation", "page", "about", {"related": ("situation:spare",)}),
    ("news", "news", "a-new-law-in-2026", {"next_step_url": "/news/spare/"}),
]


@pytest.mark.parametrize(("used", "kind", "key", "values"), USES)
def test_what_is_in_use_says_where(content, used, kind, key, values):
    spare = with_spare(content, used)
    assert places(spare, used, "spare") == set()

    assert (kind, key) in places(changed(spare, kind, key, **values), used, "spare")


@pytest.mark.parametrize("condition", ["asked_if", "not_asked_if"])
def test_a_question_whose_answer_decides_whether_another_is_asked_says_which(content, condition):
    spare = changed(with_spare(content, "question"), "question", "spare", order=1)
    answer = spare.question["spare"].answers[0].key
    asked = changed(spare, "question", "nation", **{condition: (f"spare.{answer}",)})

    assert places(spare, "question", "spare") == set()
    assert ("question", "nation") in places(asked, "question", "spare")


def test_a_page_that_a_redirect_leads_to_and_a_redirect_that_is_linked_say_so(content):
    paged = with_item(content, "page", make_page(key="spare"))
    led = with_item(paged, "redirect", Redirect(key="/old/", to="/advice/spare/"))
    linked = changed(led, "situation", "webcam", after='<p><a href="/old/">Read</a></p>')

    assert ("redirect", "/old/") in places(led, "page", "spare")
    assert ("situation", "webcam") in places(linked, "redirect", "/old/")


@pytest.mark.parametrize("kind", ["site", "every_plan"])
def test_what_there_is_only_one_of_is_always_in_use(content, kind):
    assert (kind, kind) in places(content, kind, kind)


def test_every_kind_that_others_can_name_is_tried_here():
    tried = {used for used, *_ in USES} | {"question", "redirect", "site", "every_plan"}

    assert KINDS.keys() - tried == {"synonym"}
