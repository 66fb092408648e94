"""Posters, leaflets, plans and cards: tagged, whole, true to the edition, and nothing kept of a school."""

import dataclasses
import datetime
import io
import re
import subprocess
import sys
import threading
import time
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
import time_machine
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from esafe import gunicorn, short_codes
from esafe.addresses import LISTS, address
from esafe.item import Redirect
from guidance import readability
from guidance.paper import making, numbers, sheets, typesetting
from guidance.paper.forms import LONGEST_LEAD, LONGEST_NAME, for_paper
from guidance.paper.sheets import CONCERNED, WHOM_TO_CALL, Sheet
from guidance.paper.telling import School
from guidance.schools import buttons
from reporting_links.plans import plan_of
from tests import builders, qr_codes

A4, A5 = (595, 842), (420, 595)
SIZES = {"poster-a4": A4, "leaflet-a5": A5, "plan-a4": A4, "cards-a4": A4}
MOST_PAGES = {"poster-a4": 1, "leaflet-a5": 2, "plan-a4": 1, "cards-a4": 1}
TOPICS = (
    "when-a-picture-is-shared",
    "threats-online",
    "webcams-and-live-video",
    "warning-signs",
    "talking-to-your-child",
)
# Where it is not the NSPCC Helpline and Childline: a child who is grown up, or not in the UK.
TO_TALK_TO = {
    "/help/young-adults/": ("nspcc_helpline", "samaritans"),
    "/help/now-18-picture-from-before/": ("nspcc_helpline", "samaritans"),
    "/help/outside-the-uk/": ("outside_uk_police",),
}
EDITION = builders.make_edition(builders.starter_content())
ALL = tuple(sheets.sheets(EDITION.content))
NAMES = [f"{sheet.kind} {sheet.path}" for sheet in ALL]
SCHOOL = School("St Mary’s Primary School", "Mrs A. Khan, 01234 567 890")
LONG = School("Ysgol Gyfun Gymraeg " + "W" * (LONGEST_NAME - 20), "W" * LONGEST_LEAD)
POSTER = Sheet("poster-a4", CONCERNED)


@pytest.fixture(scope="module")
def made(edition):
    """Every sheet of the starter content, read back."""
    return {sheet: read(making.plain(sheet, edition)) for sheet in ALL}


def read(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def words(reader):
    """All text of a PDF, without the breaks of its lines."""
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u200b", "").replace("\xa0", " ").split())


def squeezed(text):
    """Text that may have been broken anywhere."""
    return re.sub(r"[\s\u200b\xa0]", "", text)


def compared(text):
    """Without what a typeface joins, such as fi, and without places to break a word."""
    return squeezed(unicodedata.normalize("NFKC", text)).replace("\xad", "")


@pytest.mark.parametrize("sheet", ALL, ids=NAMES)
def test_a_screen_reader_gets_a_tagged_pdf_with_a_title_and_a_language(made, sheet):
    root = made[sheet].trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"].lower() == settings.LANGUAGE_CODE
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made[sheet].metadata.title.endswith(" – esafe")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


@pytest.mark.parametrize("sheet", ALL, ids=NAMES)
def test_each_sheet_has_the_size_of_its_paper_and_no_more_pages_than_it_may(made, sheet):
    pages = made[sheet].pages

    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {
        SIZES[sheet.kind]
    }
    assert len(pages) <= MOST_PAGES[sheet.kind]


@pytest.mark.parametrize("sheet", ALL, ids=NAMES)
def test_each_sheet_says_who_when_and_where(made, edition, sheet):
    said = words(made[sheet])

    assert "esafe" in said
    assert edition.site.operator in said
    assert f"Edition {edition.number}." in said
    assert "Checked on 21 November 2026." in said
    assert "Check by 21 December 2026" in said
    assert squeezed(settings.SITE_URL.split("//")[1] + short_codes.go(sheet.path)).rstrip("/") in squeezed(
        said
    )


@pytest.mark.parametrize("sheet", ALL, ids=NAMES)
def test_each_sheet_has_the_emergency_line_and_two_people_to_talk_to(made, content, sheet):
    """S1, S13 and S24. Abroad, 999 is not the number."""
    said = words(made[sheet])

    for key in TO_TALK_TO.get(sheet.path, ("nspcc_helpline", "childline")):
        assert content.service[key].phone_label in said.replace("The local", "the local")
    if sheet.path == "/help/outside-the-uk/":
        assert "call the local emergency number" in said
        assert "Call 999" not in said
    else:
        assert "In danger now? Call 999" in said
        assert "999bsl.co.uk" in said
        assert "works only if your phone was registered before" in said


@pytest.mark.parametrize("path", TO_TALK_TO)
def test_a_plan_names_nobody_to_talk_to_who_is_not_for_this_family(made, content, path):
    said = words(made[Sheet("plan-a4", path)])

    for key in {"nspcc_helpline", "childline", "samaritans"} - {*TO_TALK_TO[path]}:
        assert content.service[key].phone_label not in said


@pytest.mark.parametrize("sheet", ALL, ids=NAMES)
def test_the_line_without_blame_comes_before_anything_to_do(made, content, sheet):
    """S2. A page without such a line begins with its summary."""
    said = words(made[sheet])
    lines = [content.action[key].text for key in ("not_your_childs_fault", "right_to_look_for_help")]
    page = content.page.get(sheet.path.split("/")[2]) if sheet.path.startswith("/advice/") else None
    line = page.summary if page and not page.first_line else next(line for line in lines if line in said)

    firsts = [content.action["leave_pictures_alone"].text[:30], content.service["nspcc_helpline"].phone_label]
    assert all(said.index(line) < said.index(first) for first in firsts if first in said)


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in ALL if sheet.kind in ("poster-a4", "leaflet-a5")], ids=str
)
def test_posters_and_leaflets_ask_about_suicide_and_leave_pictures_alone(made, content, sheet):
    """S3 and S11."""
    said = squeezed(words(made[sheet]))

    assert squeezed(content.action["ask_suicide"].text.partition(" If they")[0]) in said
    assert squeezed(content.action["leave_pictures_alone"].text) in said
    for key in ("papyrus", "samaritans"):
        assert squeezed(content.service[key].phone_label) in said


