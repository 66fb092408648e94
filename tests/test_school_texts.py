"""Texts for schools: with today's numbers, to copy or as files that programs open."""

import io
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest
from django.conf import settings
from playwright.sync_api import expect

from esafe import short_codes
from esafe.addresses import address
from guidance import readability, wording
from guidance.schools import docx
from guidance.schools.text_views import NAMES
from tests import builders
from tests.test_accessibility import violations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LINK = settings.SITE_URL + short_codes.go("/concerned/")


def file(reader, key, ending):
    response = reader.client.get(f"/schools/texts/{key}.{ending}")
    assert response.status_code == 200
    return response


def parts(reader, key):
    """Every part of the .docx, parsed."""
    with zipfile.ZipFile(io.BytesIO(file(reader, key, "docx").content)) as archive:
        assert archive.testzip() is None
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def paragraphs(parts):
    """(style, words) of every paragraph."""
    return [
        (found.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), "".join(t.text or "" for t in found.iter(f"{W}t")))
        for found in parts["word/document.xml"].iter(f"{W}p")
    ]


def words_of(reader, key, ending):
    if ending == "docx":
        return " ".join(words for _style, words in paragraphs(parts(reader, key)))
    return builders.text_of(
        re.search("<body>(.*)</body>", file(reader, key, ending).content.decode(), re.S)[1]
    )


def whom_to_call(content):
    return [content.service[key].phone_label for key in ("police_999", "nspcc_helpline", "childline")]


@pytest.mark.parametrize("key", NAMES)
@pytest.mark.parametrize("ending", ["docx", "html"])
def test_every_file_has_the_numbers_of_today_and_the_short_link(reader, content, key, ending):
    words = words_of(reader, key, ending)

    assert all(number in words for number in whom_to_call(content))
    assert LINK in words
    assert "[name of your school]" in words
    assert "{" not in words
    assert short_codes.target(content, LINK.split("/")[-2]) == "/concerned/"


@pytest.mark.parametrize("key", NAMES)
def test_both_files_say_the_same(reader, key):
    docx_words, html_words = ("".join(words_of(reader, key, ending).split()) for ending in ("docx", "html"))

    assert docx_words == html_words


def test_the_page_shows_every_text_whole(reader):
    page = "".join(builders.text_of(reader.get("/schools/texts/").content.decode()).split())

    for key in NAMES:
        assert "".join(words_of(reader, key, "html").split()) in page


def test_a_number_that_staff_change_is_in_page_and_files_with_the_next_edition(reader, store, content):
    changed = builders.changed(
        content, "service", "nspcc_helpline", phone="08081112222", phone_label="0808 111 2222"
    )
    builders.put_live(store, builders.make_edition(changed, number=2))

    everywhere = [words_of(reader, key, ending) for key in NAMES for ending in ("docx", "html")]
    for words in (*everywhere, reader.get("/schools/texts/").content.decode().split("<footer")[0]):
        assert "0808 111 2222" in words
        assert "0808 800 5000" not in words


@pytest.mark.parametrize("key", ["letter", "newsletter"])
@pytest.mark.parametrize("ending", ["docx", "html"])
def test_on_paper_each_address_leads_to_the_form_itself_or_by_our_short_link(reader, content, key, ending):
    words = words_of(reader, key, ending).replace(" .", ".")
    short = short_codes.go(address(content.service["report_remove"]))

    assert "at ceop.police.uk/ceop-reporting." in words
    assert "at report.iwf.org.uk." in words
    assert f"at {settings.SITE_URL.split('//')[1]}{short.rstrip('/')}." in words
    assert f'href="{settings.SITE_URL}{short}"' in file(reader, key, "html").content.decode()


def test_a_form_that_a_service_does_not_have_is_left_out(reader, store, content):
    changed = builders.changed(content, "service", "iwf", report_url="", report_label="")
    builders.put_live(store, builders.make_edition(changed, number=2))

    assert content.service["iwf"].name not in words_of(reader, "letter", "html")


@pytest.mark.parametrize("key", NAMES)
def test_blame_is_taken_away_before_anything_is_to_be_done(reader, key):
    words = words_of(reader, key, "html")

    assert words.index("not your child’s fault") < min(
        words.find(do) for do in ("call 999", "In danger", "Listen", "Do not") if do in words
    )


@pytest.mark.parametrize("key", NAMES)
def test_every_text_reads_easily_harms_nobody_and_has_no_figures(reader, key):
    html = file(reader, key, "html").content.decode()
    text = re.search("<body>(.*)</body>", html, re.S)[1]

    assert (readability.reading_age(text) or 0) <= readability.OLDEST_READING_AGE
    assert readability.long_sentences(text) == []
    assert wording.to_avoid(text) == []
    assert wording.unsafe_advice(text) == []
    assert not re.search(r"\d ?%|per cent|\b20\d\d\b", text)


