"""Private search: what a frightened parent types leads to the right page, and is told to nobody."""

import gc
import re
import threading
import unicodedata
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esafe import problems, publishing, starter_loading
from esafe.addresses import public_addresses
from esafe.edition_store import EditionStore
from guidance import query, search, searchable, wording
from guidance.content import Synonym
from guidance.spelling import Spelling, distance
from tests import browsing, builders
from tests.test_accessibility import violations

NUMBERS = ("tel:999", "tel:08088005000", "tel:08001111")
WHAT_PARENTS_TYPE = {
    # threats and demands
    "sextortion": "situation:sextortion_unpaid",
    "sextorsion": "situation:sextortion_unpaid",
    "snap blackmail": "situation:sextortion_unpaid",
    "my son is being blackmailed on instagram": "situation:sextortion_unpaid",
    "someone is threatening to send my sons nudes to his friends": "situation:sextortion_unpaid",
    "blakmail": "situation:sextortion_unpaid",
    "they want money or they will post it": "situation:sextortion_unpaid",
    "he paid them in steam gift cards": "situation:sextortion_paid",
    "blackmailer messaged parents": "situation:parent_threatened",
    "is someone blackmailing me": "situation:parent_threatened",
    # pictures
    "sent a pic": "situation:image_shared",
    "nudes leaked": "situation:image_shared",
    "nudes going round school": "situation:image_shared",
    "revenge porn": "situation:image_shared",
    "how do i get a picture taken down": "service:report_remove",
    "report remove": "service:report_remove",
    "remove report": "service:report_remove",
    "deep fake": "situation:ai_nude",
    "boys at school made an AI nude of my daughter": "situation:ai_nude",
    "dick pic": "situation:sent_image",
    "my daughter keeps getting dik pics": "situation:sent_image",
    "she sent nudes to her boyfriend": "situation:peer_sexting",
    "sharing nudes": "situation:peer_sexting",
    "nudes on my sons phone": "situation:holds_others_image",
    "child porn on whatsapp group": "situation:found_csam",
    # someone is in touch, or on camera
    "grooming": "situation:grooming",
    "my daughter is being gromed": "situation:grooming",
    "old man talking to my daughter on roblox": "situation:grooming",
    "man on discord asking for pics": "situation:grooming",
    "catfished": "situation:grooming",
    "going to meet someone she met online": "situation:meeting_past_or_planned",
    "daughter missing gone to meet man": "situation:meeting_urgent",
    "omegle": "situation:webcam",
    "recorded him on video call": "situation:webcam",
    "it is happening right now on webcam": "situation:live_now",
    "step dad": "situation:known_adult",
    "teacher texting my daughter": "situation:known_adult",
    "husband looking at kids online": "situation:behaviour_adult",
    "my son touched his sister": "situation:behaviour_child",
    "fake account pretending to be my daughter": "situation:nasty_posts",
    "hacked roblox account": "situation:scams",
    "hiding her phone": "situation:signs",
    # very low
    "my son wants to kill himself": "situation:self_harm",
    "suicidle": "situation:self_harm",
    # what was done, and what comes next
    "i deleted the messages": "situation:already_deleted",
    "keep evidence": "page:keeping-a-record",
    "how long does it take after reporting": "page:after-you-report",
    "what do i say to my child": "page:talking-to-your-child",
    "is it illegal": "page:the-law",
    "parental controls": "page:seven-steps",
    "deaf sign language": "page:other-ways-to-get-help",
    # who can help
    "childline number": "service:childline",
    "NSPCC": "service:nspcc_helpline",
    "0808 800 5000": "service:nspcc_helpline",
    "ceop": "service:ceop_safety_centre",
    "police number": "service:police_101",
    "live in scotland police": "service:police_scotland",
    "samaritans": "service:samaritans",
    "bank": "service:bank_159",
    # this site
    "how to clear my history": "page:leaving",
    "privacy": "page:privacy",
}
HOSTILE = [
    '"',
    "'; DROP TABLE entry; --",
    '" OR "1"="1',
    "NEAR(nudes leaked, 5)",
    "title : nudes AND NOT keywords : leaked",
    "^nudes * - + ( ) { } [ ] :",
    "nudes*",
    "<script>alert(1)</script>",
    "{{ site.name }} {% debug %} {childline}",
    "nu\0des\0",
    "\ud800nudes\udfff",
    "\u202enudes\u202c \u200b\ufeff",
    "🍆🍑💦" * 50,
    "👨\u200d👩\u200d👧",
    "ﷺ" * 5000,
    "a" * 5000,
    "nudes " * 1000,
    "½ ² Ⅷ ǅ İ ß ﬁ",
    "नमस्ते مرحبا 你好 สวัสดี",
    "e\u0301" * 3000,
    "\r\nSet-Cookie: a=b",
    " \t\n ",
]


