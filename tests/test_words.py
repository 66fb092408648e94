"""How our words read, and what rich text may hold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esafe import prose, starter
from guidance import readability, wording

ACTIONS = {entry.item.key: entry.item for entry in starter.load() if entry.kind == "action"}
# They reassure, inform, or are for someone else to do: a parent has nothing to tick.
NOTHING_TO_TICK = {
    "cannot_pull_back",
    "child_in_picture",
    "expect_more_threats",
    "law_between_friends",
    "not_ruined",
}
# 999 stands on every page (S1) and ages say who a step is for; other numbers live in services.
NUMBERS_ON_THE_LIST = {"999", "13", "18"}


@pytest.mark.parametrize("entry", starter.load(), ids=lambda entry: f"{entry.kind}-{entry.item.key}")
def test_every_shipped_text_reads_easily_and_harms_nobody(entry):
    assert list(starter.words_to_mend(entry)) == []


@pytest.mark.parametrize("key", [key for key, action in ACTIONS.items() if action.short])
def test_a_task_on_the_list_to_tick_off_is_short_and_names_no_service_number(key):
    short = ACTIONS[key].short

    assert len(short) <= 60
    assert not short.endswith(".")
    assert set(re.findall(r"\d+", short)) <= NUMBERS_ON_THE_LIST


def test_every_action_that_is_something_to_do_stands_on_the_list_to_tick_off():
    to_do = {key for key, action in ACTIONS.items() if action.kind == "do"}
    on_the_list = {key for key, action in ACTIONS.items() if action.short}

    assert on_the_list == to_do - NOTHING_TO_TICK
    assert to_do >= NOTHING_TO_TICK


@pytest.mark.parametrize(
    "text",
    [
        "Delete the chat.",
        "You can delete it now.",
        "Open it or delete it.",
        "Start by deleting everything.",
        "Do a factory reset.",
        "Take a screenshot.",
        "Screenshots help the police.",
        "There is no time, so photograph the screen.",
    ],
)
def test_advice_to_delete_or_to_capture_is_found(text):
    assert wording.unsafe_advice(text)


@pytest.mark.parametrize(
    "text",
    [
        "Copy the picture.",
        "Forward the pictures to the police.",
        "You can email the image to us.",
        "Send the picture to CEOP.",
        "Keep a copy of the picture.",
        "Look at the picture together.",
        "Ask your child to send you the picture.",
        "Ask your friend to forward the picture.",
        "Show the photo to the school.",
        "Start by forwarding it.",
        "If you have not told anyone, delete the chat.",
        "Do not reply, but delete the chat.",
        "Do not panic – delete it.",
        "Get rid of the messages.",
    ],
)
def test_advice_to_handle_a_picture_is_found_whatever_else_the_sentence_forbids(text):
    assert wording.unsafe_advice(text)


@pytest.mark.parametrize(
    "text",
    [
        "Do not copy, forward or save the picture.",
        "Someone is threatening to share my child’s picture.",
        "It is against the law to have or send a picture of a child.",
        "They may ask your child to send more pictures.",
        "Your child can send the picture to {report_remove} themselves.",
        "Leave any copy of a picture where it is.",
    ],
)
def test_what_describes_a_wrong_or_the_law_advises_nothing(text):
    assert wording.unsafe_advice(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Do not delete anything.",
        "Never delete the chat.",
        "Do not open it, send it on or delete it.",
        "Do not take a screenshot of any picture.",
        "If you have deleted things already, you have not ruined anything.",
        "Contact the Revenge Porn Helpline.",
    ],
)
def test_sentences_that_forbid_it_may_stay(text):
    assert wording.to_avoid(text) == []
    assert wording.unsafe_advice(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Report Remove will remove all copies of the image from the internet.",
        "{report_remove} can delete every copy.",
        "They will take down the picture from the internet.",
        "We promise that the pictures will be removed.",
        "We guarantee its removal.",
        "We can promise you that the video will go.",
        "Removal is quick, and they guarantee removal.",
        "All copies will be deleted.",
        "Every picture will be gone.",
        "The picture will be removed within 24 hours.",
        "We will get it removed.",
    ],
)
def test_a_promise_of_removal_is_found_and_help_is_named_instead(text):
    assert {instead for _, instead in wording.to_avoid(text)} == {"there is help"}


@pytest.mark.parametrize(
    "text",
    [
        "Nobody can promise that every copy will go.",
        "No one can say how long it takes, or promise that every copy will go.",
        "Nobody can remove every copy.",
        "We cannot promise that it will be removed.",
        "We do not promise removal.",
        "They cannot guarantee removal.",
        "They work to get such pictures removed.",
        "Report Remove helps to get a picture taken down.",
        "We promise to listen.",
        "Not every copy will go.",
        "All pictures will go on show in the hall.",
        "We will remove your child’s photo from the web site if you ask.",
    ],
)
def test_honest_words_about_removal_may_stay(text):
    assert wording.to_avoid(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Your child will not get into trouble if they tell us.",
        "they won't be in trouble",
        "They won’t get in trouble.",
        "You cannot get into trouble.",
        "You will never be in any trouble.",
        "Nobody will get into trouble.",
        "It can’t get your child into trouble.",
        "This will not put them in trouble.",
        "Your child will not be arrested.",
        "Children won’t get a criminal record.",
    ],
)
def test_a_promise_that_nobody_gets_into_trouble_is_found(text):
    assert {instead for _, instead in wording.to_avoid(text)} == {"say honestly what the police look at"}


@pytest.mark.parametrize(
    "text",
    [
        "You will not be in trouble with me.",
        "Some children fear that they will get into trouble.",
        "The police can deal with it without charging anyone.",
        "You will not be charged for the call.",
    ],
)
def test_honest_words_about_trouble_may_stay(text):
    assert wording.to_avoid(text) == []


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Sexting is common.", "sharing nudes"),
        ("Talk about sexting.", "sharing nudes"),
        ("A sexting incident.", "nude-sharing"),
    ],
)
def test_sexting_as_the_main_word_gets_a_better_one(text, better):
    assert [instead for _, instead in wording.to_avoid(text)] == [better]


@pytest.mark.parametrize(
    "text",
    [
        "Sharing nudes (often called sexting)",
        "Sharing nudes, also known as sexting, is common.",
        "Sharing nudes (sexting) is common.",
        "What some call “sexting” is common.",
        "What some call 'sexting' is common.",
        "See example.org/sexting-advice.",
        "Her boyfriend is in her class.",
    ],
)
def test_sexting_that_is_explained_or_in_quotes_may_stay(text):
    assert wording.to_avoid(text) == []


def test_a_word_to_avoid_comes_with_a_better_one():
    assert wording.to_avoid("Every Victim was brave!") == [
        ("Victim", "child who was harmed"),
        ("!", "a full stop"),
    ]


def test_long_sentences_are_found_across_tags():
    words = " ".join(["word"] * 26)

    assert readability.long_sentences(f"<p>Short. {words}.</p>") == [f"{words}."]
    assert readability.long_sentences(f"<ul><li>{words[:60]}</li><li>{words[:60]}</li></ul>") == []


def test_reading_age_rises_with_longer_words_and_sentences():
    easy = "The dog ran to the cat. " * 20
    hard = (
        "Multidisciplinary safeguarding partnerships necessitate comprehensive documentation procedures. "
        * 12
    )

    assert readability.reading_age(easy) < 9 < 16 < readability.reading_age(hard)
    assert readability.lix(easy) < 30 < 60 < readability.lix(hard)
    assert readability.reading_age("Too short to judge.") is readability.lix("Too short.") is None


@given(st.text())
def test_any_text_can_be_judged(text):
    wording.to_avoid(text)
    wording.unsafe_advice(text)
    readability.long_sentences(text)
    readability.reading_age(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>Hello <strong>you</strong></p>", "<p>Hello <strong>you</strong></p>"),
        ("<p></p><p>a</p>", "<p>a</p>"),
        ('<p class="MsoNormal" style="color:red">a</p>', "<p>a</p>"),
        ("<h1>a</h1>", "a"),
        ('<a href="https://example.org">a</a>', '<a href="https://example.org">a</a>'),
        ('<a href="/advice/the-law/">a</a>', '<a href="/advice/the-law/">a</a>'),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<img src="x" onerror="y">a', "a"),
        ("<script>x</script>a", "a"),
        ("<svg><script>x</script></svg>a", "a"),
    ],
)
def test_rich_text_keeps_the_sites_own_tags_and_nothing_else(typed, kept):
    assert prose.clean(typed) == kept


def test_points_of_word_become_a_list_when_they_are_saved():
    typed = "<p>First</p><p>· One</p>\n<p>•&nbsp;&nbsp;<strong>Two</strong></p><p>3 · 4</p>"

    assert (
        prose.points_as_lists(typed)
        == "<p>First</p><ul><li>One</li><li><strong>Two</strong></li></ul><p>3 · 4</p>"
    )


@pytest.mark.parametrize(
    "bomb", ["<ul><li>" * 20_000, "<div>" * 20_000, "<em><p>" * 20_000, "a" * (prose.LARGEST + 1)]
)
def test_a_bomb_of_tags_is_refused_with_words(bomb):
    with pytest.raises(prose.TooMuchHtml, match="This text"):
        prose.clean(bomb)


@given(st.text(alphabet="<>/abcdefhilnoprstu \"'=:", max_size=200))
def test_cleaning_twice_changes_nothing(text):
    once = prose.clean(text)

    assert prose.clean(once) == once
