"""A figure's bars as a drawing: where each word and each bar stands. Pure: no Django.

Heights are in em, and widths in per cent of the space there is, so that words keep their size on
every screen. Each bar stands below its own words; colour says nothing.
"""

import math
import textwrap
from dataclasses import dataclass

from guidance.content import Bar, Figure, Unit

# What fits beside each other on a phone of 320 px in letters of 16 px.
LETTERS_IN_LINE = 28
LINE = 1.35
ABOVE_BAR = 0.2
BAR = 1.0
GAP = 1.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of words. ``y`` is where its letters stand; the first of a bar begins with ``value``."""

    y: str
    value: str
    words: str


@dataclass(frozen=True, kw_only=True)
class DrawnBar:
    """One bar: ``y`` is its upper edge, ``width`` its length."""

    label: str
    value: str
    lines: tuple[Line, ...]
    y: str
    width: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """``whole`` says that the full width stands for all (100 per cent), not for the longest bar."""

    bars: tuple[DrawnBar, ...]
    bar_height: str
    height: str
    whole: bool


def chart_of(figure: Figure) -> Chart | None:
    """The drawing of a figure; None when it has nothing to draw."""
    if not figure.bars:
        return None
    whole = figure.unit == "percent"
    full = 100.0 if whole else max(bar.amount for bar in figure.bars)
    drawn, top = [], 0.0
    for bar in figure.bars:
        drawn.append(_drawn(bar, figure.unit, full, top))
        top += LINE * len(drawn[-1].lines) + ABOVE_BAR + BAR + GAP
    return Chart(bars=tuple(drawn), bar_height=_em(BAR), height=_em(top - GAP + 0.1), whole=whole)


def value_of(bar: Bar, unit: Unit) -> str:
    """The amount as readers get it: "1,142", "60%", or in the words that staff gave it."""
    return bar.shown or f"{bar.amount:,.10g}{'%' if unit == 'percent' else ''}"


def _drawn(bar: Bar, unit: Unit, full: float, top: float) -> DrawnBar:
    value = value_of(bar, unit)
    lines = tuple(_lines(value, bar.label, top))
    return DrawnBar(
        label=bar.label,
        value=value,
        lines=lines,
        y=_em(top + LINE * len(lines) + ABOVE_BAR),
        width=_percent(bar.amount / full if full else 0.0),
    )


def _lines(value: str, label: str, top: float) -> list[Line]:
    """The value, then what it stands for, in as many lines as that takes."""
    beside = LETTERS_IN_LINE - len(value) - 1
    wrapped = textwrap.wrap(label, LETTERS_IN_LINE)
    if beside < len(label.partition(" ")[0]):
        words = ["", *wrapped]
    else:
        words = textwrap.wrap("x" * (len(value) + 1) + label, LETTERS_IN_LINE)
        words[0] = words[0][len(value) + 1 :]
    return [
        Line(y=_em(top + LINE * number + 1), value="" if number else value, words=text)
        for number, text in enumerate(words)
    ]


def _em(number: float) -> str:
    return f"{number:.2f}em"


def _percent(part: float) -> str:
    return f"{100 * min(max(part, 0.0), 1.0) if math.isfinite(part) else 0:.1f}%"
