"""When services are open: everything in London's time, with each nation's bank holidays."""

import datetime
import subprocess
import sys
from datetime import UTC, date, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reporting_links.content import Channel, Day, Nation, OpeningHours, Service
from reporting_links.hours import (
    DayRange,
    Interval,
    OpenState,
    always_open,
    bank_holidays,
    clock,
    in_words,
    openings,
    state,
)

ROOT = Path(__file__).resolve().parent.parent
LONDON = ZoneInfo("Europe/London")
EVERY_DAY: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = EVERY_DAY[:5]
UK: tuple[Nation, ...] = ("england", "wales", "scotland", "northern_ireland")


def service(*hours: OpeningHours, nations: tuple[Nation, ...] = ("england",)) -> Service:
    return Service(
        key="a_line",
        owner="Safeguarding lead",
        reviewed_on=date(2026, 11, 21),
        review_by=date(2026, 12, 21),
        name="A line",
        run_by="Somebody",
        category="talk",
        what_for="Talking.",
        nations=nations,
        hours=hours,
    )


def row(
    opens: str = "",
    closes: str = "",
    days: tuple[Day, ...] = EVERY_DAY,
    channel: Channel = "phone",
    bank_holidays: bool = True,
    confirmed: bool = True,
) -> OpeningHours:
    return OpeningHours(
        channel=channel,
        days=days,
        opens=time.fromisoformat(opens) if opens else None,
        closes=time.fromisoformat(closes) if closes else None,
        bank_holidays=bank_holidays,
        confirmed=confirmed,
    )


def utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC)


def london(text: str, fold: int = 0) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


def at(line: Service, moment: datetime.datetime) -> OpenState:
    return state(openings(line, moment), moment)


def days_open(line: Service, first: str, days: int) -> list[str]:
    found = openings(line, london(first), days)
    return [interval.opens.astimezone(LONDON).date().isoformat() for interval in found]


# The week


def test_a_line_is_open_from_the_minute_it_opens_until_the_minute_it_closes() -> None:
    line = service(row("09:00", "21:00", WEEKDAYS))

    assert at(line, london("2026-11-23T08:59")) == OpenState(False, opens_at=utc("2026-11-23T09:00"))
    assert at(line, london("2026-11-23T09:00")) == OpenState(True, until=utc("2026-11-23T21:00"))
    assert at(line, london("2026-11-23T20:59")).open
    assert not at(line, london("2026-11-23T21:00")).open


def test_after_closing_on_friday_the_next_opening_is_on_monday() -> None:
    line = service(row("09:00", "17:00", WEEKDAYS))

    assert at(line, london("2026-11-27T17:00")).opens_at == utc("2026-11-30T09:00")


def test_openings_are_sorted_whatever_the_order_of_the_rows() -> None:
    line = service(row("14:00", "16:00"), row("09:00", "10:00"))

    assert openings(line, london("2026-11-23T12:00"), days=1) == (
        Interval(utc("2026-11-23T09:00"), utc("2026-11-23T10:00")),
        Interval(utc("2026-11-23T14:00"), utc("2026-11-23T16:00")),
    )


def test_spans_that_touch_or_overlap_become_one() -> None:
    line = service(row("09:00", "12:00"), row("12:00", "15:00"), row("14:00", "16:00", channel="chat"))

    assert openings(line, london("2026-11-23T12:00"), days=1) == (
        Interval(utc("2026-11-23T09:00"), utc("2026-11-23T16:00")),
    )


def test_openings_begin_at_midnight_in_london_of_the_day_asked_for() -> None:
    line = service(row("00:30", "01:00"))

    # Half past eleven at night in UTC is already the next day of a London summer.
    found = openings(line, utc("2027-07-01T23:30"), days=1)

    assert found == (Interval(utc("2027-07-01T23:30"), utc("2027-07-02T00:00")),)


def test_openings_cover_as_many_days_as_asked_for() -> None:
    assert len(openings(service(row("09:00", "17:00")), london("2026-11-23T23:00"), days=8)) == 8


def test_a_start_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        openings(service(row()), london("2026-11-23T12:00").replace(tzinfo=None))


