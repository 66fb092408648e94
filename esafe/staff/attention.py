"""What on the site wants somebody's attention, counted for the admin's first page."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from esafe import live, publishing
from esafe.content import Content
from esafe.staff import reviewed
from esafe.staff.links.link import Link
from esafe.staff.links.listing import broken
from esafe.staff.people import People
from reporting_links.flow_views import edit_addresses


@dataclass(frozen=True)
class Overdue:
    """An item that was to be checked again.

    ``edit`` is where staff check it; ``is_looked_after`` says that its owner or deputy gets mail.
    """

    kind: str
    key: str
    title: str
    owner: str
    review_by: datetime.date
    edit: str
    is_looked_after: bool


@dataclass(frozen=True)
class Attention:
    """What readers have now that is not as it should be."""

    overdue: tuple[Overdue, ...] = ()
    owners_without_person: tuple[str, ...] = ()
    links_gone: int = 0
    links_moved: int = 0

    @property
    def links(self) -> int:
        """The links that somebody should mend."""
        return self.links_gone + self.links_moved


def attention() -> Attention:
    """What the live edition wants; nothing before the first edition.

    Two queries, and one more for each kind of item that is overdue.
    """
    content = publishing.previous_content(live.store)
    if content is None:
        return Attention()
    today, people = timezone.localdate(), People()
    links = broken(content, today)
    return Attention(
        overdue=_overdue(content, today, people),
        owners_without_person=tuple(people.nobody_behind(item for _, item in reviewed.owned(content))),
        links_gone=links.get(Link.State.GONE, 0),
        links_moved=links.get(Link.State.MOVED, 0),
    )


def _overdue(content: Content, today: datetime.date, people: People) -> tuple[Overdue, ...]:
    late = reviewed.overdue(content, today)
    kinds = {kind for kind, _ in late}
    edit = {kind: edit_addresses(kind, [item.key for k, item in late if k == kind]) for kind in kinds}
    return tuple(
        Overdue(
            kind=kind,
            key=item.key,
            title=reviewed.title(item),
            owner=item.owner,
            review_by=item.review_by,
            edit=edit[kind][item.key],
            is_looked_after=bool(people.of(item)),
        )
        for kind, item in late
    )