@pytest.fixture(scope="module")
def index(content):
    return search.index_of(content)


def refs(results):
    return [f"{result.kind}:{result.item.key}" for result in results]


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(("typed", "wanted"), WHAT_PARENTS_TYPE.items())
def test_what_parents_type_leads_to_the_right_page_among_the_first_three(index, typed, wanted):
    assert wanted in refs(index.find(typed))[:3]


@pytest.mark.parametrize("typed", ["", "xqzwv", "what do i do", "the", "🍆", "drugs"])
def test_what_fits_nothing_finds_nothing(index, typed):
    assert index.find(typed) == []


def test_plans_and_services_come_before_pages_and_pages_before_news(index):
    for typed in ("grooming", "blackmail campaign", "fake pictures made with ai", "photos"):
        kinds = [search.ORDER[result.kind] for result in index.find(typed)]
        assert kinds == sorted(kinds), typed


def test_a_service_for_adults_is_not_the_first_thing_that_a_parent_is_shown(index):
    for typed in ("deepfake", "nudes", "sextortion", "intimate pictures"):
        assert refs(index.find(typed))[0].startswith("situation:"), typed


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_input_is_safe(index, typed):
    assert len(index.find(typed)) <= search.MOST_RESULTS


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
def test_any_text_can_be_looked_for(text):
    for result in search.index_of(builders.starter_content()).find(text):
        assert text_of(result.title) in (getattr(result.item, "title", ""), getattr(result.item, "name", ""))


@given(st.text(alphabet='"*^:+-(){}[]ANDORTNE0 \\nudes', max_size=120))
def test_no_text_is_an_instruction(text):
    plain = "".join(c if c.isalnum() else " " for c in query.cleaned(text))
    index = search.index_of(builders.starter_content())

    assert refs(index.find(text)) == refs(index.find(plain))


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=600))
def test_what_was_typed_becomes_one_short_line_that_any_database_can_hold(text):
    line = query.cleaned(text)

    assert len(line) <= 100
    assert unicodedata.is_normalized("NFKC", line)
    assert line == " ".join(line.split())
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cf", "Cs"}
    line.encode()


def test_at_most_ten_words_are_looked_for():
    words = " ".join(f"word{number}" for number in range(30))

    assert query.terms(words) == [f"word{number}" for number in range(10)]


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("nudes", "nudes", 0),
        ("nuds", "nudes", 1),
        ("nuudes", "nudes", 1),
        ("nodes", "nudes", 1),
        ("nduse", "nudes", 2),
        ("snapcaht", "snapchat", 1),
        ("", "abc", 3),
    ],
)
def test_slips_of_the_finger_are_counted(one, other, slips):
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("blakmail", "blackmail"),
        ("sextrotion", "sextortion"),
        ("snapcaht", "snapchat"),
        ("nuds", "nudes"),
        ("zzzzzz", None),
        ("abc", None),
        ("x" * 80, None),
    ],
)
def test_a_misspelt_word_is_taken_for_the_nearest_one(typed, meant):
    known = Spelling({"blackmail": 9, "sextortion": 3, "snapchat": 5, "nudes": 7, "nurse": 1})

    assert known.nearest(typed) == meant