def test_a_service_without_hours_is_never_open() -> None:
    assert openings(service(), london("2026-11-23T12:00")) == ()
    assert at(service(), london("2026-11-23T12:00")) == OpenState(False)


# What counts


def test_hours_that_nobody_has_confirmed_are_never_open() -> None:
    line = service(row(confirmed=False), row("09:00", "17:00", confirmed=False))

    assert openings(line, london("2026-11-23T12:00")) == ()
    assert not always_open(line)


@pytest.mark.parametrize("channel", ["form", "email", "other", "bsl", "relay", "in_person", "post"])
def test_a_channel_where_nobody_answers_at_once_is_not_open(channel: Channel) -> None:
    assert openings(service(row(channel=channel)), london("2026-11-23T12:00")) == ()


@pytest.mark.parametrize("channel", ["phone", "text", "chat"])
def test_phone_text_and_chat_are_live(channel: Channel) -> None:
    assert at(service(row(channel=channel)), london("2026-11-23T12:00")).open


@pytest.mark.parametrize(("opens", "closes"), [("09:00", ""), ("", "17:00")])
def test_one_time_without_the_other_is_not_open(opens: str, closes: str) -> None:
    line = service(row(opens, closes))

    assert openings(line, london("2026-11-23T12:00")) == ()
    assert not in_words(line)[0].confirmed


# Day and night


def test_a_line_open_day_and_night_is_one_long_interval() -> None:
    assert openings(service(row()), london("2026-11-23T12:00")) == (
        Interval(utc("2026-11-23T00:00"), utc("2026-12-01T00:00"), goes_on=True),
    )


def test_a_line_open_day_and_night_has_no_closing_time() -> None:
    assert at(service(row()), london("2026-11-23T12:00")) == OpenState(True)


def test_a_line_that_shuts_on_the_last_day_we_look_at_has_a_closing_time() -> None:
    line = service(row(days=("mon", "tue")))

    found = openings(line, london("2026-11-23T12:00"), days=2)

    assert state(found, london("2026-11-23T12:00")).until == utc("2026-11-25T00:00")


def test_always_open_means_every_day_all_day_with_bank_holidays_on_a_live_channel() -> None:
    assert always_open(service(row()))
    assert always_open(service(row(days=WEEKDAYS), row(days=("sat", "sun"))))
    assert not always_open(service(row(days=WEEKDAYS)))
    assert not always_open(service(row(bank_holidays=False)))
    assert not always_open(service(row("00:00", "23:59")))
    assert not always_open(service(row(channel="form")))
    assert not always_open(service(row(days=WEEKDAYS), row(days=("sat", "sun"), channel="chat")))


# Past midnight


def test_an_evening_line_is_still_open_after_midnight() -> None:
    line = service(row("18:00", "02:00", ("fri",)))

    assert at(line, london("2026-11-28T01:59")) == OpenState(True, until=utc("2026-11-28T02:00"))
    assert not at(line, london("2026-11-28T02:00")).open


def test_a_line_that_closes_at_midnight_closes_at_the_end_of_its_day() -> None:
    line = service(row("18:00", "00:00", ("fri",)))

    assert at(line, london("2026-11-27T18:00")).until == utc("2026-11-28T00:00")
    assert not at(line, london("2026-11-28T00:00")).open


def test_the_same_time_twice_is_a_whole_day_from_that_time() -> None:
    line = service(row("09:00", "09:00", ("fri",)))

    assert at(line, london("2026-11-28T08:59")).until == utc("2026-11-28T09:00")


def test_sunday_night_runs_into_monday_and_the_old_year_into_the_new() -> None:
    sunday = service(row("22:00", "04:00", ("sun",)))
    new_year = service(row("22:00", "04:00"))

    assert at(sunday, london("2026-11-30T03:00")).open
    assert at(new_year, london("2027-01-01T03:00")).until == utc("2027-01-01T04:00")


# Bank holidays


@pytest.mark.parametrize(
    ("nations", "closed"),
    [
        (("england",), ["2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30"]),
        (("wales",), ["2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30"]),
        (("scotland",), ["2027-01-01", "2027-01-04", "2027-03-26", "2027-05-03", "2027-08-02", "2027-11-30"]),
        (("northern_ireland",), ["2027-03-17", "2027-03-29", "2027-07-12", "2027-08-30", "2027-12-28"]),
    ],
)
def test_each_nation_has_its_own_bank_holidays(nations: tuple[Nation, ...], closed: list[str]) -> None:
    line = service(row("09:00", "17:00", WEEKDAYS, bank_holidays=False), nations=nations)

    assert not set(closed) & set(days_open(line, "2027-01-01", 366))


