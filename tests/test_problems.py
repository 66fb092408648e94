"""What stops publishing, one deliberately broken content for each rule."""

import datetime

import pytest

from esafe import problems
from esafe.content import Content
from esafe.item import Redirect
from guidance.content import Section
from reporting_links.content import Step
from tests.builders import changed, make_page, with_item, without


def found(content, previous=None, **settings):
    return [str(problem) for problem in problems.find(content, previous, **settings)]


def test_the_starter_content_may_be_published(content):
    assert found(content) == []


def test_a_site_without_its_numbers_says_what_is_missing(content):
    assert found(without(content, "service", "police_999")) == [
        "service “police_999”: Every page needs this item. Please put it back."
    ]


@pytest.mark.parametrize("key", ["childline", "nspcc_helpline"])
def test_a_number_that_every_letter_gives_is_not_left_empty(content, key):
    assert found(changed(content, "service", key, phone="", phone_label="")) == [
        f"service “{key}”: Every page and letter gives its number. Please put it back."
    ]


def test_empty_content_is_refused_with_words():
    assert len(found(Content())) == 8


def broken_page(content, **values):
    return with_item(content, "page", make_page(**values))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sections": (Section(kind="service", service="nobody"),)}, "uses the service “nobody”"),
        ({"sections": (Section(kind="action", action="nothing"),)}, "uses the action “nothing”"),
        ({"first_line": "nothing"}, "uses the action “nothing”"),
        ({"related": ("page:gone",)}, "page:gone, which is not in this edition"),
        ({"related": ("action:stay_calm",)}, "action:stay_calm, which is not"),
        ({"summary": "Ask {nobody} about it."}, "{nobody} does not name a service"),
        ({"sections": (Section(html='<p><a href="/gone/">x</a></p>'),)}, "links to /gone/"),
        ({"sources": ()}, "at least one source"),
        ({"owner": ""}, "who looks after it"),
        ({"review_by": datetime.date(2020, 1, 1)}, "must be later"),
        ({"summary": "Ring 0808 800 5000 today."}, "instead of typing 0808 800 5000"),
        ({"sections": (Section(html="<p>x<script>y</script></p>"),)}, "HTML that is not allowed"),
        ({"sections": (Section(html='<p><a href="javascript:x">y</a></p>'),)}, "HTML that is not allowed"),
        ({"sections": (Section(html="<p style=color:red>y</p>"),)}, "HTML that is not allowed"),
        ({"sections": (Section(html="<ul>" * 60),)}, "lists inside lists"),
        ({"summary": "Delete the messages."}, "Please avoid “Delete the messages.”"),
        ({"summary": "Take a screenshot of it all."}, "Please avoid"),
        ({"summary": "The victim may be upset."}, "Please avoid “victim”"),
        ({"key": "situations"}, None),
    ],
)
def test_a_broken_page_is_refused_with_words(content, values, words):
    result = found(broken_page(content, **values))

    if words is None:
        assert result == []
    else:
        assert any(words in line for line in result), result


def test_a_screenshot_may_be_forbidden(content):
    assert found(broken_page(content, summary="Never take a screenshot of it.")) == []


def test_deleting_may_be_forbidden(content):
    assert found(broken_page(content, summary="Do not delete the messages.")) == []


def test_two_pages_at_one_address_are_refused(content):
    assert any("is the address of" in line for line in found(broken_page(content, key="help", area="about")))


def test_an_address_that_worked_needs_a_redirect(content):
    before = broken_page(content)

    assert found(content, before) == [
        "redirect “/advice/a-test-page/”: /advice/a-test-page/ worked until now. "
        "Please add a redirect to another page."
    ]


def test_a_redirect_keeps_an_old_address_alive(content):
    before = broken_page(content)
    after = with_item(content, "redirect", Redirect(key="/advice/a-test-page/", to="/advice/the-law/"))

    assert found(after, before) == []


def test_a_redirect_once_published_stays(content):
    before = with_item(content, "redirect", Redirect(key="/old/", to="/advice/"))

    assert any("/old/ worked until now" in line for line in found(content, before))


def test_a_redirect_to_nowhere_is_refused(content):
    after = with_item(content, "redirect", Redirect(key="/old/", to="/nowhere/"))

    assert any("leads to /nowhere/" in line for line in found(after))


def test_a_redirect_over_a_page_is_refused(content):
    after = with_item(content, "redirect", Redirect(key="/advice/the-law/", to="/advice/"))

    assert any("There is a page at this address" in line for line in found(after))


def test_a_figure_needs_its_source(content):
    key = next(iter(content.figure))

    assert any("its period" in line for line in found(changed(content, "figure", key, period="")))


def test_a_number_that_is_dialled_is_the_number_that_is_read(content):
    broken = changed(content, "service", "childline", phone_label="0800 2222")

    assert any("not the number that is dialled" in line for line in found(broken))


