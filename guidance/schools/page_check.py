"""What a school's own page gets wrong, what it lacks and what it has: found in its text alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from esafe import line_breaks
from esafe.content import Content
from guidance import wording
from guidance.schools import essentials
from guidance.schools.better_words import reads_well
from guidance.schools.essentials import Essential
from guidance.schools.kept_numbers import kept_numbers
from guidance.schools.old_names import old_addresses, old_names
from guidance.schools.page_numbers import wrong_numbers
from guidance.schools.passages import Finding, Passage, mended, passages, with_findings
from guidance.schools.ready_lines import sentence_for
from guidance.schools.spoken_of import is_meant, without_tidying

# A mark of its own is no word; on a school's page it harms nobody.
NOT_FOR_SCHOOLS = frozenset({"!"})
# A school's text is plain: nothing in it is a tag, an entity or a name in braces.
_PLAIN = str.maketrans("<{&", "(((")


@dataclass(frozen=True)
class Missing:
    """Something that the text does not say once it is mended, with the line that says it."""

    essential: Essential
    line: str


@dataclass(frozen=True)
class Answer:
    passages: list[Passage]
    missing: list[Missing]
    has: list[Essential]


def check(text: str, content: Content) -> Answer:
    """Look at a text of any kind. Nothing of it is kept."""
    text = line_breaks.as_one(text)
    parts = list(passages(text))
    found = with_findings(parts, _findings(text, parts, content), kept_numbers(text, content))
    lacks = essentials.missing(mended(text, found))
    lines = [Missing(essential, essentials.ready_line(essential, content)) for essential in lacks]
    has_not = [*lacks, *essentials.missing(text)]
    return Answer(
        passages=found,
        missing=[missing for missing in lines if missing.line],
        has=[essential for essential in essentials.TABLE if essential not in has_not],
    )


def _findings(text: str, parts: list[Passage], content: Content) -> Iterator[Finding]:
    yield from old_addresses(text, content)
    yield from old_names(text, content)
    before = ""
    for part in parts:
        around = f"{before} {part.text}"
        yield from _words_to_avoid(part, around, content)
        yield from _unsafe_advice(part, around, content)
        before = part.text
    yield from wrong_numbers(text, content, lambda service: essentials.line_of(service, content))


def _words_to_avoid(part: Passage, around: str, content: Content) -> Iterator[Finding]:
    at = 0
    for found, better in wording.to_avoid(part.text.translate(_PLAIN)):
        at = part.text.find(found, at)
        if at < 0:
            return
        end = at + len(found)
        if found not in NOT_FOR_SCHOOLS and is_meant(better, around):
            instead = _in_the_place_of(found, better, part.text[:at], part.text[end:])
            yield Finding(
                start=part.start + at,
                end=part.start + end,
                kind="word",
                found=found,
                better=better,
                instead=instead,
                line="" if instead else sentence_for(better, content),
            )
        at = end


def _in_the_place_of(found: str, better: str, before: str, after: str) -> str:
    """``better`` where it makes a whole sentence, with a capital letter where ``found`` has one."""
    if better not in wording.REPLACES or not reads_well(better, found, before, after):
        return ""
    return better[0].upper() + better[1:] if found[0].isupper() else better


def _unsafe_advice(part: Passage, around: str, content: Content) -> Iterator[Finding]:
    text = without_tidying(part.text.translate(_PLAIN), around)
    found = dict.fromkeys(instead for _, instead in wording.unsafe_advice(text))
    if found:
        line = "\n".join(sentence_for(instead, content) for instead in found)
        yield Finding(start=part.start, end=part.end, kind="advice", found=part.text, line=line)