@pytest.mark.parametrize(
    ("nations", "opened"),
    [
        (("england", "wales"), ["2027-01-04", "2027-03-17", "2027-07-12", "2027-08-02", "2027-11-30"]),
        (("scotland",), ["2027-03-17", "2027-03-29", "2027-07-12", "2027-08-30"]),
        (("northern_ireland",), ["2027-01-04", "2027-08-02", "2027-11-30"]),
    ],
)
def test_the_holidays_of_another_nation_do_not_close_a_line(
    nations: tuple[Nation, ...], opened: list[str]
) -> None:
    line = service(row("09:00", "17:00", WEEKDAYS, bank_holidays=False), nations=nations)

    assert set(opened) <= set(days_open(line, "2027-01-01", 366))


def test_a_line_for_the_whole_uk_is_closed_on_the_holidays_of_any_nation() -> None:
    line = service(row("09:00", "17:00", WEEKDAYS, bank_holidays=False), nations=UK)
    closed = {"2027-01-04", "2027-03-17", "2027-03-29", "2027-07-12", "2027-08-02", "2027-11-30"}

    assert not closed & set(days_open(line, "2027-01-01", 366))


def test_when_the_twelfth_of_july_is_a_sunday_the_thirteenth_is_a_holiday_too() -> None:
    line = service(row("09:00", "17:00", bank_holidays=False), nations=("northern_ireland",))

    assert days_open(line, "2026-07-11", 4) == ["2026-07-11", "2026-07-14"]


def test_christmas_at_a_weekend_closes_the_weekend_and_the_days_that_stand_in_for_it() -> None:
    line = service(row("09:00", "17:00", bank_holidays=False))

    assert days_open(line, "2027-12-24", 6) == ["2027-12-24", "2027-12-29"]


def test_a_line_open_on_bank_holidays_is_open_on_christmas_day() -> None:
    assert at(service(row("09:00", "17:00")), london("2026-12-25T12:00")).open


def test_a_night_that_starts_on_a_holiday_does_not_open_and_one_before_it_runs_on() -> None:
    line = service(row("20:00", "02:00", bank_holidays=False))

    assert at(line, london("2026-12-25T01:00")).open
    assert not at(line, london("2026-12-25T21:00")).open
    assert not at(line, london("2026-12-26T01:00")).open


def test_a_place_outside_the_uk_adds_no_holidays() -> None:
    line = service(row("09:00", "17:00", bank_holidays=False), nations=("outside_uk",))

    assert bank_holidays("outside_uk", 2026) == frozenset()
    assert at(line, london("2026-12-25T12:00")).open


def test_new_years_day_is_a_holiday_though_we_look_from_the_old_year() -> None:
    line = service(row("09:00", "17:00", bank_holidays=False))

    assert days_open(line, "2026-12-30", 4) == ["2026-12-30", "2026-12-31", "2027-01-02"]


def test_the_holidays_package_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, reporting_links.hours; sys.exit('holidays' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

    assert done.returncode == 0


# When clocks change


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        ("2027-03-27", "09:00"),
        ("2027-03-28", "08:00"),
        ("2026-10-24", "08:00"),
        ("2026-10-25", "09:00"),
        ("2027-10-30", "08:00"),
        ("2027-10-31", "09:00"),
        ("2028-02-29", "09:00"),
    ],
)
def test_nine_o_clock_is_nine_o_clock_in_london_all_year(day: str, opens: str) -> None:
    found = openings(service(row("09:00", "17:00")), london(f"{day}T12:00"), days=1)

    assert [interval.opens for interval in found] == [utc(f"{day}T{opens}")]


@pytest.mark.parametrize(("day", "hours"), [("2027-03-28", 23), ("2026-10-25", 25), ("2027-10-31", 25)])
def test_a_whole_day_is_an_hour_shorter_in_spring_and_longer_in_autumn(day: str, hours: int) -> None:
    (found,) = openings(service(row(days=("sun",))), london(f"{day}T12:00"), days=1)

    assert found.closes - found.opens == timedelta(hours=hours)


