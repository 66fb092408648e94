"""The list of all that can be printed, as its page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esafe.addresses import address
from esafe.content import Content
from guidance.paper.sheets import CONCERNED, WHOM_TO_CALL, Kind, Sheet, situations, topics


@dataclass(frozen=True)
class Form:
    """One PDF of a row: ``name`` and ``paper`` as links say them, ``full_name`` for a list of all."""

    sheet: Sheet
    name: str
    paper: str
    full_name: str


@dataclass(frozen=True)
class Row:
    """What is told (``title``), the page that tells the same, and its PDFs."""

    title: str
    path: str
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class Group:
    heading: str
    words: str
    rows: tuple[Row, ...]


def groups(content: Content) -> tuple[Group, ...]:
    """All that an edition has to print, in groups."""
    return (
        Group(_("For everyone"), _("Put these up first."), tuple(_for_everyone())),
        Group(
            _("By topic"),
            _("One thing that can happen online, or one way to help."),
            tuple(_by_topic(content)),
        ),
        Group(
            _("What to do now"),
            _(
                "A whole plan, to hand to a parent. Someone may find a print-out: please tell them to keep it safe."
            ),
            tuple(_plans(content)),
        ),
    )


def _row(title: str, path: str, *kinds: Kind) -> Row:
    names: dict[Kind, tuple[str, str]] = {
        "poster-a4": (_("Poster"), _("A4")),
        "leaflet-a5": (_("Leaflet"), _("A5")),
        "plan-a4": (_("Plan"), _("A4")),
        "cards-a4": (_("Cards to cut out"), _("A4")),
    }
    made = []
    for kind in kinds:
        name, paper = names[kind]
        full = _("{title} – {name}, {paper}").format(title=title, name=name, paper=paper)
        made.append(Form(Sheet(kind, path), name, paper, full))
    return Row(title, path, tuple(made))


def _for_everyone() -> Iterator[Row]:
    yield _row(_("Concerned about a child?"), CONCERNED, "poster-a4", "leaflet-a5")
    yield _row(_("Whom to call"), WHOM_TO_CALL, "poster-a4", "leaflet-a5", "cards-a4")


def _by_topic(content: Content) -> Iterator[Row]:
    for page in topics(content):
        yield _row(page.short_title or page.title, address(page), "poster-a4", "leaflet-a5")


def _plans(content: Content) -> Iterator[Row]:
    for situation in situations(content):
        yield _row(situation.title, address(situation), "plan-a4")