@given(st.text(alphabet="abcdn", max_size=9), st.text(alphabet="abcdn", max_size=9))
def test_words_that_are_alike_are_never_passed_over(one, other):
    """The quick look at letters may let too many through, never too few."""
    allowed = 2 if len(one) >= 8 else 1
    if min(len(one), len(other)) >= 4 and distance(one, other) <= allowed:
        assert Spelling({other: 1}).nearest(one) == other


def test_a_result_shows_whole_sentences_that_readers_may_see(index, content):
    allowed = {
        text: entry for entry in searchable.entries(content) for text in (entry.summary, *entry.sentences)
    }
    for typed in [*WHAT_PARENTS_TYPE, "delete", "screenshot", "do not", "police", "picture", "say"]:
        for result in index.find(typed):
            extract = text_of(result.extract)
            assert extract in allowed, (typed, extract)
            assert extract.rstrip("”’)")[-1:] in ".?", (typed, extract)
            assert wording.to_avoid(extract) == [], (typed, extract)


def test_what_was_found_is_marked_in_pieces_and_not_in_html(index):
    result = index.find("blackmail")[0]

    assert [piece.text for piece in result.extract if piece.found] == ["blackmail"]
    assert "<" not in text_of(result.extract)


def test_words_that_only_synonyms_know_reach_no_reader(reader, content):
    shown = {word for entry in searchable.entries(content) for word, _, _ in query.words(entry.title)}
    for typed in ("dick pic", "nonce", "kiddie porn", "slag page"):
        page = builders.text_of(main_of(reader.post("/search/", data={"q": typed})))
        for word in typed.split():
            assert word in shown or not re.search(rf"\b{word}\b", page, re.I), (typed, word)


def main_of(response):
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def with_synonym(content, *typed, means):
    return builders.with_item(content, "synonym", Synonym(key="new", typed=typed, means=means))


def test_a_synonym_leads_to_what_staff_say_that_it_means(content):
    told = with_synonym(content, "wibble", means=("page:the-law", "situation:webcam"))

    assert refs(search.Index(told).find("wibbles")) == ["situation:webcam", "page:the-law"]


def test_a_synonym_may_mean_words_that_the_site_uses(content):
    told = with_synonym(content, "wibble", means=("cookies",))

    assert refs(search.Index(told).find("wibble"))[0] == "page:cookies"


def test_the_synonym_with_the_most_words_counts(content):
    told = with_synonym(content, "grooming a dog", means=("page:about",))

    assert refs(search.Index(told).find("my son likes grooming a dog"))[0] == "page:about"


@pytest.mark.parametrize(
    ("typed", "means", "words"),
    [
        ((), ("page:the-law",), "say what readers type"),
        (("law",), (), "what it means here"),
        (("my",), ("page:the-law",), "“my” is too common"),
        (("…",), ("page:the-law",), "“…” is too common"),
        (("law",), ("page:gone",), "“page:gone”, which is not in this edition"),
        (("law",), ("action:stay_calm",), "“action:stay_calm”, which is not"),
        (("law",), ("the",), "“the”, which is not"),
    ],
)
def test_a_synonym_that_leads_nowhere_is_refused_with_words(content, typed, means, words):
    found = problems.find(with_synonym(content, *typed, means=means))

    assert any(problem.kind == "synonym" and words in problem.text for problem in found), found


def test_a_synonym_may_hold_words_that_readers_must_never_meet(content):
    assert problems.find(with_synonym(content, "child porn", "delete it!", means=("page:the-law",))) == []


@pytest.mark.django_db
def test_staff_teach_the_search_a_word_and_try_it_in_the_preview(empty_store, admin_client):
    starter_loading.load_once()
    publishing.publish("someone")
    new = {"key": "wibble", "state": "ready", "typed": "wibble\nwobble", "means": "page:the-law\ncookies"}

    assert admin_client.post("/admin/guidance/synonym/add/", new).status_code == 302
    previewed = admin_client.post("/admin/preview/search/", {"q": "wobbles"})
    publishing.publish("someone")
    live = builders.Reader().post("/search/", data={"q": "wobbles"})

    assert 'href="/admin/preview/advice/the-law/"' in main_of(previewed)
    assert 'action="/admin/preview/search/"' in main_of(previewed)
    assert 'href="/advice/the-law/"' in main_of(live)


