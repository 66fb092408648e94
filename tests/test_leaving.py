"""What pages say of the way out is what it does."""

import pytest

from tests import builders
from tests.builders import text_of


@pytest.fixture
def page_when_leaving_goes_to(store, content, reader):
    """The words and the whole of a page, once staff have changed where leaving goes."""

    def page(path, name, url):
        elsewhere = builders.changed(content, "site", "site", exit_name=name, exit_url=url)
        builders.put_live(store, builders.make_edition(elsewhere, number=2))
        html = reader.get(path).content.decode()
        return text_of(html), html

    return page


def test_the_page_about_leaving_names_the_place_that_staff_chose(page_when_leaving_goes_to):
    words, _html = page_when_leaving_goes_to("/leaving/", "Train Times", "https://trains.example/")

    assert "It takes you to Train Times." in words
    assert "buttons of this tab lead to Train Times" in words
    assert "BBC" not in words


@pytest.mark.parametrize("path", ["/", "/leaving/", "/help/", "/concerned/", "/search/", "/nowhere/"])
def test_every_way_out_leads_to_the_place_that_staff_chose(page_when_leaving_goes_to, path):
    words, html = page_when_leaving_goes_to(path, "Train Times", "https://trains.example/")

    assert "opens Train Times" in words
    assert 'data-exit="https://trains.example/"' in html
    assert html.count('href="https://trains.example/"') == html.count("data-leave>") >= 2


def test_the_page_about_leaving_names_the_keys_that_leave(reader):
    words = text_of(reader.get("/leaving/").content.decode())

    assert "The Escape key does the same as the link. So does Shift, when you press it three times." in words
