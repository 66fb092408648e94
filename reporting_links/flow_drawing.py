"""The flow as boxes and lines with their places, for a drawing. Pure: no Django.

Questions stand in one column, situations in another. Lines leave an answer on the left for the
questions that it opens, and on the right for the situations that it leads to. Each box has a track
of its own, which its lines share; a dot says where a line joins it. Lengths are in CSS pixels.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

TEXT, HEADING = 13, 15
LINE, HEADING_LINE = 18, 21
# Wider than the letters of the fonts that an admin is read in, so that no line runs out of its box.
LETTER, BOLD_LETTER = 0.6, 0.66
PAD, GAP, EDGE = 10, 24, 8
QUESTION_WIDTH, SITUATION_WIDTH = 470, 380
TRACK, ROOM = 6, 16
TONES = 4


@dataclass(frozen=True)
class Entry:
    """What stands in one box: the item with this ``key``, and its answers, each with its code."""

    key: str
    heading: str
    notes: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Text:
    """One line of text and where it begins."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Row:
    """An answer in its box; ``top`` is where it begins, ``y`` the height at which its lines leave."""

    code: str
    top: float
    y: float
    lines: tuple[Text, ...]


@dataclass(frozen=True)
class Wires:
    """The lines that lead to one box, their dots and the head of the arrow, as paths of an SVG."""

    path: str
    dots: str
    head: str
    tone: int


@dataclass(frozen=True)
class Box:
    """One question or situation with everything in it; ``wires`` is None when no line leads there."""

    key: str
    title: str
    x: float
    y: float
    width: float
    height: float
    heading: tuple[Text, ...]
    notes: tuple[Text, ...]
    rows: tuple[Row, ...]
    wires: Wires | None = None

    @property
    def entry(self) -> float:
        """The height at which lines arrive."""
        return self.y + PAD + HEADING_LINE / 2


@dataclass(frozen=True)
class Drawing:
    """Everything to draw, in the order in which it is read."""

    width: float
    height: float
    questions: tuple[Box, ...]
    situations: tuple[Box, ...]


Sources = Mapping[str, Sequence[str]]


def draw(
    questions: Sequence[Entry], situations: Sequence[Entry], opens: Sources, leads_to: Sources
) -> Drawing:
    """Place everything. ``opens`` and ``leads_to`` give, by box, the answers that lead there."""
    at_questions = EDGE + _room_for(opens)
    leave = at_questions + QUESTION_WIDTH
    at_situations = leave + _room_for(leads_to)
    left = _stack(questions, at_questions, QUESTION_WIDTH, GAP)
    right = _stack(situations, at_situations, SITUATION_WIDTH, GAP)
    if len(right) > 1:
        # Spread over the whole height, so that lines stay short.
        spare = max(_bottom(left) - _bottom(right), 0) / (len(right) - 1)
        right = _stack(situations, at_situations, SITUATION_WIDTH, GAP + spare)
    rows = {row.code: row.y for box in left for row in box.rows}
    return Drawing(
        width=at_situations + SITUATION_WIDTH + EDGE,
        height=max(_bottom(left), _bottom(right)) + EDGE,
        questions=_wired(left, opens, rows, at_questions, -1),
        situations=_wired(right, leads_to, rows, leave, 1),
    )


def _room_for(sources: Sources) -> int:
    """How much room the tracks of so many boxes take, with the arrows beside them."""
    return 2 * ROOM + TRACK * len(sources)


def _bottom(boxes: Sequence[Box]) -> float:
    return boxes[-1].y + boxes[-1].height if boxes else 0


def _stack(entries: Sequence[Entry], x: float, width: float, gap: float) -> list[Box]:
    """Boxes one below the other."""
    boxes: list[Box] = []
    for entry in entries:
        y = _bottom(boxes) + gap if boxes else float(EDGE)
        boxes.append(_box(entry, x, y, width))
    return boxes


def _box(entry: Entry, x: float, y: float, width: float) -> Box:
    inside = x + PAD, width - 2 * PAD
    heading = _lines(entry.heading, *inside, y + PAD, HEADING_LINE, HEADING * BOLD_LETTER)
    down = y + PAD + HEADING_LINE * len(heading)
    notes: list[Text] = []
    for note in entry.notes:
        notes += _lines(note, *inside, down, LINE, TEXT * LETTER)
        down = y + PAD + HEADING_LINE * len(heading) + LINE * len(notes)
    rows = []
    for code, words in entry.rows:
        lines = _lines(words, *inside, down + PAD, LINE, TEXT * LETTER)
        rows.append(Row(code, down + PAD / 2, down + PAD + LINE / 2, lines))
        down += LINE * len(lines) + PAD
    return Box(entry.key, entry.heading, x, y, width, down + PAD - y, heading, tuple(notes), tuple(rows))


def _lines(words: str, x: float, width: float, y: float, height: float, letter: float) -> tuple[Text, ...]:
    """Words wrapped to a width; each line stands on its base line."""
    found = wrap(words, int(width / letter)) or [""]
    return tuple(Text(x, round(y + height * (place + 0.72), 1), line) for place, line in enumerate(found))


def _wired(
    boxes: Sequence[Box], sources: Sources, rows: Mapping[str, float], start: float, direction: int
) -> tuple[Box, ...]:
    """The boxes with their lines, which start at ``start`` and go right (1) or left (-1)."""
    tracks = {key: start + direction * (ROOM + TRACK * place) for place, key in enumerate(sources)}
    return tuple(
        dataclasses.replace(
            box,
            wires=_wires(box, [rows[row] for row in sources[box.key]], start, tracks[box.key], place % TONES),
        )
        if sources.get(box.key)
        else box
        for place, box in enumerate(boxes)
    )


def _wires(box: Box, heights: Sequence[float], start: float, track: float, tone: int) -> Wires:
    """From each height to the track, along it, and into the box."""
    joins = [f"M{start:g} {y:g}H{track:g}" for y in heights]
    ends = [*heights, box.entry]
    along = f"M{track:g} {min(ends):g}V{max(ends):g}"
    into = f"M{track:g} {box.entry:g}H{box.x:g}"
    return Wires(
        path="".join([*joins, along, into]),
        dots="".join(f"M{track:g} {y:g}h0" for y in heights),
        head=f"M{box.x:g} {box.entry:g}l-8 -5v10z",
        tone=tone,
    )