def test_every_page_can_be_found_by_its_own_title(content, index):
    for entry in searchable.entries(content):
        assert entry.item in [result.item for result in index.find(entry.title)], entry.title


def test_a_new_edition_is_searched_at_once(reader, store, content):
    assert b"Wibbling" not in reader.post("/search/", data={"q": "wibbling"}).content
    page = builders.make_page(title="Wibbling")
    builders.put_live(store, builders.make_edition(builders.with_item(content, "page", page), number=2))

    assert b"/advice/a-test-page/" in reader.post("/search/", data={"q": "wibbling"}).content


def test_an_index_is_made_once_and_goes_with_its_edition(content):
    edition = builders.with_item(content, "page", builders.make_page())
    index = search.index_of(edition)
    assert search.index_of(edition) is index

    gone = weakref.ref(index)
    del edition, index
    gc.collect()
    assert gone() is None


def test_threads_share_one_index(content):
    index = search.Index(content)
    wanted = {typed: refs(index.find(typed)) for typed in WHAT_PARENTS_TYPE}
    wrong = []

    def read():
        wrong.extend(typed for typed in WHAT_PARENTS_TYPE if refs(index.find(typed)) != wanted[typed])

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_form_is_there_without_a_search(reader):
    response = reader.get("/search/")

    assert "X-Robots-Tag" not in response.headers
    assert re.search(r'<form[^>]* method="post" action="/search/"[^>]* data-swap', main_of(response))


@pytest.mark.parametrize("send", ["post", "get"])
def test_results_come_by_form_and_by_a_link_that_staff_made(reader, send):
    response = getattr(reader, send)("/search/", data={"q": "nudes leaked"})

    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "/help/picture-passed-on/" in main_of(response)


@pytest.mark.parametrize("send", ["post", "get"])
@pytest.mark.parametrize("typed", [typed for typed in HOSTILE if not {"\0", "\ud800"} & {*typed}])
def test_the_title_and_the_headers_say_nothing_of_what_was_typed(reader, send, typed):
    response = getattr(reader, send)("/search/", data={"q": typed[:150] if send == "get" else typed})
    page = response.content.decode()

    assert response.status_code == 200
    assert re.search("<title>(.*?)</title>", page)[1] == "Search – esafe"
    assert "script>alert" not in page
    plain = reader.post("/search/", data={"q": "xqzwv"}).headers
    assert {**response.headers, "Content-Length": ""} == {**plain, "Content-Length": ""}


def test_a_head_request_gets_no_body(reader):
    assert reader.client.head("/search/?q=nudes").content == b""