def test_a_number_of_look_alike_digits_is_refused(content):
    broken = changed(content, "service", "childline", phone="0800١١١١")

    assert any("digits only" in line for line in found(broken))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "javascript:alert(1)",
        "https://",
        "https://a@b.c/",
        "https://example.org:70000/",
        "https://exam ple.org/",
        "https://[example.org/",
        "//example.org/",
        "",
    ],
)
def test_leaving_must_go_to_an_https_address(content, url):
    assert any(
        "must go to an https address" in line
        for line in found(changed(content, "site", "site", exit_url=url))
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://help.example.org/",
        "https://HELP.example.org./weather",
        "https://help.example.org:8443/",
        "https://www.help.example.org/",
        "https://other.example.org/",
        "https://[::1]/",
    ],
)
def test_leaving_never_ends_on_this_site(content, url):
    ours = ["help.example.org", "www.other.example.org", "[::1]"]
    ending_here = changed(content, "site", "site", exit_url=url)

    assert any("must go to another site" in line for line in found(ending_here, own_hosts=ours))


def test_leaving_may_go_to_a_site_whose_name_only_resembles_ours(content):
    elsewhere = changed(content, "site", "site", exit_url="https://example.org/")

    assert found(elsewhere, own_hosts=["help.example.org", "ample.org"]) == []


def test_a_notice_needs_an_end(content):
    assert any(
        "when the notice ends" in line for line in found(changed(content, "site", "site", notice="Hello."))
    )


def noticed(content, until, words="Hello."):
    return changed(content, "site", "site", notice=words, notice_until=until)


NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (NOW - DAY, "The notice would be over already. Please choose an end to come."),
        (NOW.replace(year=1, day=1), "The notice would be over already. Please choose an end to come."),
        (NOW + 32 * DAY, "A notice ends within 31 days. Please choose an earlier end."),
        (NOW.replace(year=9999, day=1), "A notice ends within 31 days. Please choose an earlier end."),
    ],
)
def test_a_new_notice_ends_ahead_and_soon(content, until, said):
    assert found(noticed(content, until), content) == [f"site “site”: {said}"]
    assert found(noticed(content, until), noticed(content, NOW + DAY)) == [f"site “site”: {said}"]


def test_a_notice_for_some_days_may_be_published(content):
    assert found(noticed(content, NOW + 30 * DAY), content) == []


def test_a_notice_that_readers_have_and_that_is_over_stops_nothing(content):
    over = noticed(content, NOW - DAY)

    assert found(over, over) == []
    assert len(found(noticed(content, NOW - DAY, words="Other words."), over)) == 1


def with_steps(content, key, *steps):
    situation = content.situation[key]
    return changed(content, "situation", key, steps=(*situation.steps, *steps))


def test_a_situation_needs_two_services(content):
    one = changed(content, "situation", "signs", steps=(Step(band="now", action="childline"),))

    assert any("needs two services" in line for line in found(one))


def test_a_step_with_an_unknown_fact_is_refused(content):
    broken = with_steps(content, "webcam", Step(band="today", action="childline", only_if=("moon",)))

    assert any("uses the fact “moon”" in line for line in found(broken))


@pytest.mark.parametrize("kind", ["service", "action"])
def test_a_section_that_shows_nothing_is_refused(content, kind):
    assert any(
        f"shows no {kind}" in line for line in found(broken_page(content, sections=(Section(kind=kind),)))
    )


@pytest.mark.parametrize("name", ["police", "{police", "police}", "nobody"])
def test_an_action_names_services_or_places_in_braces(content, name):
    broken = changed(content, "action", "tell_police", services=(name,))

    assert any("is not in this edition" in line for line in found(broken))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "https://"])
def test_an_address_that_is_not_on_the_web_is_refused(content, url):
    figure, news = next(iter(content.figure)), next(iter(content.news))
    for broken in (
        changed(content, "service", "childline", report_url=url),
        changed(content, "figure", figure, url=url),
        changed(content, "news", news, next_step_url=url),
    ):
        assert any("not an address on the web" in line for line in found(broken))


def test_a_name_inside_an_address_is_refused(content):
    broken = broken_page(content, sections=(Section(html='<p><a href="{childline}">x</a></p>'),))

    assert any("makes its own link" in line for line in found(broken))


@pytest.mark.parametrize("path", ["/admin/", "/static/css/", "/components/"])
def test_a_redirect_cannot_take_an_address_of_the_site_itself(content, path):
    after = with_item(content, "redirect", Redirect(key=path, to="/advice/"))

    assert any("belongs to the site itself" in line for line in found(after))


def test_a_page_cannot_take_the_address_of_the_admin(content):
    broken = broken_page(content, key="admin", area="about")

    assert any("belongs to the site itself" in line for line in found(broken))
