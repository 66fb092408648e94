"""What changed on this site, edition by edition, for readers. Nothing here touches the database."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from esafe import change_log, live
from esafe.addresses import item_addresses
from esafe.change_log import ChangedItem, Event
from esafe.reading import ReadersRequest

SHOWN = 100  # events
HEADINGS = (
    ("new", gettext_lazy("New")),
    ("changed", gettext_lazy("Changed")),
    ("withdrawn", gettext_lazy("Taken away")),
    ("checked", gettext_lazy("Checked again, and still right")),
)
# What has no page of its own, in readers' words.
ALSO = {
    "figure": gettext_lazy("the figures"),
    "action": gettext_lazy("advice that stands on several pages"),
    "question": gettext_lazy("the questions under “Concerned about a child?”"),
    "fact": gettext_lazy("the questions under “Concerned about a child?”"),
    "every_plan": gettext_lazy("what every plan says"),
    "site": gettext_lazy("words that stand on every page"),
    "synonym": gettext_lazy("how search understands words"),
    "redirect": gettext_lazy("old addresses that lead to new ones"),
}


@dataclass(frozen=True, kw_only=True)
class Group:
    """The items that one heading of an event names; ``path`` is empty for a page that is gone since."""

    heading: str
    items: tuple[ChangedItem, ...]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An event as readers get it; ``also`` says what changed that has no page."""

    event: Event
    groups: tuple[Group, ...]
    also: tuple[str, ...]


@require_safe
def changes(request: ReadersRequest) -> HttpResponse:
    """The newest first. Staff's preview shows them all; its edition is not live."""
    events = change_log.read(live.store)
    if request.edition.number:
        events = change_log.until(events, request.edition.number)
    paths = frozenset(item_addresses(request.edition.content))
    shown = [_shown(event, paths) for event in reversed(events[-SHOWN:])]
    return render(request, "guidance/changes.html", {"events": shown})


def _shown(event: Event, paths: frozenset[str]) -> Shown:
    groups = []
    for what, heading in HEADINGS:
        found = [item for item in event.items if item.what == what and item.title]
        items = tuple(_linked(item, paths) for item in sorted(found, key=lambda item: item.title))
        if items:
            groups.append(Group(heading=gettext(str(heading)), items=items))
    also = dict.fromkeys(str(ALSO[item.kind]) for item in event.items if not item.title)
    return Shown(event=event, groups=tuple(groups), also=tuple(also))


def _linked(item: ChangedItem, paths: frozenset[str]) -> ChangedItem:
    """The same item, without a link where it would lead nowhere today."""
    there = item.path in paths
    path = item.path if there else ""
    return ChangedItem(kind=item.kind, key=item.key, what=item.what, title=item.title, path=path)