def test_a_night_line_keeps_to_the_clock_when_clocks_change() -> None:
    line = service(row("22:00", "06:00"))

    assert at(line, utc("2027-03-28T01:00")).until == utc("2027-03-28T05:00")
    assert at(line, utc("2026-10-25T01:00")).until == utc("2026-10-25T06:00")


def test_a_time_that_spring_skips_is_the_moment_of_the_change() -> None:
    opening, closing = service(row("01:30", "05:00")), service(row("22:00", "01:30"))

    assert at(opening, utc("2027-03-28T00:59")).opens_at == utc("2027-03-28T01:00")
    assert at(closing, utc("2027-03-28T00:59")).until == utc("2027-03-28T01:00")


def test_a_time_that_autumn_doubles_is_read_so_that_we_are_open_for_less() -> None:
    opening, closing = service(row("01:30", "05:00")), service(row("22:00", "01:30"))

    assert not at(opening, london("2026-10-25T01:45")).open
    assert at(opening, london("2026-10-25T01:45", fold=1)).open
    assert at(closing, london("2026-10-25T01:15")).until == utc("2026-10-25T00:30")
    assert not at(closing, london("2026-10-25T01:15", fold=1)).open


def test_a_short_span_inside_the_hour_of_a_change_can_come_to_nothing() -> None:
    line = service(row("01:10", "01:50"))

    assert openings(line, london("2027-03-28T12:00"), days=1) == ()
    assert openings(line, london("2026-10-25T12:00"), days=1) == ()


# Hours in words


def test_days_in_a_row_become_ranges() -> None:
    (line,) = in_words(service(row("09:30", "16:00", ("fri", "mon", "tue", "wed", "sun"))))

    assert line.days == (DayRange("mon", "wed"), DayRange("fri", "fri"), DayRange("sun", "sun"))
    assert not line.every_day


def test_rows_that_differ_only_in_their_days_become_one_line() -> None:
    (line,) = in_words(service(row("09:00", "17:00", WEEKDAYS), row("09:00", "17:00", ("sat", "sun"))))

    assert line.every_day


def test_lines_keep_the_order_and_the_channel_that_staff_gave_them() -> None:
    lines = in_words(service(row(channel="form"), row("09:00", "21:00", confirmed=False)))

    assert [(line.channel, line.opens, line.confirmed) for line in lines] == [
        ("form", None, True),
        ("phone", time(9), False),
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("09:00", "9am"),
        ("09:30", "9:30am"),
        ("12:00", "midday"),
        ("00:00", "midnight"),
        ("00:15", "12:15am"),
        ("12:05", "12:05pm"),
        ("21:00", "9pm"),
    ],
)
def test_times_are_written_as_people_say_them(written: str, words: str) -> None:
    assert clock(time.fromisoformat(written)) == words


# An independent oracle: a rule about one minute on London's clocks, with holidays typed by hand

HOLIDAYS = {
    "everywhere": """
        2026-01-01 2026-04-03 2026-05-04 2026-05-25 2026-12-25 2026-12-26 2026-12-28
        2027-01-01 2027-03-26 2027-05-03 2027-05-31 2027-12-25 2027-12-26 2027-12-27 2027-12-28
        2028-01-01 2028-01-03 2028-04-14 2028-05-01 2028-05-29 2028-12-25 2028-12-26""",
    "england": "2026-04-06 2026-08-31 2027-03-29 2027-08-30 2028-04-17 2028-08-28",
    "wales": "2026-04-06 2026-08-31 2027-03-29 2027-08-30 2028-04-17 2028-08-28",
    "scotland": """
        2026-01-02 2026-06-15 2026-08-03 2026-11-30 2027-01-02 2027-01-04 2027-08-02 2027-11-30
        2028-01-02 2028-01-04 2028-08-07 2028-11-30""",
    "northern_ireland": """
        2026-03-17 2026-04-06 2026-07-12 2026-07-13 2026-08-31
        2027-03-17 2027-03-29 2027-07-12 2027-08-30 2028-03-17 2028-04-17 2028-07-12 2028-08-28""",
    "outside_uk": "",
}
CHANGES = {date(2026, 10, 25), date(2027, 10, 31), date(2028, 10, 29)}