def test_there_is_a_poster_for_each_topic_that_a_school_puts_up(content):
    paths = {sheet.path for sheet in ALL if sheet.kind == "poster-a4"}

    assert {CONCERNED, WHOM_TO_CALL, *(f"/advice/{key}/" for key in TOPICS)} <= paths


@pytest.mark.parametrize("key", TOPICS)
def test_a_poster_says_the_three_things_of_its_page(made, content, key):
    page = content.page[key]
    said = squeezed(words(made[Sheet("poster-a4", address(page))]))

    for thing in page.three_things:
        for part in re.split(r"\{[\w-]+\}", thing):
            assert squeezed(part) in said


def plans(content):
    for situation in content.situation.values():
        yield situation, Sheet("plan-a4", address(situation))


def follow_each_other(texts, said):
    at = 0
    for text in texts:
        for part in re.split(r"\{[\w-]+\}", text):
            at = said.find(squeezed(part), at)
            assert at >= 0, part


def steps_of(plan, *names):
    return [step for band in plan.bands if band.name in names for step in band.steps]


def test_a_plan_has_every_step_of_its_page_in_the_same_order_and_whole_what_is_for_today(made, content):
    """Of what can wait at least the first words, and whole what to say to a child."""
    for situation, sheet in plans(content):
        plan, said = plan_of(situation, content), squeezed(words(made[sheet]))
        today = [step.action.text for step in (*plan.child_first, *steps_of(plan, "now", "today"))]
        later = [re.match(r"[^.?!]+[.?!]", step.action.text)[0] for step in steps_of(plan, "this_week")]
        to_say = [step.action.text for step in steps_of(plan, "say")]

        follow_each_other([*today, *later, *to_say], said)
        assert squeezed("Someone to talk to") in said


def test_no_plan_leaves_out_what_not_to_do(made, content):
    for situation, sheet in plans(content):
        said = squeezed(words(made[sheet]))
        for step in plan_of(situation, content).steps():
            for sentence in readability.sentences(step.action.text):
                if re.search(r"\b(?:not|never|nobody|no one)\b", sentence, re.I):
                    follow_each_other(sentence.split("CEOP"), said)


def test_a_plan_has_what_comes_after_its_steps(made, edition, content):
    """Some of it leads to another plan: "Is it someone at home?"."""
    for _situation, sheet in plans(content):
        said = squeezed(words(made[sheet]))
        for paragraph in making.data_of(sheet, edition)["after"]:
            assert squeezed(paragraph) in said


def test_a_plan_in_short_keeps_what_comes_first(made, content):
    sheet = next(sheet for situation, sheet in plans(content) if situation.key == "sextortion_unpaid")
    said = squeezed(words(made[sheet]))

    assert squeezed("What can wait stands here in short.") in said
    assert squeezed("Tell your child before you do this.") in said


