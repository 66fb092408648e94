"""What is checked in the words of staff, beside the field and before publishing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esafe import problems, text_problems
from guidance import item_checks, text_checks
from guidance.content import NewsItem, Section
from reporting_links.content import Contact
from tests.builders import changed, make_page, with_item

DIRECTORY = {"999": "police_999", "08088005000": "nspcc_helpline", "85258": "shout"}


def said(field, text, kind="page"):
    return [f.text for f in text_checks.findings(text_checks.checks_of(kind, field), text, DIRECTORY)]


def stops(field, text, kind="page"):
    found = text_checks.findings(text_checks.checks_of(kind, field), text, DIRECTORY)
    return any(finding.stops for finding in found)


def test_a_word_to_avoid_says_what_to_write_instead():
    assert said("summary", "The victim was brave.") == [
        "Please avoid “victim”. Better: child who was harmed."
    ]


@pytest.mark.parametrize(
    "number", ["0808 800 5000", "(0808) 800 5000", "0808-800-5000", "+44 808 800 5000", "+44 (0)808 800 5000"]
)
def test_a_number_of_a_service_is_to_be_named_in_braces(number):
    assert "{nspcc_helpline}" in said("html", f"<p>Ring {number} now.</p>")[0]


@pytest.mark.parametrize(
    "text",
    [
        "Ring 020 7946 0000.",
        "Call 118 118.",
        "Text 12345 to us.",
        "Ring 01632 960001.",
        "Call Childline on 0800 1112, free.",
        "Samaritans: 116 124",
        "Call Samaritans free on 116 124.",
        "Ring 0500 1234.",
        "Call 1-800-555-0199.",
    ],
)
def test_a_number_that_no_service_has_is_not_in_the_directory(text):
    assert "in the directory of services" in said("summary", text)[0]


def test_every_number_of_the_directory_is_known_and_one_wrong_digit_is_seen(content):
    every = text_problems.directory(content.service.values())

    def of_text(text):
        found = text_checks.findings(text_checks.checks_of("page", "summary"), text, every)
        return " ".join(finding.text for finding in found)

    for service in content.service.values():
        number = service.phone_label or ""
        if len(text_checks.digits(number)) < 6 or not number.replace(" ", "").isdigit():
            continue
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)

        assert "in braces" in of_text(f"Somebody: {number}."), number
        assert "in the directory of services" in of_text(f"Somebody: {wrong}."), wrong


@pytest.mark.parametrize("between", ["/", " / ", " - ", " – "])
def test_two_numbers_are_two_whatever_stands_between_them(between):
    found = said("summary", f"Ring 0808 800 5000{between}01632 960001.")

    assert "{nspcc_helpline}" in found[0]
    assert "not in the directory of services" in found[1]


@pytest.mark.parametrize("field", ["phone_note", "cost", "what_for", "after_you_contact", "previous_names"])
@pytest.mark.parametrize(
    "text", ["Or call 0909 123 4567, any time.", "Or call 118 118.", "Or call +1 900 555 1234."]
)
def test_a_service_may_name_its_own_number_and_none_that_is_not_in_the_directory(field, text):
    assert "not in the directory of services" in said(field, text, "service")[0]
    assert said(field, "Call 0808 800 5000, or text SHOUT to 85258.", "service") == []


def test_one_number_is_named_once():
    assert len(said("summary", "Ring 0808 800 5000 now.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Call 999.",
        "Text SHOUT to 85258.",
        "On 20 November 2026.",
        "About 642 reports in 2024.",
        "About 120,000 children, or 1,000 000 pictures.",
        "Dial 18001 999.",
    ],
)
def test_numbers_that_are_known_or_are_no_phone_numbers_may_stay(text):
    assert said("summary", text) == []


@pytest.mark.parametrize("html", ["<h4>a</h4><h3>b</h3>", "<h1>a</h1>", "<h3>a</h3><h5>b</h5>"])
def test_headings_that_skip_a_level_stop_a_text(html):
    assert stops("html", html)
    assert not stops("html", "<h3>a</h3><h4>b</h4><h3>c</h3>")


@pytest.mark.parametrize(
    "words", ["click here", "Here", "read more", "this page", "More…", "", "Find out more"]
)
def test_words_of_a_link_that_say_nothing_stop_a_text(words):
    assert stops("html", f'<p>See <a href="/advice/the-law/">{words}</a></p>')
    assert not stops("html", '<p>See <a href="/advice/the-law/">what the law says</a></p>')


@pytest.mark.parametrize("address", ["https://example.org/a", "http://example.org", "www.example.org"])
def test_an_address_in_place_of_words_stops_a_text(address):
    assert stops("html", f"<p>See {address} now.</p>")
    assert stops("html", f'<p><a href="https://example.org/a">{address}</a></p>')


def test_a_link_without_an_address_stops_a_text():
    assert stops("html", "<p><a>the law</a></p>")


@pytest.mark.parametrize(
    ("kind", "field", "address"),
    [
        ("situation", "slug", "child-abuse"),
        ("situation", "slug", "sextortion"),
        ("service", "slug", "rape-crisis"),
        ("page", "key", "nude-pictures"),
        ("news", "key", "grooming-in-2026"),
        ("page", "key", "self-harm"),
    ],
)
def test_a_word_in_an_address_that_tells_a_bystander_stops_it(kind, field, address):
    assert stops(field, address, kind)


@pytest.mark.parametrize("address", ["sussex-police", "threats-online", "essex", "grape", "keeping-a-record"])
def test_a_neutral_address_may_stay(address):
    assert said("key", address) == []


def test_a_key_without_an_address_is_for_staff_alone():
    assert said("key", "sextortion_paid", "situation") == []


def test_long_sentences_and_hard_texts_are_hints_that_stop_nothing():
    long = "word " * 26 + "."
    hard = "Multidisciplinary safeguarding partnerships necessitate comprehensive documentation. " * 20

    assert "more than 25 words" in said("summary", long)[0]
    assert not stops("summary", long)
    assert any("reading age" in text and "LIX" in text for text in said("summary", hard))
    assert not stops("summary", hard)


def test_what_stops_a_text_comes_before_hints():
    found = text_checks.findings(
        text_checks.checks_of("page", "summary"), "A victim " + "word " * 26, DIRECTORY
    )

    assert [finding.stops for finding in found] == [True, False]


@pytest.mark.parametrize(
    "number",
    [
        "09011 123456",
        "0800 l111",
        "0800１１１１",
        "0700 900000",
        "07001234567",
        "12",
        "0906123456",
        "++44808",
    ],
)
def test_a_number_that_phones_cannot_dial_or_that_costs_stops_it(number):
    assert stops("phone", number, "service")


@pytest.mark.parametrize(
    "number", ["999", "101", "116123", "08001111", "08088005000", "02079460000", "+15551234567", "000"]
)
def test_numbers_of_the_uk_and_from_abroad_may_stay(number):
    assert said("phone", number, "service") == []


@pytest.mark.parametrize("channel", ["phone", "text"])
@pytest.mark.parametrize("value", ["0909 879 1234", "HELP to 09098791234", "18001 0909 879 1234"])
def test_another_number_of_a_service_may_not_be_costly_either(content, channel, value):
    costly = Contact(channel=channel, label="Another way", value=value)
    found = problems.find(changed(content, "service", "childline", contacts=(costly,)))

    assert "a costly one" in " ".join(problem.text for problem in found if problem.key == "childline")


@pytest.mark.parametrize("value", ["SHOUT to 85258", "07860 077333", "18001 111", "on their website", ""])
def test_another_number_may_be_one_that_phones_reach(value):
    assert not list(item_checks.contact_findings({"channel": "text", "value": value}))


OTHER_ZEROS = [
    chr(c)
    for c in range(0x80, 0x1FBFA)
    if unicodedata.category(chr(c)) == "Nd" and unicodedata.decimal(chr(c)) == 0
]
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u180e"
HOSTS = """
childlіne.org.uk сhildline.org.uk chіldline.org.uk childlinе.org.uk nspсc.org.uk nѕpcc.org.uk nsрcc.org.uk сеор.police.uk
ceоp.police.uk ceop.роlice.uk iwf.оrg.uk ιwf.org.uk gοv.uk gov.υk góv.uk раураl.com ｃhildline.org.uk childline。org.uk
childline.org.uk@evil.example www.childline.org.uk:x@evil.example xn--chldline-2ub.org.uk xn--80ak6aa92e.com
papyrυs-uk.org ѕamaritans.org samаritans.org shοut.org þapyrus-uk.org ıwf.org.uk İwf.org.uk ɡov.uk ℊov.uk 𝗀ov.uk
childline.org\\.uk childline%2eorg.uk child_line.org.uk 3232235777 192.168.0.1 localhost
""".split()
SPOOFS = [
    *(("phone_label", f"080{zero} 1111") for zero in OTHER_ZEROS[:60]),
    *(("phone", f"080{zero}1111") for zero in OTHER_ZEROS[:10]),
    *(("summary", f"Ask Child{mark}line.") for mark in HIDDEN),
    *(("report_url", f"https://{host}/") for host in HOSTS),
    *(("html", f'<p><a href="https://{host}/x">Childline</a></p>') for host in HOSTS),
    *(("summary", f"Ask {word}.") for word in ("Сhildline", "Childlinе", "СЕОP", "ΝSPCC", "Pаpyrus")),
    ("html", '<p><a href="mailto:help@сhildline.org.uk">Write to them</a></p>'),
    ("html", '<p><a href="//evil_host/">Write to them</a></p>'),
]


def test_there_are_a_hundred_spoofs_and_more():
    assert len(SPOOFS) >= 100


@pytest.mark.parametrize(("field", "spoof"), SPOOFS)
def test_a_look_alike_stops_it(field, spoof):
    assert stops(field, spoof, "service")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("report_url", "https://www.childline.org.uk/get-support/"),
        ("report_url", "https://999bsl.co.uk"),
        ("html", '<p><a href="/advice/the-law/">the law</a> – “café”, naïf, Llŷn, ½ hour</p>'),
        ("html", '<p><a href="mailto:help@example.org">Write to them</a></p>'),
        ("summary", "Ask {childline} · it’s free."),
    ],
)
def test_plain_addresses_and_accents_may_stay(field, text):
    assert said(field, text, "service") == []


@given(st.text(alphabet="<>a href=\"/h3.:0123456789+()-‐ \u200bабв'{}@www", max_size=80))
def test_any_text_can_be_checked(text):
    for field in ("html", "phone", "slug", "report_url"):
        said(field, text)


@pytest.mark.parametrize(
    ("kind", "key", "values"),
    [
        ("service", "childline", {"phone_label": "O8OO 1111"}),
        ("service", "childline", {"report_url": "https://www.сhildline.org.uk/"}),
        ("service", "childline", {"slug": "child-abuse-line"}),
        ("service", "childline", {"what_for": "Send us the picture."}),
        ("service", "childline", {"phone_note": "Or call 0909 123 4567, any time."}),
        ("situation", "webcam", {"slug": "sextortion"}),
        ("action", "stay_calm", {"text": "Forward the picture to the police."}),
        ("action", "stay_calm", {"why": "It is read\u202eback."}),
        ("site", "site", {"exit_url": "https://bbс.co.uk/"}),
    ],
)
def test_nothing_that_stops_a_text_can_be_published_whichever_way_it_came_in(content, kind, key, values):
    found = problems.find(changed(content, kind, key, **values))

    assert [problem for problem in found if (problem.kind, problem.key) == (kind, key)]


def test_a_service_whose_key_tells_too_much_needs_a_neutral_address(content):
    bare = changed(content, "service", "revenge_porn_helpline", slug="")

    assert any("neutral words" in problem.text for problem in text_problems.telling_addresses(bare, None))
    assert not list(text_problems.telling_addresses(content, None))


def test_headings_in_a_section_need_the_sections_own_above_them(content):
    headless, whole = (Section(heading=h, html="<h3>a</h3><p>b</p>") for h in ("", "A"))

    assert problems.find(with_item(content, "page", make_page(sections=(headless,))))
    assert problems.find(with_item(content, "page", make_page(sections=(whole,)))) == []


def test_hints_do_not_stop_publishing(content):
    page = make_page(sections=(Section(heading="A", html=f"<p>{'word ' * 30}.</p>"),))

    assert problems.find(with_item(content, "page", page)) == []


def test_a_section_that_shows_a_figure_names_one_that_is_there(content):
    for section in (Section(kind="figure"), Section(kind="figure", figure="gone")):
        assert problems.find(with_item(content, "page", make_page(sections=(section,))))
    shown = Section(kind="figure", figure=next(iter(content.figure)))
    assert problems.find(with_item(content, "page", make_page(sections=(shown,)))) == []


def test_news_is_checked_like_pages(content):
    news: NewsItem = next(iter(content.news.values()))
    broken = changed(content, "news", news.key, html='<p><a href="/advice/">click here</a></p>')

    assert any("does not say where the link leads" in p.text for p in problems.find(broken))
