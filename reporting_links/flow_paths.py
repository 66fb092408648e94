"""Ways through the questions, each about one worry, to see what every answer leads to. Pure: no Django.

With every answer at every place there would be millions. A way here chooses one answer, then one
answer to each question that it opens, and perhaps one answer to any other question. Everything else
is left out by the reader, as one who goes on without choosing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from esafe.content import Content
from reporting_links import triage

Choice = tuple[str, str]
Path = tuple[Choice, ...]
# More than ten times what the questions have now; beyond it the comparison would be slow.
MOST = 150_000


@dataclass(frozen=True)
class Taken:
    """Where a way goes: the questions that it is asked, the choices among them, and the facts."""

    asked: tuple[str, ...]
    chosen: frozenset[Choice]
    facts: frozenset[str]


class Questions:
    """The questions of one edition, made ready for many walks. Agrees with ``triage.walk``."""

    def __init__(self, content: Content) -> None:
        self.answers: Mapping[str, tuple[str, ...]] = {
            question.key: tuple(answer.key for answer in question.answers)
            for question in triage.questions(content)
        }
        self._rules = [
            (q.key, q.if_nothing, frozenset(q.asked_if), frozenset(q.not_asked_if))
            for q in triage.questions(content)
        ]
        self._facts = {
            (q.key, answer.key): frozenset(answer.facts)
            for q in content.question.values()
            for answer in q.answers
        }

    def walk(self, path: Path) -> Taken:
        """Follow ``path``; where it says nothing, go on without choosing."""
        wanted = dict(path)
        asked: list[str] = []
        given: set[str] = set()
        facts: set[str] = set()
        for key, if_nothing, asked_if, not_asked_if in self._rules:
            if not not_asked_if.isdisjoint(given) or (asked_if and asked_if.isdisjoint(given)):
                continue
            asked.append(key)
            choice = (key, wanted.get(key, if_nothing))
            if choice not in self._facts:
                break
            given.add(".".join(choice))
            facts |= self._facts[choice]
        chosen = frozenset(choice for choice in path if ".".join(choice) in given)
        return Taken(tuple(asked), chosen, frozenset(facts))

    def paths(self) -> Iterator[Path]:
        """All ways, shorter ones before those that begin like them, some more than once."""
        return islice(self._paths(), MOST)

    def _paths(self) -> Iterator[Path]:
        yield ()
        for chain in self._chains():
            yield chain
            for key in self.walk(chain).asked:
                if key not in dict(chain):
                    yield from self._with_each_answer(chain, key)

    def _chains(self) -> Iterator[Path]:
        """One choice, then one for each question that it opens, and so on."""
        chains: list[Path] = [()]
        before: dict[Path, tuple[str, ...]] = {(): ()}
        for chain in chains:
            asked = self.walk(chain).asked
            for key in asked:
                if key not in before[chain]:
                    for longer in self._with_each_answer(chain, key):
                        before[longer] = asked
                        chains.append(longer)
        yield from chains[1:]

    def _with_each_answer(self, path: Path, key: str) -> Iterator[Path]:
        for answer in self.answers[key]:
            yield (*path, (key, answer))