def test_each_service_that_a_plan_names_has_its_number_or_address_on_the_sheet(edition, content):
    for _situation, sheet in plans(content):
        data = making.data_of(sheet, edition)
        told = set()
        for step in (
            *data["first"],
            *(s for band in (*data["urgent"], *data["later"]) for s in band["steps"]),
        ):
            ways = {row["number"] for row in step["rows"] if row["number"]}
            assert not step["is_told"] or ways <= told | {row["number"] for row in data["rows"]}, step["text"]
            told |= ways


@pytest.mark.parametrize("key", ["ceop_education", "marie_collins_foundation", "internet_matters"])
def test_who_has_no_number_and_no_form_has_a_page_to_type(content, key):
    row = numbers.row(content.service[key], content)

    assert row["number"].split("/")[0].split(".")[-1] in ("uk", "org")


def test_a_plan_says_why_each_step_helps_or_where_to_read_it(made, content):
    for situation, sheet in plans(content):
        said = squeezed(words(made[sheet]))
        first_step = next(iter(plan_of(situation, content).steps()))

        why, told_where = squeezed(first_step.action.why), squeezed("why each step helps")
        assert (why in said) != (told_where in said), situation.key


def test_a_plan_in_short_says_so(made, content):
    for situation, sheet in plans(content):
        said = squeezed(words(made[sheet]))
        later = (step.action.text for step in steps_of(plan_of(situation, content), "this_week"))
        parts = [squeezed(part) for text in later for part in re.split(r"\{[\w-]+\}", text)]

        is_whole = all(part in said for part in parts)
        assert is_whole or squeezed("What can wait stands here in short.") in said, situation.key


def test_the_steps_of_a_plan_are_never_in_small_print(made, content):
    for situation, sheet in plans(content):
        letters = Counter()

        def note(text, _user, matrix, _font, size, letters=letters):
            letters[round(size * matrix[0], 2)] += len(text)

        made[sheet].pages[0].extract_text(visitor_text=note)
        assert letters.most_common(1)[0][0] >= 8.5, situation.key


def test_a_plan_opens_with_the_three_fixed_lines_and_says_that_it_can_be_found(made, content):
    for situation, sheet in plans(content):
        said = squeezed(words(made[sheet]))
        keys = (situation.first_line, "in_danger_call_999", "leave_pictures_alone")
        places = [
            said.index(squeezed(content.action[key].text))
            for key in keys
            if (situation.key, key) != ("not_in_uk", "in_danger_call_999")
        ]
        assert places == sorted(places), situation.key
        assert squeezed("Someone may find a print-out. Keep it in a safe place.") in said


def test_a_plan_has_the_numbers_of_its_services(made, content):
    for situation, sheet in plans(content):
        said = squeezed(words(made[sheet]))
        for service in plan_of(situation, content).services():
            if service.phone and service.category != "image_removal":
                number = re.match(r"\+?[\d -]*", service.phone_label)[0]
                assert squeezed(number) in said, (situation.key, service.key)


def longest(content):
    return max(content.situation.values(), key=lambda situation: len(situation.steps))


def longer(edition, situation, words):
    """The edition with more words at the end of each step for today of a situation."""
    content = edition.content
    for step in steps_of(plan_of(situation, content), "today"):
        text = f"{step.action.text} {words}"
        content = builders.changed(content, "action", step.action.key, text=text)
    return dataclasses.replace(edition, content=content)


def test_a_plan_stays_on_one_page_when_staff_and_a_school_write_more(edition, content):
    """The longest plan, with a few more words in each step and the longest names that the form takes."""
    situation = longest(content)
    more = longer(edition, situation, "A few more words.")
    pdf = read(making.with_school(Sheet("plan-a4", address(situation)), more, LONG))

    assert len(pdf.pages) == 1
    assert words(pdf).count("A few more words.") == len(steps_of(plan_of(situation, content), "today"))


def test_what_has_no_room_on_one_page_goes_on_to_the_next_and_never_off_the_paper(edition, content):
    situation = longest(content)
    more = longer(edition, situation, "A few more words of help. " * 20 + "The very last words.")
    pdf = read(making.with_school(Sheet("plan-a4", address(situation)), more, SCHOOL))

    heights = []
    for page in pdf.pages:
        page.extract_text(
            visitor_text=lambda _text, of_page, of_text, *_font: heights.append(
                of_text[5] * of_page[3] + of_page[5]
            )
        )
    assert 0 <= min(heights) < max(heights) <= A4[1]
    assert words(pdf).count("The very last words.") == len(steps_of(plan_of(situation, content), "today"))
    assert f"Page 1 of {len(pdf.pages)}" in words(pdf)


