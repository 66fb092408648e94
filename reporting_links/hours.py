"""When services are open, worked out from confirmed hours. Pure: no Django.

Rows are wall-clock times in Europe/London; intervals are in UTC. Where two readings are possible
the narrower one wins (HOURS RULE of services.yaml): nobody is sent to a line that may be shut.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import get_args
from zoneinfo import ZoneInfo

from reporting_links.content import Channel, Day, OpeningHours, Service

LONDON = ZoneInfo("Europe/London")
LIVE_CHANNELS: frozenset[Channel] = frozenset({"phone", "text", "chat"})
WEEK: tuple[Day, ...] = get_args(Day)
SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
MIDNIGHT, MIDDAY = datetime.time(0), datetime.time(12)
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Interval:
    """From ``opens`` up to, not including, ``closes``, both in UTC.

    ``goes_on``: still open at ``closes``, which is just where we stopped looking.
    """

    opens: datetime.datetime
    closes: datetime.datetime
    goes_on: bool = False


@dataclass(frozen=True)
class OpenState:
    """Open or not at one moment, and what comes next, in UTC.

    ``until`` is None when closed, or open beyond what we looked at; ``opens_at`` is None when
    open, or when no later opening is known.
    """

    open: bool
    until: datetime.datetime | None = None
    opens_at: datetime.datetime | None = None


@dataclass(frozen=True)
class DayRange:
    """Days in a row, Monday first; ``first`` and ``last`` are the same for a single day."""

    first: Day
    last: Day


@dataclass(frozen=True)
class HoursLine:
    """Hours for a template to put into words, in Europe/London. No times means day and night.

    When ``confirmed`` is False the times are not to be shown: say "check their site for hours".
    """

    channel: Channel
    days: tuple[DayRange, ...]
    opens: datetime.time | None
    closes: datetime.time | None
    bank_holidays: bool
    confirmed: bool

    @property
    def every_day(self) -> bool:
        return self.days == (DayRange(WEEK[0], WEEK[-1]),)


def openings(service: Service, start: datetime.datetime, days: int = 8) -> tuple[Interval, ...]:
    """When somebody answers, merged and in order, in UTC. Only confirmed rows count (S22).

    ``start`` is any aware time. They cover ``days`` days from midnight in London on its day, and
    begin with a span of the evening before if that is still open at midnight.
    """
    if start.tzinfo is None:
        raise ValueError("start needs a time zone")
    today = start.astimezone(LONDON).date()
    # One day more than asked for tells a real closing time from where we stopped looking.
    dates = [today + n * ONE_DAY for n in range(days + 2)]
    midnight, horizon, known_until = (_instant(date, MIDNIGHT) for date in (today, *dates[-2:]))
    spans = (span for date in (today - ONE_DAY, *dates[:-1]) for span in _spans(service, date))
    return tuple(
        Interval(span.opens, horizon, goes_on=True) if span.closes >= known_until else span
        for span in _merge(span for span in spans if span.closes > midnight)
        if span.opens < horizon
    )


def state(intervals: Iterable[Interval], at: datetime.datetime) -> OpenState:
    """Open or closed at ``at``, any aware time within what ``intervals`` cover, and until when."""
    for interval in intervals:
        if at < interval.opens:
            return OpenState(open=False, opens_at=interval.opens)
        if at < interval.closes:
            return OpenState(open=True, until=None if interval.goes_on else interval.closes)
    return OpenState(open=False)


def always_open(service: Service) -> bool:
    """Whether one live channel is confirmed open day and night, bank holidays included."""
    days: dict[Channel, set[Day]] = {channel: set() for channel in LIVE_CHANNELS}
    for row in service.hours:
        all_day = row.opens is None and row.closes is None
        if row.channel in days and row.confirmed and row.bank_holidays and all_day:
            days[row.channel].update(row.days)
    return any(len(of_channel) == len(WEEK) for of_channel in days.values())


def in_words(service: Service) -> tuple[HoursLine, ...]:
    """The hours of every channel, in the order in which staff wrote them.

    Rows that differ only in their days become one line. One time without the other is not confirmed.
    """
    days: dict[HoursLine, set[Day]] = {}
    for row in service.hours:
        line = HoursLine(row.channel, (), row.opens, row.closes, row.bank_holidays, _is_sure(row))
        days.setdefault(line, set()).update(row.days)
    return tuple(replace(line, days=_ranges(found)) for line, found in days.items())


def clock(time: datetime.time) -> str:
    """A wall-clock time as we write it: "9am", "9:30am", "midday", "midnight"."""
    if time in (MIDDAY, MIDNIGHT):
        return "midday" if time == MIDDAY else "midnight"
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'am' if time < MIDDAY else 'pm'}"


@lru_cache
def bank_holidays(nation: str, year: int) -> frozenset[datetime.date]:
    """Bank holidays of a UK nation, by the `holidays` package; none for places outside the UK.

    One at a weekend counts on its own day and on the weekday that stands in for it. One-off
    holidays arrive with new versions of the package.
    """
    if nation not in SUBDIVISIONS:
        return frozenset()
    import holidays  # here, since importing it is slow

    return frozenset(holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=year))


def _is_sure(row: OpeningHours) -> bool:
    return row.confirmed and (row.opens is None) == (row.closes is None)


def _spans(service: Service, date: datetime.date) -> Iterator[Interval]:
    """What opens on ``date``. A span into the next day keeps the bank-holiday rule of this one."""
    for row in service.hours:
        if row.channel not in LIVE_CHANNELS or not _is_sure(row) or WEEK[date.weekday()] not in row.days:
            continue
        if not row.bank_holidays and any(date in bank_holidays(n, date.year) for n in service.nations):
            continue
        opens, closes = row.opens or MIDNIGHT, row.closes or MIDNIGHT
        last = date + ONE_DAY if closes <= opens else date
        span = Interval(_instant(date, opens), _instant(last, closes, closing=True))
        if span.opens < span.closes:  # in the hour that clocks change, a short span may vanish
            yield span


def _instant(date: datetime.date, time: datetime.time, closing: bool = False) -> datetime.datetime:
    """A wall-clock time in London as UTC.

    In the hour that autumn doubles we open at the second reading and close at the first. A time
    in the hour that spring skips is the moment of the change, 01:00 UTC.
    """
    wall = datetime.datetime.combine(date, time, LONDON)
    first, second = (wall.replace(fold=fold).astimezone(datetime.UTC) for fold in (0, 1))
    if first > second:
        return first.replace(minute=0, second=0, microsecond=0)
    return first if closing else second


def _merge(spans: Iterable[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for span in sorted(spans, key=lambda span: span.opens):
        if merged and span.opens <= merged[-1].closes:
            span = Interval(merged[-1].opens, max(merged.pop().closes, span.closes))
        merged.append(span)
    return merged


def _ranges(days: set[Day]) -> tuple[DayRange, ...]:
    """Days as ranges, Monday first: mon, tue, wed, fri is Monday to Wednesday and Friday."""
    ranges: list[DayRange] = []
    for before, day in zip((None, *WEEK), WEEK, strict=False):
        if day in days and before in days:
            ranges[-1] = DayRange(ranges[-1].first, day)
        elif day in days:
            ranges.append(DayRange(day, day))
    return tuple(ranges)
