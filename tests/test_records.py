"""The records that the law asks for are in the repository: dated, linked, and true to the code (R88, R106)."""

import datetime
import re

import pytest
from django.conf import settings

from contact import retention
from contact.purposes import PURPOSES

DOCS = settings.BASE_DIR / "docs"
RECORDS = ("dpia", "record-of-processing", "retention", "processors", "breach-plan")
STANDARDS = (
    "Best interests of the child",
    "Data protection impact assessments",
    "Age appropriate application",
    "Transparency",
    "Detrimental use of data",
    "Policies and community standards",
    "Default settings",
    "Data minimisation",
    "Data sharing",
    "Geolocation",
    "Parental controls",
    "Profiling",
    "Nudge techniques",
    "Connected toys and devices",
    "Online tools",
)


def record(name):
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", RECORDS)
def test_each_record_is_dated_and_says_when_to_check_it_again(name):
    found = re.findall(r"\b(\d{1,2} [A-Z][a-z]+ \d{4})\b", record(name).partition("\n\n")[2][:200])

    written, again = (datetime.datetime.strptime(day, "%d %B %Y").date() for day in found[:2])  # noqa: DTZ007
    assert written < again <= written + datetime.timedelta(days=366)


@pytest.mark.parametrize("name", RECORDS)
def test_each_record_is_linked_from_the_readme(name):
    assert f"(docs/{name}.md)" in (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", RECORDS)
def test_every_link_in_a_record_leads_to_a_file_that_is_there(name):
    for target in re.findall(r"\]\(([^)#]+)", record(name)):
        if not target.startswith("https:"):
            assert (DOCS / target).resolve().is_file(), target


@pytest.mark.parametrize("name", ["dpia", "record-of-processing", "processors", "breach-plan", "retention"])
def test_what_the_charity_must_fill_in_is_plainly_marked(name):
    text = record(name)

    assert "[FILL IN" in text
    assert len(re.findall(r"\[FILL IN", text)) == len(re.findall(r"\*\*\[FILL IN[^\]]*\]\*\*", text))
    assert not re.search(r"\b(?:TODO|TBC|XXX|lorem)\b", text, re.I)


def test_the_assessment_has_a_line_for_each_standard_of_the_childrens_code():
    rows = re.findall(r"^\| (\d+)\. ([^|]+) \| ([^|]+) \| ([^|]+) \|$", record("dpia"), re.M)

    assert [(int(number), name) for number, name, _how, _where in rows] == list(enumerate(STANDARDS, start=1))
    for _number, name, how, where in rows:
        tests = re.findall(r"\btest_\w+", where)
        assert how.strip()
        assert tests, name
        assert all((settings.BASE_DIR / "tests" / f"{test}.py").is_file() for test in tests), name


def test_every_test_that_a_risk_names_is_there():
    for test in re.findall(r"\btest_\w+", record("dpia")):
        assert (settings.BASE_DIR / "tests" / f"{test}.py").is_file(), test


def test_the_record_has_a_row_for_each_purpose_of_the_register_and_no_other():
    rows = re.findall(r"^\| `(\w+)` \|", record("record-of-processing"), re.M)

    assert rows == [purpose.key for purpose in PURPOSES]


def test_the_schedule_names_every_setting_and_gives_no_time_of_its_own():
    text = record("retention")
    wanted = {name for name, value in vars(retention).items() if isinstance(value, datetime.timedelta)}

    table = "\n".join(line for line in text.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([A-Z_]+)`", table)) == wanted
    assert not re.search(r"\d+ (?:days|hours|years|minutes)", table)


def test_the_breach_plan_runs_by_the_72_hour_clock():
    text = record("breach-plan")
    hours = [int(hour) for hour in re.findall(r"^\| \*\*hour (\d+)\*\*", text, re.M)]

    assert hours == sorted(hours)
    assert hours[-1] == 72
    assert "72 hours from the moment that anybody here is aware" in text
    assert "ICO" in text
