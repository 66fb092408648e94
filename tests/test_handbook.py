"""The handbook for staff: open to all of them, and true of the product as it is."""

import re
from html.parser import HTMLParser
from pathlib import Path

import allauth
import django
import pytest
from django.contrib.staticfiles import finders

from esafe.staff.handbook_views import RIGHTS, SECTIONS
from esafe.staff.roles import ROLES
from tests import browsing, colleagues, handbook_pictures, html_checker
from tests.staff_sites import clean

HANDBOOK = "/admin/handbook/"
MOST_BYTES = 60 * 1024


class Handbook(HTMLParser):
    """What a page of the handbook quotes, links to and shows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.labels: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.headings: list[str] = []
        self._into: list[str] | None = None
        self.feed(page[page.index('<div class="handbook">') : page.index("</main>")])

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.addresses.append(values["href"])
        elif tag == "img":
            self.pictures.append(values)
        self._into = {"b": self.labels, "h2": self.headings}.get(tag, self._into)
        if tag in ("b", "h2"):
            assert tag == "h2" or values == {"class": "label"}
            self._into.append("")

    def handle_data(self, data):
        if self._into is not None:
            self._into[-1] += data

    def handle_endtag(self, tag):
        if tag in ("b", "h2"):
            self._into = None


@pytest.fixture
def colleague(client, site):
    return colleagues.sign_in(client, colleagues.someone("Writer"))


@pytest.fixture
def handbook(colleague):
    return Handbook(colleague.get(HANDBOOK).content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_read_it(client, site, role):
    colleagues.sign_in(client, colleagues.someone(role))

    assert client.get(HANDBOOK).status_code == 200


@pytest.mark.django_db
def test_a_stranger_is_asked_who_they_are(client, site):
    response = client.get(HANDBOOK)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/", "/admin/guidance/page/", HANDBOOK])
def test_pages_of_staff_lead_to_it(colleague, address):
    assert f'<a href="{HANDBOOK}">Handbook</a>' in colleague.get(address).content.decode()


@pytest.mark.django_db
def test_its_contents_name_every_part(handbook):
    names = [name for name, _heading in SECTIONS]

    assert [address for address in handbook.addresses if address.startswith("#")][: len(names)] == [
        f"#{name}" for name in names
    ]
    assert handbook.headings == ["On this page", *(str(heading) for _name, heading in SECTIONS)]
    assert len(set(handbook.ids)) == len(handbook.ids)


@pytest.mark.django_db
def test_it_says_of_every_role_what_the_table_of_roles_says(colleague):
    page = colleague.get(HANDBOOK).content.decode()
    told = dict(re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', page, re.S))

    assert list(told) == list(ROLES)
    for role, rights in ROLES.items():
        for right, words in RIGHTS:
            assert (f"<li>{words}</li>" in told[role]) is (right in rights), (role, right)
    assert all(any(right in rights for rights in ROLES.values()) for right, _words in RIGHTS)


# What it shows


@pytest.mark.django_db
def test_every_picture_is_there_and_described_and_takes_its_place_before_it_comes(handbook):
    assert len(handbook.pictures) >= 5
    for picture in handbook.pictures:
        assert len(picture["alt"]) > 30, picture
        assert picture["loading"] == "lazy"
        assert picture["width"].isdigit()
        assert picture["height"].isdigit()


def test_every_picture_is_as_large_as_it_is_said_to_be_and_small_to_send():
    sizes = handbook_pictures.sizes()
    folder = browsing.ROOT / "static/img/handbook"

    assert set(sizes) == set(handbook_pictures.PICTURES) == {file.stem for file in folder.iterdir()}
    for name, (width, height) in sizes.items():
        file = Path(finders.find(f"img/handbook/{name}.webp")).read_bytes()
        assert len(file) <= MOST_BYTES, name
        assert size_of_webp(file) == (width * 2, height * 2), name


def size_of_webp(file: bytes) -> tuple[int, int]:
    """Width and height, as the long form of WebP says them."""
    assert file[:4] + file[8:16] == b"RIFFWEBPVP8X"
    return int.from_bytes(file[24:27], "little") + 1, int.from_bytes(file[27:30], "little") + 1


# What it says


def where_words_come_from() -> str:
    """The text of all templates and code that staff see words of, but for the handbook itself."""
    libraries = [Path(django.__file__).parent / "contrib", Path(allauth.__file__).parent]
    folders = [
        *(browsing.ROOT / name for name in ("templates", "esafe", "guidance", "reporting_links", "contact"))
    ]
    files = [
        file
        for folder in [*folders, *libraries]
        for ending in ("*.html", "*.py")
        for file in folder.rglob(ending)
        if "handbook" not in str(file.relative_to(folder))
    ]
    return "\n".join(file.read_text() for file in files)


@pytest.mark.django_db
def test_every_label_that_it_quotes_is_on_some_page(handbook):
    source = where_words_come_from()
    assert len(handbook.labels) > 50
    for label in handbook.labels:
        words = re.escape(label).replace("…", r"\{\{ \w+ \}\}").replace("’", "[’']")
        # Whole: from the tag or quotation mark before it to the one after it.
        whole = rf"""["'>}}]{words}(?:["'<:]|\{{%)"""
        assert re.search(whole, source, re.IGNORECASE), label


@pytest.mark.django_db
def test_every_address_that_it_links_to_answers(handbook, client):
    for address in handbook.addresses:
        if address.startswith("#"):
            assert address[1:] in handbook.ids, address
        else:
            assert client.get(address).status_code in (200, 403), address


@pytest.mark.django_db
def test_it_is_valid_html(colleague, tmp_path):
    page = colleague.get(HANDBOOK).content

    assert html_checker.complaints([("handbook", page)], tmp_path) == []


# In a browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_breaks_no_policy_and_is_clean_for_axe(sit_down, scheme, width):
    page, complaints = sit_down(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.get_by_role("link", name="Handbook", exact=True).first.click()
    page.get_by_role("heading", name="When something goes wrong").wait_for()

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert clean(page, complaints) == []


def test_every_picture_appears_when_it_is_scrolled_to(sit_down):
    page, complaints = sit_down()
    page.goto(HANDBOOK)
    for picture in page.locator(".handbook img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("async (img) => { await img.decode(); }")
        assert picture.evaluate("(img) => img.naturalWidth") > 0

    assert complaints == []


def test_its_contents_lead_to_each_part_by_keyboard(sit_down):
    page, _complaints = sit_down()
    page.goto(HANDBOOK)
    page.get_by_role("navigation", name="On this page").get_by_role(
        "link", name="Taking something back"
    ).focus()
    page.keyboard.press("Enter")

    heading = page.get_by_role("heading", name="Taking something back")
    page.wait_for_url("**/handbook/#undoing")
    page.wait_for_function("heading => heading.getBoundingClientRect().y < 200", arg=heading.element_handle())
