"""What stands on posters, leaflets and cards."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from esafe.content import Content
from esafe.edition import Edition
from esafe.item import ReviewedItem
from guidance.content import Page
from guidance.paper import drawings, numbers, spoken
from guidance.paper.sheets import CONCERNED, WHOM_TO_CALL, Sheet, page_of
from guidance.paper.telling import Data, School, careful, frame
from reporting_links.content import Service
from reporting_links.helpers import FOR_CHILD, FOR_PARENT
from reporting_links.plans import services_of


def poster(sheet: Sheet, edition: Edition, school: School) -> Data:
    """A poster or a leaflet: one sentence, three things, whom to call."""
    if sheet.path == WHOM_TO_CALL:
        return _whom_to_call(sheet, edition, school)
    if sheet.path == CONCERNED:
        return _concerned(sheet, edition, school)
    return _topic(sheet, edition, school)


def cards(sheet: Sheet, edition: Edition, school: School) -> Data:
    """Cards to cut out, each with the numbers to call."""
    content = edition.content
    named = _services(content, numbers.WHOM_TO_CALL)
    return {
        **frame(sheet, edition, _("Cards to cut out: whom to call"), school, [*named, _danger(content)]),
        "sentence": _sentence("not_your_childs_fault", content),
        "rows": numbers.whom_to_call(content, named),
        "how": _("Cut along the lines. Each card is the size of a bank card."),
        "heading": _("Whom to call"),
    }


def _topic(sheet: Sheet, edition: Edition, school: School) -> Data:
    content, page = edition.content, page_of(sheet, edition.content)
    named = numbers.named_in(page.three_things, content)
    return {
        **_made(sheet, edition, page.short_title or page.title, school, [page], named),
        "sentence": _sentence(page.first_line, content) or spoken.line(page.summary, content),
        "summary": spoken.line(page.summary, content),
        "three_heading": _("If you only do three things"),
        "three": [spoken.line(thing, content) for thing in page.three_things],
        "picture": drawings.drawing(_picture(page), drawings.ON_NIGHT),
    }


def _concerned(sheet: Sheet, edition: Edition, school: School) -> Data:
    content = edition.content
    return {
        **_made(sheet, edition, _("Concerned about a child?"), school, [], []),
        "sentence": _sentence("right_to_look_for_help", content),
        "summary": edition.site.strapline,
        "three_heading": _("How it works"),
        "three": [
            _("Scan the code, or type the address."),
            _("Answer a few plain questions. We never ask for a name."),
            _("Get a plan: what to do now, whom to call, and what to say."),
        ],
        "picture": drawings.drawing("lamp", drawings.ON_NIGHT),
    }


def _whom_to_call(sheet: Sheet, edition: Edition, school: School) -> Data:
    content = edition.content
    named = _services(content, numbers.WHOM_TO_CALL)
    told = [
        {**row, "what_for": spoken.line(service.what_for, content)}
        for service, row in zip(named, numbers.whom_to_call(content, named), strict=True)
    ]
    return {
        **_made(sheet, edition, _("Whom to call"), school, [], named),
        "sentence": _sentence("not_your_childs_fault", content),
        "summary": _("You do not have to be sure. You can call with nothing to hand."),
        "told": told,
        "picture": drawings.drawing("cups", drawings.ON_NIGHT),
    }


def _made(
    sheet: Sheet,
    edition: Edition,
    title: str,
    school: School,
    items: Iterable[ReviewedItem],
    named: list[Service],
) -> Data:
    content = edition.content
    asked = [service for service, _nations in services_of(content.action["ask_suicide"], content)]
    talk = _services(content, (FOR_PARENT, FOR_CHILD))
    shown = [*items, *talk, *named, *asked, _danger(content)]
    return {
        **frame(sheet, edition, title, school, shown),
        **careful(edition),
        "rows": numbers.whom_to_call(content, named),
        "call_heading": _("Someone to talk to"),
    }


def _sentence(key: str, content: Content) -> str:
    return spoken.line(content.action[key].text, content) if key in content.action else ""


def _services(content: Content, keys: Iterable[str]) -> list[Service]:
    return [content.service[key] for key in keys if key in content.service]


def _danger(content: Content) -> Service:
    return content.service[numbers.EMERGENCY]


def _picture(page: Page) -> str:
    return drawings.picture_of(page.group, page.picture)
