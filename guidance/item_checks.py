"""What an item lacks as a whole, each check a small function. Pure: no Django."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from guidance.text_checks import RELAY, Finding, dialled_number, digits

MOST_BARS = 8


def item_findings(kind: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Finding]]:
    """What an item as a whole lacks, each with the field to mend it in. ``values`` are its fields."""
    if "review_by" in values:
        yield from _not_reviewed(kind, values)
    if kind == "figure":
        for field in ("period", "publisher", "url", "published"):
            if not values.get(field):
                yield field, Finding("A figure needs its period, publisher, address and date.")
        yield from _chart_findings(values)
    for contact in values.get("contacts", ()):
        yield from (("contacts", finding) for _, finding in contact_findings(vars(contact)))


def contact_findings(values: Mapping[str, Any]) -> Iterator[tuple[str, Finding]]:
    """Another number to call or to text is of a kind that UK phones reach, and not a costly one (R60)."""
    number = digits(str(values.get("value") or "")).removeprefix(RELAY)
    if number and values.get("channel") in ("phone", "text"):
        yield from (("value", finding) for finding in dialled_number(number, {}))


def _chart_findings(values: Mapping[str, Any]) -> Iterator[tuple[str, Finding]]:
    """A chart says what it counts, and compares a few things. A form's bars are rows of their own."""
    bars = values.get("bars", ())
    if bars and not values.get("counted"):
        yield "counted", Finding("Please say what the chart counts.")
    if bars and not 2 <= len(bars) <= MOST_BARS:
        yield "counted", Finding(f"A chart has 2 to {MOST_BARS} bars. One number needs none.")
    for bar in bars:
        yield from (("counted", finding) for _, finding in bar_findings(vars(bar), values.get("unit")))


def bar_findings(values: Mapping[str, Any], unit: Any = None) -> Iterator[tuple[str, Finding]]:
    """A bar has words beside it and a length that can be drawn."""
    amount = values.get("amount")
    if not values.get("label"):
        yield "label", Finding("Please say what the bar stands for.")
    if amount is None or not math.isfinite(amount) or amount < 0:
        yield "amount", Finding("The length of a bar is a number, 0 or more.")
    elif unit == "percent" and amount > 100:
        yield "amount", Finding("More than 100 out of 100 cannot be drawn.")


def _not_reviewed(kind: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Finding]]:
    """Every page has an owner, a source and a review date (promise 5)."""
    if not values.get("owner"):
        yield "owner", Finding("Please say who looks after it.")
    checked, again = values.get("reviewed_on"), values.get("review_by")
    if not checked or not again:
        yield "review_by", Finding("Please say when it was checked, and by when to check it again.")
    elif again <= checked:
        yield "review_by", Finding("“Check again by” must be later than “checked on”.")
    if not values.get("sources") and kind != "situation" and values.get("area") != "about":
        yield "sources", Finding("Please give at least one source.")


def section_findings(values: Mapping[str, Any]) -> Iterator[tuple[str, Finding]]:
    """A section that shows a service, an action or a figure names one."""
    kind = str(values.get("kind"))
    if kind in ("service", "action", "figure") and not values.get(kind):
        yield kind, Finding(f"A section of it shows no {kind}. Please choose one.")


def heading_findings(values: Mapping[str, Any]) -> Iterator[tuple[str, Finding]]:
    """Headings inside a section stand below its own."""
    if "<h3" in str(values.get("html")) and not values.get("heading"):
        yield "heading", Finding("Its text has headings of its own. Please give the section one above them.")
