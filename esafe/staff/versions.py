"""Which version of an item a form was opened with, and what two versions and a form differ in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from esafe.staff.posted import Posted, posted
from esafe.staff.side_by_side import Part, marked

MINE, SAVED = "mine", "saved"


@dataclass
class Version:
    """All fields of an item and of its rows. A key is a field's name, with "sections/12/" before it in a row."""

    fields: dict[str, Posted] = field(default_factory=dict)
    rows: dict[str, tuple[str, int]] = field(default_factory=dict)

    def of_row(self, row: str) -> dict[str, Posted]:
        return {key: value for key, value in self.fields.items() if key.startswith(f"{row}/")}

    def in_words(self, row: str) -> str:
        """A whole row, one field a line."""
        return "\n".join(f"{v.label}: {v.words}" for v in self.of_row(row).values() if v.words)


def version(form: Any, formsets: list[Any]) -> Version:
    """What the forms hold: what was typed when they are bound, or else what is saved."""
    found = Version({bound.name: posted(bound) for bound in form if not bound.is_hidden})
    for formset in formsets:
        for number, row in enumerate(formset.forms):
            pk = row["id"].value()
            if pk or row.is_bound:
                _add_row(found, formset, row, f"{formset.prefix}/{pk or f'new{number}'}", number)
    return found


def _add_row(found: Version, formset: Any, row: Any, key: str, number: int) -> None:
    name = str(formset.model._meta.verbose_name)
    found.rows[key] = (formset.prefix, number)
    for bound in row:
        if not bound.is_hidden and bound.name not in ("id", formset.fk.name):
            value = posted(bound)
            label = f"{name} {number + 1}: {value.label}"
            found.fields[f"{key}/{bound.name}"] = replace(value, label=label)


@dataclass(frozen=True)
class Seen:
    """The version that a form was opened with: when it was saved, and each field's digest."""

    at: str
    digests: dict[str, str]

    @classmethod
    def of(cls, obj: Any, saved: Version) -> "Seen":
        digests = {key: value.digest for key, value in saved.fields.items()}
        # A complaint does not say when it was saved: other values are another version of it.
        at = obj.changed_at.isoformat() if hasattr(obj, "changed_at") else "".join(digests.values())
        return cls(at, digests)

    @classmethod
    def read(cls, text: str) -> "Seen":
        """What a form sent back. What is not readable stands for a version that nobody knows."""
        try:
            at, digests = json.loads(text)
        except (ValueError, TypeError):
            at, digests = "", {}
        return cls(str(at), digests if isinstance(digests, dict) else {})

    def __str__(self) -> str:
        return json.dumps([self.at, self.digests], separators=(",", ":"))


@dataclass(frozen=True)
class Choice:
    """One thing that differs. ``picked``: which of both to keep; empty when both people changed it."""

    key: str
    label: str
    mine: list[Part]
    saved: list[Part]
    picked: str


def choices(seen: Seen, typed: Version, saved: Version) -> Iterator[Choice]:
    """Whatever differs between what was typed and what is saved, in the order of the form."""
    for key, mine in typed.fields.items():
        theirs = saved.fields.get(key)
        if theirs and theirs.compared != mine.compared:
            sides = marked(mine.words, theirs.words)
            yield Choice(key, mine.label, *sides, _picked(seen.digests.get(key), mine.digest, theirs.digest))
    for row in gone_rows(typed, saved):
        untouched = all(seen.digests.get(key) == value.digest for key, value in typed.of_row(row).items())
        label = next(iter(typed.of_row(row).values())).label.partition(":")[0]
        sides = ([Part(typed.in_words(row), True)], [Part(_("Taken out"), True)])
        yield Choice(row, label, *sides, SAVED if untouched else "")


def _picked(base: str | None, mine: str, theirs: str) -> str:
    if base == mine:
        return SAVED
    return MINE if base == theirs else ""


def gone_rows(typed: Version, saved: Version) -> list[str]:
    """Rows that were there when the form was opened and that a colleague took out."""
    return [row for row in typed.rows if row not in saved.rows and "/new" not in row]


def added_rows(seen: Seen, typed: Version, saved: Version) -> list[str]:
    """Rows that a colleague added, in words. They stay."""
    known = {key.rpartition("/")[0] for key in seen.digests}
    return [saved.in_words(row) for row in saved.rows if row not in typed.rows and row not in known]


def colleague_changed(seen: Seen, typed: Version, saved: Version, found: list[Choice]) -> bool:
    """Whether saving now would undo, or pass over, something that a colleague saved meanwhile."""
    changed = any(
        saved.fields[choice.key].digest != seen.digests.get(choice.key)
        for choice in found
        if choice.key in saved.fields
    )
    return changed or bool(gone_rows(typed, saved) or added_rows(seen, typed, saved))
