"""What every model of public content has in common: a key, a state, and its item.

``to_item`` and ``from_item`` copy by field name, so a model's fields are named as its item's.
"""

import dataclasses
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from esafe.fields import SourcesField
from esafe.item import Item

KEY = RegexValidator(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", _("Please use small letters, digits and hyphens."))


def plain(value: Any) -> Any:
    """A field's value as an item holds it: a chosen item by its key, and text for no choice."""
    return value.key if isinstance(value, ItemModel) else value


class Copied(models.Model):
    """A model that stands for one dataclass. ``rows`` names its related rows, by field."""

    item_type: ClassVar[type[Any]]
    rows: ClassVar[dict[str, str]] = {}
    nested: ClassVar[dict[str, type[Any]]] = {}

    class Meta:
        abstract = True

    def to_item(self) -> Any:
        """The frozen item that this row stands for."""
        values: dict[str, Any] = {}
        for field in dataclasses.fields(self.item_type):
            if field.name in self.rows:
                related = getattr(self, self.rows[field.name]).all()
                values[field.name] = tuple(row.to_item() for row in related)
            elif field.name in self.nested:
                inner = self.nested[field.name]
                names = [f.name for f in dataclasses.fields(inner)]
                values[field.name] = inner(**{n: getattr(self, f"{field.name}_{n}") for n in names})
            else:
                values[field.name] = self._value(field)
        return self.item_type(**values)

    def _value(self, field: "dataclasses.Field[Any]") -> Any:
        value = plain(getattr(self, field.name))
        return "" if value is None and field.default == "" else value

    @classmethod
    def from_item(cls, item: Any, **extra: Any) -> Self:
        """Save a row, and the rows inside it, that stand for ``item``."""
        saved = cls._default_manager.create(**cls._values(item), **extra)
        saved._add_rows(item)
        return saved

    def take(self, item: Any) -> None:
        """Save this row, and the rows inside it, as ``item`` says."""
        for name, value in self._values(item).items():
            setattr(self, name, value)
        self.save()
        for related in self.rows.values():
            getattr(self, related).all().delete()
        self._add_rows(item)

    @classmethod
    def _values(cls, item: Any) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field in dataclasses.fields(item):
            value = getattr(item, field.name)
            if field.name in cls.nested:
                inner = dataclasses.asdict(value)
                values |= {f"{field.name}_{name}": inner[name] for name in inner}
            elif field.name not in cls.rows:
                values[field.name] = cls._chosen(field.name, value)
        return values

    def _add_rows(self, item: Any) -> None:
        for name, related in self.rows.items():
            manager = getattr(self, related)
            for position, row in enumerate(getattr(item, name), start=1):
                manager.model.from_item(row, position=position, **{manager.field.name: self})

    @classmethod
    def _chosen(cls, name: str, value: Any) -> Any:
        field = cls._meta.get_field(name)
        if not isinstance(field, models.ForeignKey):
            return value
        return field.related_model._default_manager.get(key=value) if value else None


class RowModel(Copied):
    """A row inside an item, in its place."""

    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]


class ItemModel(Copied):
    """One item of public content, as staff edit it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft: readers keep the version they have")
        READY = "ready", _("Ready: goes into the next edition")
        WITHDRAWN = "withdrawn", _("Withdrawn: leaves with the next edition")

    content_kind: ClassVar[str]
    item_type: ClassVar[type[Item]]

    key = models.CharField(
        _("key"),
        max_length=100,
        unique=True,
        validators=[KEY],
        help_text=_("Never change it once published."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    publish_at = models.DateTimeField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("For a change of the law, say. When it is ready, it goes live by itself at this time."),
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return str(getattr(self, "title", "") or getattr(self, "name", "") or self.key)


class ReviewedItemModel(ItemModel):
    """An item that somebody owns and checks again by a date."""

    owner = models.CharField(_("owner"), max_length=100, help_text=_("Who looks after this."))
    deputy = models.CharField(
        _("deputy"), max_length=100, blank=True, help_text=_("Who is reminded as well. May stay empty.")
    )
    reviewed_on = models.DateField(_("checked on"))
    review_by = models.DateField(
        _("check again by"),
        help_text=_("At most 12 months after “checked on”; for a service at most 6."),
    )
    sources = SourcesField(_("sources"), help_text=_("One a line: publisher | what it is | address | date"))

    class Meta:
        abstract = True
        ordering: ClassVar = ["key"]

    def clean(self) -> None:
        """A day to come is a slip of the hand: it would put off the next check."""
        super().clean()
        if self.reviewed_on and self.reviewed_on > timezone.localdate():
            raise ValidationError({"reviewed_on": _("This day has not come yet.")})