@pytest.mark.parametrize("kind", SIZES)
def test_a_telephone_reads_the_code_off_the_picture(edition, kind):
    sheet = next(sheet for sheet in ALL if sheet.kind == kind)
    pages = typesetting.compiled(making.data_of(sheet, edition), "png")
    first = pages[0] if isinstance(pages, list) else pages

    found = qr_codes.texts(first)
    assert found == [settings.SITE_URL + short_codes.go(sheet.path)] * (10 if kind == "cards-a4" else 1)
    assert qr_codes.levels(first) == {"M"}


def test_a_code_leads_to_its_page_and_goes_on_when_the_page_is_renamed(reader, store, edition, content):
    page = content.page["threats-online"]
    sheet = Sheet("poster-a4", address(page))
    assert reader.client.get(short_codes.go(sheet.path)).headers["Location"] == sheet.path

    renamed = dataclasses.replace(page, key="threats-by-strangers")
    moved = builders.with_item(builders.without(content, "page", page.key), "page", renamed)
    moved = builders.with_item(moved, "redirect", Redirect(key=sheet.path, to=address(renamed)))
    builders.put_live(store, builders.make_edition(moved, number=2))

    assert reader.client.get(short_codes.go(sheet.path)).headers["Location"] == address(renamed)
    assert reader.get(sheet.address).content.startswith(b"%PDF")


def test_a_number_that_staff_change_changes_on_paper_with_the_next_edition(reader, store, content):
    before = words(read(reader.get(POSTER.address).content))
    changed = builders.changed(content, "service", "childline", phone="08001112", phone_label="0800 1112")
    builders.put_live(store, builders.make_edition(changed, number=2))
    after = words(read(reader.get(POSTER.address).content))

    assert ("0800 1111" in before, "0800 1112" in before) == (True, False)
    assert ("0800 1111" in after, "0800 1112" in after) == (False, True)
    assert "Edition 2." in after


def test_what_was_to_be_checked_by_now_says_so(edition):
    with time_machine.travel(datetime.datetime(2026, 12, 22, 12, tzinfo=datetime.UTC), tick=False):
        said = words(read(making.plain(POSTER, edition)))

    assert "We are checking this again." in said
    assert "Check by" not in said


@pytest.fixture
def compiled(monkeypatch):
    """What is set, on an empty shelf for two: the titles."""
    titles = []
    monkeypatch.setattr(making, "shelf", making.Shelf(most=2))
    monkeypatch.setattr(typesetting, "made", lambda data: titles.append(data["title"]) or b"%PDF")
    return titles


def test_a_plain_pdf_is_made_once_and_few_are_kept(edition, compiled):
    for sheet in (ALL[0], ALL[0], ALL[1], ALL[2], ALL[0]):
        making.plain(sheet, edition)

    assert len(compiled) == 4
    assert len(making.shelf) == 2


def test_what_staff_preview_is_not_kept(edition, compiled):
    making.plain(ALL[0], dataclasses.replace(edition, digest=""))

    assert len(making.shelf) == 0


def test_the_page_lists_every_sheet_and_links_the_page_that_says_the_same(reader):
    page = reader.get("/print/").content.decode()

    assert "/print/" in LISTS
    assert sorted(re.findall(r'href="(/print/[^"]+)"', page)) == sorted(sheet.address for sheet in ALL)
    assert all(f'href="{sheet.path}"' in page for sheet in ALL)


@pytest.mark.parametrize("sheet", ALL, ids=NAMES)
def test_addresses_and_names_of_files_say_nothing(sheet):
    assert re.fullmatch(r"/print/[b-z2-9]{5}/(poster-a4|leaflet-a5|plan-a4|cards-a4)\.pdf", sheet.address)


def test_a_sheet_comes_as_a_pdf_for_the_browser_to_show(reader):
    answer = reader.get(POSTER.address)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="poster-a4.pdf"'
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("values", "to"),
    [
        ({"group": "after"}, "/advice/threats-online/"),
        ({"three_things": ()}, "/advice/threats-online/"),
        (None, "/help/threats-and-demands/"),
        (None, "/help/"),
        (None, "/advice/"),
    ],
)
@pytest.mark.parametrize("kind", ["poster-a4", "leaflet-a5"])
def test_a_sheet_that_is_no_longer_made_leads_to_the_page_of_its_code(content, store, values, to, kind):
    page = content.page["threats-online"]
    sheet = Sheet(kind, address(page))
    if values is None:
        gone = builders.without(content, "page", page.key)
        now = builders.with_item(gone, "redirect", Redirect(key=sheet.path, to=to))
    else:
        now = builders.changed(content, "page", page.key, **values)
    builders.put_live(store, builders.make_edition(now, number=2))

    answer = builders.Reader().client.get(sheet.address)

    assert (answer.status_code, answer.headers["Location"]) == (302, to)