@pytest.mark.parametrize(
    "body",
    [b"", b"q", b"q=%ff%fe", b"q=" + b"%F0%9F%8D%86" * 900, b"&&&=;q", b"q=a&q=b", b"q=%ED%A0%80"],
)
def test_any_body_is_answered(reader, body):
    response = reader.post("/search/", data=body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200


def test_a_nul_is_refused_before_it_is_read(reader):
    assert reader.post("/search/", data={"q": "nu\0des"}).status_code == 400
    assert reader.get("/search/?q=nu%00des").status_code == 400


def test_what_was_typed_stays_in_the_box_and_nowhere_else(reader):
    page = reader.post("/search/", data={"q": 'Xqzwv "> <b>'}).content.decode()

    assert 'value="Xqzwv &quot;&gt; &lt;b&gt;"' in page
    assert page.lower().count("xqzwv") == 1


def test_when_nothing_fits_there_are_the_questions_and_the_numbers(reader):
    main = main_of(reader.post("/search/", data={"q": "xqzwv"}))

    assert "/concerned/" in main
    assert "/help/" in main
    assert all(f'href="{number}"' in main for number in NUMBERS)


def test_a_service_that_is_found_has_its_number_at_hand(reader):
    assert 'href="tel:08001111"' in main_of(reader.post("/search/", data={"q": "childline"}))


def test_the_box_keeps_nothing_and_leaves_the_escape_key_alone(reader):
    for box in re.findall(r"<input[^>]*name=.q.[^>]*>", reader.get("/search/").content.decode()):
        assert 'type="text"' in box
        assert 'autocomplete="off"' in box
        assert 'autocapitalize="sentences"' in box
        assert 'spellcheck="false"' in box


def test_a_box_to_search_is_on_every_page_once(reader, content):
    for path in [*public_addresses(content), "/nowhere/"]:
        page = reader.client.get(path).content.decode()
        assert len(re.findall(r'<form[^>]*method="post" action="/search/"', page)) == 1, path
        assert 'type="search"' not in page


PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True}


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_search_works_without_scripts_and_is_clean(new_context, site_address, look, width):
    context = new_context(viewport={"width": width, "height": 640}, **look)
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    for typed, wanted in (("nudes leaked", "What may help"), ("xqzwv", "We have no page with those words")):
        page.goto(site_address + "/help/")
        page.get_by_role("textbox", name="Search this site").fill(typed)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=wanted).wait_for()

        assert page.url == site_address + "/search/"
        assert page.title() == "Search – esafe"
        assert violations(page, contrast="forced_colors" not in look) == [], typed
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_with_scripts_results_come_in_place_and_leave_no_trace(new_context, site_address):
    page = new_context(**PHONE).new_page()
    asked, complaints = [], []
    page.on(
        "request", lambda request: "/static/" in request.url or asked.append((request.method, request.url))
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site_address + "/search/")
    entries = page.evaluate("history.length")
    asked.clear()
    for typed, wanted in (("canary nudes leaked", "What may help"), ("canaryxq", "We have no page")):
        page.get_by_role("textbox", name="What are you looking for?").fill(typed)
        page.get_by_role("button", name="Search").tap()
        page.get_by_role("heading", name=wanted).wait_for()
        assert page.evaluate("document.activeElement.textContent").startswith("We found")
        assert page.get_by_role("status").count() == 1
        assert violations(page) == []

    assert asked == [("POST", site_address + "/search/")] * 2
    assert page.url == site_address + "/search/"
    assert page.title() == "Search – esafe"
    assert page.evaluate("history.length") == entries
    assert "canary" not in page.evaluate(
        "JSON.stringify([history.state, {...sessionStorage}, {...localStorage}])"
    )
    assert complaints == []


def test_back_to_the_results_of_a_form_asks_nothing_and_shows_an_empty_box(new_context, site_address):
    page = new_context(**PHONE).new_page()
    page.goto(site_address)
    page.get_by_role("textbox", name="Search this site").fill("nudes leaked")
    page.keyboard.press("Enter")
    page.wait_for_url(site_address + "/search/")  # the first page may have such a link, too
    page.get_by_role("link", name="nude or sexual picture").tap()
    page.get_by_role("heading", name="Now", exact=True).wait_for()
    page.go_back()

    assert page.get_by_role("heading", name="Search", exact=True).is_visible()
    assert page.get_by_role("textbox", name="What are you looking for?").input_value() == ""


def test_no_file_of_the_server_holds_what_was_typed(tmp_path, edition, new_context):
    builders.put_live(EditionStore(tmp_path / "editions"), edition)
    with browsing.gunicorn(tmp_path) as address:
        page = new_context().new_page()
        page.goto(address + "/search/")
        page.get_by_role("textbox", name="What are you looking for?").fill("canary5f1d")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="We have no page").wait_for()
        page.goto(address + "/search/?q=canary5f1d")

    for file in tmp_path.rglob("*"):
        if file.is_file() and not file.is_symlink():
            assert b"canary5f1d" not in file.read_bytes(), file
