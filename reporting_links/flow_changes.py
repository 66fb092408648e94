"""What a new edition would change in the plans of families: gained, lost and altered. Pure: no Django.

Every way of ``flow_paths`` is followed in both editions. Plans that are the same for the same
answers are passed over; the others are counted by what is different about them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from esafe.content import Content
from reporting_links import triage
from reporting_links.content import Step
from reporting_links.flow_differences import KINDS, WHATS, Difference, Differences
from reporting_links.flow_map import service_keys
from reporting_links.flow_paths import Choice, Path, Questions

Said = tuple[str, str]  # a question and the answer to it, in words


@dataclass(frozen=True)
class Group:
    """Plans that go together: those with one ``difference``, or those that one answer leads to.

    ``choice`` is that answer and ``example`` the shortest way to one of the plans, both as questions and
    answers in words; ``situation`` is what that plan is mainly about, in words.
    """

    difference: Difference | None
    choice: Said | None
    plans: int
    example: tuple[Said, ...]
    situation: str


@dataclass(frozen=True)
class Kind:
    """All plans that are gained, or lost, or altered: how many, in groups, the heaviest first."""

    plans: int = 0
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Changes:
    """Plans that answers lead to which led nowhere before, plans that are gone, and other plans."""

    gained: Kind = Kind()
    lost: Kind = Kind()
    altered: Kind = Kind()

    def __bool__(self) -> bool:
        return bool(self.gained.plans or self.lost.plans or self.altered.plans)


@dataclass
class _Found:
    """Plans that belong together while they are counted."""

    path: Path
    situation: str
    facts: set[frozenset[str]] = field(default_factory=set)


_Groups = dict[Difference | Choice, _Found]


def can_compare(content: Content) -> bool:
    """Whether everything that plans are made of is there."""
    of_situations: Iterable[tuple[Step, ...]] = (item.steps for item in content.situation.values())
    of_every_plan = (item.steps for item in content.every_plan.values())
    actions = {step.action for steps in (*of_situations, *of_every_plan) for step in steps}
    if not actions <= content.action.keys() or triage.WHEN_NOTHING_FITS not in content.situation:
        return False
    return all(
        key in content.service
        for action in actions
        for name in content.action[action].services
        for key in service_keys(name)
    )


def changes(before: Content, after: Content) -> Changes:
    """How plans differ from ``before`` to ``after``; both must pass ``can_compare``."""
    if all(before.of(kind) == after.of(kind) for kind in KINDS):
        return Changes()
    old = Questions(before)
    new = old if before.question == after.question else Questions(after)
    differences = Differences(before, after)
    gained: _Groups = {}
    lost: _Groups = {}
    altered: _Groups = {}
    for path in _paths(old, new):
        was = old.walk(path)
        now = was if new is old else new.walk(path)
        in_old, in_new = len(was.chosen) == len(path), len(now.chosen) == len(path)
        if in_new and not in_old:
            _count(gained, _first(path, was.chosen), path, differences.after.main(now.facts), now.facts)
        elif in_old and not in_new:
            _count(lost, _first(path, now.chosen), path, differences.before.main(was.facts), was.facts)
        elif in_old and in_new:
            for difference in differences.between(was.facts, now.facts):
                _count(altered, difference, path, differences.after.main(now.facts), now.facts)
    return Changes(_kind(gained, after), _kind(lost, before), _kind(altered, after))


def _paths(old: Questions, new: Questions) -> list[Path]:
    """Every way of either edition once, in the order of the questions, the shortest first."""
    order = {
        key: place for place, key in enumerate((*new.answers, *(old.answers.keys() - new.answers.keys())))
    }
    found = {
        tuple(sorted(path, key=lambda choice: order[choice[0]]))
        for questions in dict.fromkeys((old, new))
        for path in questions.paths()
    }
    return sorted(found, key=lambda path: (len(path), path))


def _first(path: Path, chosen: frozenset[Choice]) -> Choice:
    """The choice at which a way cannot be gone."""
    return next(choice for choice in path if choice not in chosen)


def _count(groups: _Groups, key: Difference | Choice, path: Path, main: str, facts: frozenset[str]) -> None:
    groups.setdefault(key, _Found(path, main)).facts.add(facts)


def _kind(groups: _Groups, content: Content) -> Kind:
    made = [
        Group(
            key if isinstance(key, Difference) else None,
            None if isinstance(key, Difference) else _words(key, content),
            len(found.facts),
            tuple(_words(choice, content) for choice in found.path),
            content.situation[found.situation].title,
        )
        for key, found in groups.items()
    ]
    plans = len({facts for found in groups.values() for facts in found.facts})
    return Kind(plans, tuple(sorted(made, key=_weight)))


def _weight(group: Group) -> tuple[int, int]:
    """The heaviest differences first, and of these what concerns most plans."""
    return WHATS.index(group.difference.what) if group.difference else 0, -group.plans


def _words(choice: Choice, content: Content) -> Said:
    question = content.question[choice[0]]
    return question.title, next(answer.words for answer in question.answers if answer.key == choice[1])