@pytest.mark.parametrize("key", NAMES)
def test_the_docx_is_whole(reader, key):
    found = parts(reader, key)
    types = {row.get("PartName"): row.get("ContentType") for row in found["[Content_Types].xml"]}

    assert types["/word/document.xml"].endswith("wordprocessingml.document.main+xml")
    for name in types:
        assert name is None or name.lstrip("/") in found
    for name, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        for row in found[name].iter(RELATIONSHIP):
            assert row.get("TargetMode") == "External" or folder + row.get("Target") in found
    known = {row.get("Id") for row in found["word/_rels/document.xml.rels"].iter(RELATIONSHIP)}
    used = {link.get(f"{R}id") for link in found["word/document.xml"].iter(f"{W}hyperlink")}
    assert used
    assert used <= known


@pytest.mark.parametrize("key", NAMES)
def test_the_docx_has_its_title_its_language_and_styles_that_are_there(reader, key):
    found = parts(reader, key)
    core = {row.tag.split("}")[1]: row.text for row in found["docProps/core.xml"]}
    styles = {row.get(f"{W}styleId") for row in found["word/styles.xml"].iter(f"{W}style")}

    assert core["title"] == NAMES[key]
    assert core["language"] == "en-GB"
    assert next(found["word/styles.xml"].iter(f"{W}lang")).get(f"{W}val") == "en-GB"
    assert {style for style, _words in paragraphs(found)} <= styles


def test_the_letter_has_real_headings_a_real_list_and_links(reader, content):
    found = parts(reader, "letter")
    styles = [style for style, _words in paragraphs(found)]
    outside = {
        row.get("Target")
        for row in found["word/_rels/document.xml.rels"].iter(RELATIONSHIP)
        if row.get("TargetMode") == "External"
    }

    assert styles[0] == "Heading1"
    assert styles.count("Heading1") == 1
    assert styles.count("Heading2") == 3
    assert styles.count("ListBullet") > 8
    assert {LINK, content.service["ceop_safety_centre"].report_url} <= outside
    numbered = found["word/styles.xml"].find(f".//{W}style[@{W}styleId='ListBullet']//{W}numId")
    assert numbered.get(f"{W}val") in {
        row.get(f"{W}numId") for row in found["word/numbering.xml"].iter(f"{W}num")
    }


def test_words_that_look_like_markup_stay_words(edition):
    made = docx.document(
        "<p>A &lt;w:p&gt; &amp; B\x0b</p>", title='<"&>', creator="", modified=edition.published_at
    )
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
        assert '&lt;"&amp;&gt;' in archive.read("docProps/core.xml").decode().replace("&quot;", '"')

    assert "".join(t.text for t in document.iter(f"{W}t")).strip() == "A <w:p> & B"


@pytest.mark.parametrize("key", NAMES)
def test_the_docx_opens_in_libreoffice_where_there_is_one(reader, key, tmp_path):
    """Its parts are held to the standard above; this one only where the program is."""
    made = file(reader, key, "docx").content
    assert made == file(reader, key, "docx").content
    if soffice := shutil.which("soffice") or shutil.which("libreoffice"):
        (tmp_path / "a.docx").write_bytes(made)
        command = [
            soffice,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/home",
            "--convert-to",
            "txt:Text",
        ]
        subprocess.run(
            [*command, "--outdir", str(tmp_path), str(tmp_path / "a.docx")], check=True, timeout=180
        )
        assert "0800 1111" in (tmp_path / "a.txt").read_text(encoding="utf-8-sig")


def test_a_file_says_what_it_is_and_is_to_be_kept_by_who_asked_for_it(reader):
    letter = file(reader, "letter", "docx")

    assert letter.headers["Content-Type"] == docx.TYPE
    assert letter.headers["Content-Disposition"] == 'attachment; filename="letter.docx"'
    assert 'lang="en-GB"' in file(reader, "letter", "html").content.decode()


@pytest.mark.parametrize("name", ["letter.pdf", "nothing.docx", "letter.docx/"])
def test_there_is_no_other_file(reader, name):
    assert reader.client.get(f"/schools/texts/{name}").status_code == 404


def test_a_text_is_copied_with_one_press(new_context, site_address):
    page = new_context(viewport={"width": 1000, "height": 800}).new_page()
    page.goto(site_address + "/schools/texts/")
    page.get_by_role("button", name="Copy A message for messaging apps").click()
    page.get_by_role("status").filter(has_text="Copied").wait_for()
    page.goto(site_address + "/schools/check/")
    box = page.get_by_label("The text of your page")
    box.focus()
    page.keyboard.press("Control+v")

    expect(box).to_have_value(re.compile(r"^From \[name of your school\]:"))
    assert "0800 1111" in box.input_value()


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_page_is_clean_and_shows_no_button_that_does_nothing(new_context, site_address, width, look):
    for blocked in (False, True):
        context = new_context(viewport={"width": width, "height": 568}, color_scheme=look)
        if blocked:
            context.route("**/copy*.js", lambda route: route.abort())
        page = context.new_page()
        page.goto(site_address + "/schools/texts/")
        page.wait_for_load_state()

        assert page.locator("[data-copy-button]:visible").count() == (0 if blocked else len(NAMES))
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