@pytest.mark.parametrize("path", ["/print/zzzzz/poster-a4.pdf", f"/print/{POSTER.code}/flag-a4.pdf"])
def test_a_sheet_that_there_never_was_is_not_found(reader, path):
    assert reader.get(path).status_code == 404


def sent(reader, **values):
    what = f"{POSTER.code}/{POSTER.kind}"
    return reader.post("/print/", data={"what": what, **values}, headers={"sec-fetch-site": "same-origin"})


def test_a_school_gets_its_own_name_on_the_pdf(reader):
    answer = sent(reader, name=SCHOOL.name, lead=SCHOOL.lead)
    said = words(read(answer.content))

    assert SCHOOL.name in said
    assert SCHOOL.lead in said
    assert answer.headers["Content-Disposition"] == 'attachment; filename="poster-a4.pdf"'
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_what_a_school_typed_is_on_no_other_pdf(reader):
    sent(reader, name=SCHOOL.name, lead=SCHOOL.lead)

    assert SCHOOL.name not in words(read(reader.get(POSTER.address).content))
    assert "School:" in words(read(reader.get(POSTER.address).content))


def test_a_school_that_types_nothing_gets_room_to_write(reader):
    assert "Safeguarding lead:" in words(read(sent(reader, name="", lead="").content))


@pytest.mark.parametrize(
    "name",
    [
        "Ysgol Gŵyr, Tŷ ẃ ẁ ẅ ŷ",
        "Szkoła Łódź ąęćńóśźż",
        "مدرسة النور الابتدائية",
        "اردو سکول ٹڈڑںےہھگچپژ",
        "Ελληνικό σχολείο",
        "Українська школа",
    ],
)
def test_names_in_many_letters_are_printed_and_read_back(reader, name):
    said = unicodedata.normalize("NFKC", words(read(sent(reader, name=name).content)))

    assert set(name) - set(" ,") <= set(said)
    assert not set(said) & {"\ufffd", "\x00"}


@pytest.mark.parametrize("name", ["漢字小学校", "School 😀"])
def test_signs_that_the_typeface_lacks_are_refused_in_words_and_nothing_is_lost(reader, name):
    page = sent(reader, name=f"Old Mill {name}", lead="Mr Lee").content.decode()

    assert "We cannot print one of these signs" in page
    assert f"Old Mill {name}" in page
    assert "Mr Lee" in page


def test_signs_that_nobody_sees_are_left_out(reader):
    assert "Old Mill" in words(read(sent(reader, name="Old\u202e\ufeff \x07Mill\ue000").content))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "x" * (LONGEST_NAME + 1)}, f"at most {LONGEST_NAME} characters"),
        ({"lead": "x" * (LONGEST_LEAD + 1)}, f"at most {LONGEST_LEAD} characters"),
        ({"what": "elsewhere"}, "Please choose again"),
        ({"what": ""}, "Please choose what to print"),
    ],
)
def test_what_cannot_be_taken_is_said_kindly(reader, values, said):
    page = sent(reader, **values).content.decode()

    assert "There is a problem" in page
    assert said in page


