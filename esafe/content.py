"""All public items together, by kind and key. Pure: no Django."""

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from esafe.item import Item, Redirect, Site
from guidance.content import Figure, NewsItem, Page, Synonym
from reporting_links.content import Action, EveryPlan, Fact, Question, Service, Situation


@dataclass(frozen=True, kw_only=True)
class Content:
    """The field names are the kinds of item. The mappings are read-only and sorted by key."""

    site: Mapping[str, Site] = field(default_factory=dict)
    page: Mapping[str, Page] = field(default_factory=dict)
    news: Mapping[str, NewsItem] = field(default_factory=dict)
    figure: Mapping[str, Figure] = field(default_factory=dict)
    service: Mapping[str, Service] = field(default_factory=dict)
    action: Mapping[str, Action] = field(default_factory=dict)
    fact: Mapping[str, Fact] = field(default_factory=dict)
    situation: Mapping[str, Situation] = field(default_factory=dict)
    question: Mapping[str, Question] = field(default_factory=dict)
    every_plan: Mapping[str, EveryPlan] = field(default_factory=dict)
    synonym: Mapping[str, Synonym] = field(default_factory=dict)
    redirect: Mapping[str, Redirect] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in (f.name for f in fields(self)):
            items = sorted(getattr(self, kind).items())
            object.__setattr__(self, kind, MappingProxyType(dict(items)))

    def of(self, kind: str) -> Mapping[str, Item]:
        """The items of one kind, by key."""
        items: Mapping[str, Item] = getattr(self, kind)
        return items


KINDS: Mapping[str, type[Item]] = MappingProxyType(
    {name: typing.get_args(hint)[1] for name, hint in typing.get_type_hints(Content).items()}
)
