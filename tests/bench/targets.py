"""What we aim at, what must not be missed, and one line of the table. Ratios carry over to other machines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Self

COLUMNS = "{:<8} {:<50} {:>14} {:>14} {:>8}  {:>8} {:>8}  {}"


@dataclass(frozen=True)
class Target:
    """``aim`` is what we want; a run fails at ``floor``. Without them a line is for reading only."""

    aim: float | None = None
    floor: float | None = None
    more_is_better: bool = False
    form: str = "{:.2f}"

    def verdict(self, value: float) -> str:
        if self.aim is None:
            return ""
        if self._meets(value, self.aim):
            return "reached"
        if self.floor is None:
            return "not reached"
        return "above the floor" if self._meets(value, self.floor) else "MISSED"

    def _meets(self, value: float, limit: float) -> bool:
        return value >= limit if self.more_is_better else value <= limit

    def limit(self, value: float | None) -> str:
        return "" if value is None else f"{'≥' if self.more_is_better else '≤'} {self.form.format(value)}"


REPORT_ONLY = Target()
# Numbers T1 to T15 are those of the performance reference.
TARGETS = {
    "T1": Target(0.90, 0.80, more_is_better=True),
    "T7": Target(0.01, 0.03, form="{:.2%}"),
    "T9": Target(1.15, 1.40),
    "T10": Target(1.50, None),
    "T11": Target(1.30, 1.60),
    "T12": Target(40, 64, form="{:.0f} KiB"),
    "T13": Target(1.50, 2.00),
    "T14": Target(1.50, 2.50),
    "T14 none": Target(0, 0, form="{:.0f}"),
    "T15": Target(40_000, 80_000, form="{:,.0f}"),
    "search": Target(20, None, form="{:.1f} ms"),
    "asking": Target(1, None, form="{:.2f} ms"),
    "paper": Target(300, None, form="{:.0f} ms"),
    "lists": Target(0, 0, form="{:.0f}"),
    "mailing": Target(1, 5, form="{:.1f} MiB"),
    "lost": Target(0, 0, form="{:.0f}"),
    "publish": Target(2, 2, form="{:.2f} s"),
}


@dataclass(frozen=True)
class Line:
    """One line of the table: ``value`` is judged; ``least`` and ``ours`` say what it was made of."""

    target: str
    what: str
    value: float
    least: str = ""
    ours: str = ""
    form: str = ""

    @classmethod
    def beside(cls, target: str, what: str, form: str, least: Sequence[float], ours: Sequence[float]) -> Self:
        """How many times the least it is: the median of turns, as other work falls on both of a turn."""
        times = median(own / bare for bare, own in zip(least, ours, strict=True))
        return cls(target, what, times, form.format(median(least)), form.format(median(ours)))

    def inverted(self) -> Self:
        """How much of it is the least, instead."""
        return replace(self, value=1 / self.value)

    @property
    def verdict(self) -> str:
        return TARGETS.get(self.target, REPORT_ONLY).verdict(self.value)

    def __str__(self) -> str:
        target = TARGETS.get(self.target, REPORT_ONLY)
        value = (self.form or target.form).format(self.value)
        limits = (target.limit(target.aim), target.limit(target.floor))
        name = self.target if self.target in TARGETS else ""
        cells = (name.split()[0] if name else "", self.what, self.least, self.ours, value, *limits)
        return COLUMNS.format(*cells, self.verdict).rstrip()


HEADING = COLUMNS.format("target", "what", "least", "ours", "figure", "aim", "floor", "")