def is_holiday(line: Service, day: date) -> bool:
    home = [nation for nation in line.nations if nation != "outside_uk"]
    lists = [HOLIDAYS[nation] for nation in home] + ([HOLIDAYS["everywhere"]] if home else [])
    return any(day.isoformat() in dates.split() for dates in lists)


def oracle(line: Service, moment: datetime.datetime) -> bool:
    """Whether somebody answers at ``moment``, from the reading of London's clocks alone."""
    local = moment.astimezone(LONDON)
    reading, today = local.strftime("%H:%M:%S.%f"), local.date()
    in_doubled_hour = today in CHANGES and reading.startswith("01:")

    def has_come(wall: time, opening: bool) -> bool:
        text = wall.strftime("%H:%M:%S.%f")
        if in_doubled_hour and text.startswith("01:") and opening != bool(local.fold):
            # The first pass has opened nothing yet; by the second, everything has closed.
            return not opening
        return reading >= text

    def runs(hours: OpeningHours, day: date) -> bool:
        counts = hours.confirmed and hours.channel in {"phone", "text", "chat"}
        holiday = not hours.bank_holidays and is_holiday(line, day)
        return counts and not holiday and day.strftime("%a").lower() in hours.days

    for hours in line.hours:
        if (hours.opens is None) != (hours.closes is None):
            continue
        if hours.opens is None or hours.closes is None:
            if runs(hours, today):
                return True
            continue
        overnight = hours.closes <= hours.opens
        begun_today = runs(hours, today) and has_come(hours.opens, True)
        begun_yesterday = overnight and runs(hours, today - timedelta(days=1))
        closed = has_come(hours.closes, False)
        if (begun_today and (overnight or not closed)) or (begun_yesterday and not closed):
            return True
    return False


TIMES = st.none() | st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
ROWS = st.builds(
    OpeningHours,
    channel=st.sampled_from(["phone", "phone", "text", "chat", "form"]),
    days=st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(tuple),
    opens=TIMES,
    closes=TIMES,
    bank_holidays=st.booleans(),
    confirmed=st.sampled_from([True, True, True, False]),
)
LINES = st.builds(
    lambda hours, nations: service(*hours, nations=tuple(nations)),
    st.lists(ROWS, min_size=1, max_size=3),
    st.sets(st.sampled_from([*UK, "outside_uk"]), min_size=1),
)
SPECIAL_DAYS = [
    utc(day)
    for day in (
        "2026-10-25 2027-03-28 2027-10-31 2028-02-29 2026-12-25 2026-12-31 2027-01-01 2027-01-04 "
        "2026-07-13 2026-11-30 2027-03-29 2027-08-02 2028-03-26 2028-10-29"
    ).split()
]
MINUTES = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from(SPECIAL_DAYS),
    st.integers(-6 * 60, 30 * 60),
) | st.integers(0, 1080 * 24 * 60).map(lambda minutes: utc("2026-01-03") + timedelta(minutes=minutes))


@settings(max_examples=500, deadline=None)
@given(LINES, MINUTES, st.integers(0, 7))
@example(service(row("01:30", "01:00")), utc("2026-10-25T00:45"), 0)
def test_openings_agree_with_a_rule_about_one_minute(
    line: Service, moment: datetime.datetime, days_before: int
) -> None:
    found = state(openings(line, moment - timedelta(days=days_before), days=9), moment)

    assert found.open == oracle(line, moment)
    if found.until:
        assert oracle(line, found.until - timedelta(minutes=1))
        assert not oracle(line, found.until)
    if found.opens_at:
        assert not oracle(line, found.opens_at - timedelta(minutes=1))
        assert oracle(line, found.opens_at)


@given(LINES, MINUTES)
def test_openings_are_apart_in_order_and_in_utc(line: Service, moment: datetime.datetime) -> None:
    found = openings(line, moment)

    assert all(interval.opens < interval.closes for interval in found)
    assert all(before.closes < after.opens for before, after in pairwise(found))
    assert all(interval.opens.tzinfo is interval.closes.tzinfo is UTC for interval in found)
