"""A number lives in one place: changed once by staff, it is new everywhere with the next edition."""

import io
import zipfile

import pytest
from pypdf import PdfReader

from esafe.short_codes import code
from guidance.schools import cards
from reporting_links.models import Service
from tests import builders
from tests.test_two_people import approve_all, person, publish, save, to

pytestmark = pytest.mark.django_db

OLD, NEW = "0808 800 5000", "0808 157 0999"
QUESTIONS, NUMBERS = code("/concerned/"), code("/services/")


def of_page(answer):
    return builders.text_of(answer.content.decode())


def of_docx(answer):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        return builders.text_of(file.read("word/document.xml").decode())


def of_pdf(answer):
    pages = PdfReader(io.BytesIO(b"".join(answer) if answer.streaming else answer.content)).pages
    return " ".join(" ".join(page.extract_text().replace("\xa0", " ").split()) for page in pages)


# Everything that gives the number of the NSPCC Helpline, and how its words are read.
SHOWN = {
    "its own page": ("/services/nspcc-helpline/", of_page),
    "whom to call": ("/services/", of_page),
    "the end of every page": ("/about/", of_page),
    "a plan": ("/help/threats-and-demands/", of_page),
    "a card": (cards.path(QUESTIONS, "large", "auto"), of_page),
    "the letter to copy": ("/schools/texts/", of_page),
    "the letter as a file for a word processor": ("/schools/texts/letter.docx", of_docx),
    "the letter as a file for a website": ("/schools/texts/letter.html", of_page),
    "a poster": (f"/print/{NUMBERS}/poster-a4.pdf", of_pdf),
    "a leaflet": (f"/print/{NUMBERS}/leaflet-a5.pdf", of_pdf),
    "the cards for a wallet": (f"/print/{NUMBERS}/cards-a4.pdf", of_pdf),
    "the feed": ("/news.atom", of_page),
    "the interface for programs": ("/api/services/nspcc-helpline/", of_page),
}


def words(shown):
    path, read = SHOWN[shown]
    answer = builders.Reader().client.get(path)
    assert answer.status_code == 200, path
    return read(answer)


def test_a_number_that_staff_change_once_is_new_everywhere(site):
    assert {shown: OLD in words(shown) for shown in SHOWN} == dict.fromkeys(SHOWN, True)
    writer = person("Writer", "Reviewer", "Publisher", email="writer@example.org")
    reviewer = person("Reviewer", "Publisher", email="reviewer@example.org")

    save(writer, Service.objects.get(key="nspcc_helpline"), **to(NEW))
    assert {shown: NEW in words(shown) for shown in SHOWN} == dict.fromkeys(SHOWN, False)
    approve_all(reviewer)
    publish(writer)

    assert {shown: NEW in words(shown) for shown in SHOWN} == dict.fromkeys(SHOWN, True)
    assert {shown: OLD in words(shown) for shown in SHOWN} == dict.fromkeys(SHOWN, False)