def test_another_site_cannot_send_the_form(store):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post("/print/", {"what": "x"}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403


PRINTABLE = "abzABZ09 #$*_`<>@\\[](){}/=-+~\"'&%^|;:,.!?\n\tŵŷłąéß“”‘’–…"
HOSTILE = st.text(st.sampled_from(PRINTABLE) | st.characters(max_codepoint=0x17F), max_size=LONGEST_NAME)


@hypothesis_settings(max_examples=40, deadline=None)
@given(HOSTILE)
def test_whatever_is_typed_comes_out_as_text_and_never_as_markup(name):
    try:
        pdf = read(making.with_school(POSTER, EDITION, School(for_paper(name))))
    except typesetting.NoSuchLetter:
        assert not name.isascii()
        return

    assert compared(for_paper(name)) in compared(words(pdf))
    assert len(pdf.pages) == 1


CODE = (
    '#eval("1+1")',
    '#read("/etc/passwd")',
    "$ x $",
    '#include "sheet.typ"',
    "*x* _y_ `z`",
    "\\u{41}",
    "= Heading",
)


@pytest.mark.parametrize("name", CODE)
def test_code_of_the_typesetter_is_only_words(reader, name):
    assert squeezed(name) in squeezed(words(read(sent(reader, name=name).content)))


@pytest.mark.parametrize("kind", SIZES)
def test_the_longest_names_fit_on_every_kind(edition, kind):
    sheet = next(sheet for sheet in ALL if sheet.kind == kind)
    pdf = read(making.with_school(sheet, edition, LONG))

    assert len(pdf.pages) <= MOST_PAGES[kind]
    assert squeezed(LONG.lead) in squeezed(words(pdf))


@pytest.fixture
def no_room(monkeypatch):
    """As many sheets are being made as may be."""
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(typesetting, "_places", full)
    monkeypatch.setattr(making, "shelf", making.Shelf(most=2))
    monkeypatch.setattr(buttons, "shelf", making.Shelf(most=2))


def status_of(path):
    return Client().get(path).status_code


def asked_at_once(paths):
    """Ask for each in a thread of its own; what status each got."""
    with ThreadPoolExecutor(len(paths)) as pool:
        return list(pool.map(status_of, paths))


@pytest.fixture
def empty_shelves(store, monkeypatch):
    monkeypatch.setattr(making, "shelf", making.Shelf(making.MOST_KEPT))
    monkeypatch.setattr(buttons, "shelf", making.Shelf(most=64))


def test_all_who_ask_for_one_sheet_at_once_get_it_and_it_is_made_once(empty_shelves, monkeypatch):
    made = []
    compiled = typesetting.compiled
    monkeypatch.setattr(typesetting, "compiled", lambda *what: made.append(1) or compiled(*what))

    assert asked_at_once([POSTER.address] * typesetting.AT_ONCE) == [200] * typesetting.AT_ONCE
    assert len(made) == 1


def test_sheets_and_buttons_asked_for_at_once_are_made_in_turn(empty_shelves):
    pictures = [buttons.path(POSTER.code, form) for form in buttons.TYPES]
    paths = [*pictures, *(sheet.address for sheet in ALL[: typesetting.AT_ONCE - len(pictures)])]

    assert asked_at_once(paths) == [200] * typesetting.AT_ONCE


def test_printing_never_takes_all_threads_from_readers():
    assert gunicorn.threads - 2 >= typesetting.AT_ONCE


def test_more_than_may_wait_are_told_so_and_those_who_wait_are_served(empty_shelves):
    with ThreadPoolExecutor(typesetting.AT_ONCE) as pool:
        with typesetting._turn:
            waiting = [pool.submit(status_of, POSTER.address) for _ in range(typesetting.AT_ONCE)]
            while typesetting._places._value:
                time.sleep(0.01)
            assert status_of(POSTER.address) == 503

        assert [answer.result() for answer in waiting] == [200] * typesetting.AT_ONCE


def test_nobody_waits_for_ever(empty_shelves, monkeypatch):
    monkeypatch.setattr(typesetting, "PATIENCE", 0.01)
    with typesetting._turn:
        assert status_of(POSTER.address) == 503

    assert status_of(POSTER.address) == 200


def test_when_too_many_print_at_once_the_page_has_the_numbers(reader, no_room):
    answer = reader.get(POSTER.address)

    assert answer.status_code == 503
    assert "0800 1111" in answer.content.decode()


def test_when_too_many_print_at_once_the_browser_keeps_nothing_of_the_school(reader, no_room):
    values = {"what": f"{POSTER.code}/{POSTER.kind}", "name": SCHOOL.name}
    answer = reader.client.post("/print/", values, headers={"sec-fetch-site": "same-origin"})
    then = reader.get(answer.headers["Location"])

    assert answer.status_code == 302
    assert SCHOOL.name not in answer.headers["Location"]
    assert then.status_code == 503


def test_the_typesetter_is_loaded_only_for_whoever_prints():
    """It is 80 MB of program."""
    loads = "import esafe.wsgi, esafe.urls, sys; print({'typst', 'pymupdf_fonts'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", loads], capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    )

    assert done.stdout.strip() == "set()"


def test_the_typeface_is_unpacked_once_and_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    folder = typesetting.font_folder()
    first = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    typesetting.font_folder()

    assert set(first) == set(typesetting.FONTS)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == first
