"""Figures as charts: words and table say all that the drawing says, and nothing is compared that cannot be."""

import dataclasses
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esafe import problems
from guidance import charts
from guidance.content import Bar, Figure
from tests import builders


def figure(*bars, **values):
    usual = {
        "key": "test",
        "claim": "A test.",
        "value": "3",
        "period": "2025",
        "publisher": "Somebody",
        "url": "https://example.org/",
        "published": "2025",
        "counted": "Tests",
    }
    return Figure(**{**usual, **values}, bars=tuple(bars))


def drawn(content):
    return [found for found in content.figure.values() if found.bars]


def chart_html(page, key):
    return re.search(rf'<figcaption[^>]*id="chart-{key}">.*?</figure>', page, re.S)[0]


def test_a_figure_without_bars_has_no_chart():
    assert charts.chart_of(figure()) is None


def test_the_longest_bar_fills_the_width_and_the_others_are_in_proportion():
    chart = charts.chart_of(figure(Bar(label="A", amount=50), Bar(label="B", amount=200)))

    assert [bar.width for bar in chart.bars] == ["25.0%", "100.0%"]


def test_per_cent_are_drawn_out_of_a_hundred():
    bars = Bar(label="A", amount=60), Bar(label="B", amount=31)

    chart = charts.chart_of(figure(*bars, unit="percent"))

    assert chart.whole
    assert [(bar.width, bar.value) for bar in chart.bars] == [("60.0%", "60%"), ("31.0%", "31%")]


@pytest.mark.parametrize(
    ("bar", "unit", "value"),
    [
        (Bar(label="A", amount=1142), "number", "1,142"),
        (Bar(label="A", amount=291273), "number", "291,273"),
        (Bar(label="A", amount=17.5), "percent", "17.5%"),
        (Bar(label="A", amount=10, shown="about 1 in 10"), "percent", "about 1 in 10"),
    ],
)
def test_readers_get_the_amount_as_people_write_it(bar, unit, value):
    assert charts.value_of(bar, unit) == value


def test_bars_that_are_all_nothing_are_drawn_as_nothing():
    chart = charts.chart_of(figure(Bar(label="A", amount=0), Bar(label="B", amount=0)))

    assert [bar.width for bar in chart.bars] == ["0.0%", "0.0%"]


@given(
    st.lists(
        st.builds(
            Bar,
            label=st.text("abc äß", min_size=1, max_size=80),
            amount=st.floats(0, 1e12),
            shown=st.text("1 in 0", max_size=25),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_nothing_is_drawn_over_something_else_and_no_word_is_lost(bars):
    chart = charts.chart_of(figure(*bars))

    bottom = 0.0
    for bar, wanted in zip(chart.bars, bars, strict=True):
        tops = [float(line.y.removesuffix("em")) - 1 for line in bar.lines]
        assert tops == sorted(tops)
        assert tops[0] >= bottom - 0.01
        assert float(bar.y.removesuffix("em")) >= tops[-1] + 1
        bottom = float(bar.y.removesuffix("em")) + charts.BAR
        said = "".join(line.words for line in bar.lines)
        assert re.sub(r"\s", "", said) == re.sub(r"\s", "", wanted.label)
        assert all(len(f"{line.value} {line.words}".strip()) <= charts.LETTERS_IN_LINE for line in bar.lines)
    assert float(chart.height.removesuffix("em")) >= bottom


def test_the_site_shows_charts_each_with_its_table_period_and_source(reader, content):
    page = reader.get("/news/figures/").content.decode()

    assert len(drawn(content)) >= 5
    for found in drawn(content):
        html = chart_html(page, found.key)
        table = builders.text_of(html[html.index("<table>") :])
        drawing = builders.text_of(re.search("<svg.*?</svg>", html, re.S)[0])
        for bar in found.bars:
            assert unescape(bar.label) in table
            assert charts.value_of(bar, found.unit) in table
            assert charts.value_of(bar, found.unit) in drawing
        assert found.period in drawing
        assert found.publisher in drawing
        assert found.publisher in table


def test_a_drawing_has_a_name_and_a_description_that_hold_all_its_numbers(reader, content):
    page = reader.get("/news/figures/").content.decode()

    for found in drawn(content):
        svg = re.search("<svg.*?</svg>", chart_html(page, found.key), re.S)[0]
        name = re.search(r'aria-labelledby="([^"]+)"', svg)[1]
        description = re.search(r'aria-describedby="([^"]+)"', svg)[1]
        said = unescape(re.search(rf'<desc id="{description}">(.*?)</desc>', svg, re.S)[1])
        assert 'role="img"' in svg
        assert found.counted in unescape(re.search(rf'<title id="{name}">(.*?)</title>', svg, re.S)[1])
        assert all(f"{bar.label}: {charts.value_of(bar, found.unit)}." in said for bar in found.bars)


def test_a_chart_shows_no_number_that_its_sentence_does_not_say(content):
    """All bars of a chart are of one figure: one source, one period, one thing counted."""
    for found in drawn(content):
        said = f"{found.claim} {found.note}".lower()
        for bar in found.bars:
            assert charts.value_of(bar, found.unit) in said, (found.key, bar)


def test_news_that_gives_a_figure_draws_it(reader, content):
    shown = [
        (item, key) for item in content.news.values() for key in item.figures if content.figure[key].bars
    ]

    assert shown
    for item, key in shown:
        assert chart_html(reader.get(f"/news/{item.key}/").content.decode(), key)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"counted": ""}, "say what the chart counts"),
        ({"bars": (Bar(label="One", amount=1),)}, "2 to 8 bars"),
        ({"bars": (Bar(label="A", amount=1),) * 9}, "2 to 8 bars"),
        ({"bars": (Bar(label="A", amount=-1), Bar(label="B", amount=1))}, "0 or more"),
        ({"bars": (Bar(label="A", amount=float("nan")), Bar(label="B", amount=1))}, "0 or more"),
        ({"bars": (Bar(label="", amount=1), Bar(label="B", amount=1))}, "what the bar stands for"),
        (
            {"unit": "percent", "bars": (Bar(label="A", amount=101), Bar(label="B", amount=1))},
            "100 out of 100",
        ),
        ({"period": ""}, "its period"),
        ({"url": ""}, "its period"),
    ],
)
def test_a_chart_that_cannot_be_read_stops_publishing(content, wrong, words):
    key = drawn(content)[0].key

    found = problems.find(builders.changed(content, "figure", key, **wrong))

    assert any(words in problem.text for problem in found), found


def test_words_to_avoid_are_found_in_a_bar_too(content):
    first = drawn(content)[0]
    bars = (dataclasses.replace(first.bars[0], label="Victims"), *first.bars[1:])

    assert problems.find(builders.changed(content, "figure", first.key, bars=bars))
