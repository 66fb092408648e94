"""Figures as charts: words and table say all that the drawing says, and nothing is compared that cannot be."""

import dataclasses
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esafe import problems, publishing, starter_loading
from guidance import charts, models
from guidance.content import Bar, Figure
from tests import builders, colleagues
from tests.test_staff import address, form_of


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


@pytest.fixture
def writer(client, empty_store):
    starter_loading.load_once()
    publishing.publish("someone")
    return colleagues.sign_in(client, colleagues.someone("Writer"))


@pytest.mark.django_db
def test_a_writer_changes_a_bar_and_readers_get_it_with_the_next_edition(writer, empty_store):
    row = models.Figure.objects.get(key="e13")
    data = form_of(writer.get(address(row)))
    label = next(n for n, value in data.items() if n.startswith("bars") and value == "January to June 2025")
    writer.post(address(row), data | {label: "The first half of 2025", "state": "ready"})

    publishing.publish("someone else")

    assert [bar.label for bar in empty_store.current().content.figure["e13"].bars] == [
        "January to June 2024",
        "The first half of 2025",
    ]
    page = builders.Reader().get("/news/figures/").content.decode()
    assert "The first half of 2025" in chart_html(page, "e13")


@pytest.mark.django_db
def test_a_writer_adds_a_chart_with_the_empty_rows_of_the_form(writer):
    row = models.Figure.objects.get(key="e3")
    data = form_of(writer.get(address(row)))
    data |= {"counted": "Reports to CEOP", "bars-0-label": "In 2024", "bars-0-amount": "380"}

    writer.post(address(row), data)

    assert row.bars.get().to_item() == Bar(label="In 2024", amount=380.0)


@pytest.mark.django_db
def test_a_length_that_cannot_be_drawn_is_said_beside_its_field(writer):
    row = models.Figure.objects.get(key="e13")
    row.bars.filter(position=1).update(amount=-5)

    assert "The length of a bar is a number, 0 or more." in writer.get(address(row)).content.decode()


@pytest.mark.django_db
def test_a_chart_that_does_not_say_what_it_counts_is_not_published(writer):
    models.Figure.objects.filter(key="e13").update(counted="")

    with pytest.raises(publishing.NotPublished, match="say what the chart counts"):
        publishing.publish("someone")


CHART_WORDS = """() => [...document.querySelectorAll('.chart text')].map(text => {
  const words = text.getBoundingClientRect(), card = text.closest('.card').getBoundingClientRect();
  return {size: parseFloat(getComputedStyle(text).fontSize), inside: words.left >= card.left && words.right <= card.right};
})"""
BARS = """() => [...document.querySelectorAll('#chart-e14')].map(caption => {
  const bars = caption.parentElement.querySelectorAll('.chart__bar');
  return [...bars].map(bar => bar.getBoundingClientRect().width);
})[0]"""


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_words_of_a_chart_keep_their_size_and_stay_in_their_card(new_context, site_address, width):
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{site_address}/news/figures/")

    found = page.evaluate(CHART_WORDS)

    assert len(found) >= 10
    assert all(words["size"] >= 14 and words["inside"] for words in found), found


def test_bars_are_as_long_as_their_numbers_say(new_context, site_address):
    page = new_context(viewport={"width": 320, "height": 800}).new_page()
    page.goto(f"{site_address}/news/figures/")

    boys, girls = page.evaluate(BARS)

    assert girls / boys == pytest.approx(37 / 138, abs=0.01)


def test_a_table_opens_by_keyboard(new_context, site_address):
    page = new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False).new_page()
    page.goto(f"{site_address}/news/figures/")
    summary = page.locator("#e13 summary")
    summary.focus()

    page.keyboard.press("Enter")

    page.locator("#e13 table").wait_for()
