""" "Check our page": what is wrong in the text of a school's own page, and what to paste instead."""

import re
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from esafe.middleware import LARGER_BODIES
from guidance import wording
from guidance.schools import essentials
from guidance.schools.better_words import NOT_EVERYWHERE
from guidance.schools.check_form import LONGEST, LONGEST_IN_THE_BOX
from guidance.schools.out_of_date import out_of_date
from guidance.schools.page_check import check
from guidance.schools.ready_lines import ACTIONS, SENTENCES, sentence_for
from guidance.schools.text_views import text_of
from tests import builders
from tests.test_accessibility import LOOKS, violations

ADDRESS = "/schools/check/"
FORM = "application/x-www-form-urlencoded"
OLD_PAGE = """Visit Thinkuknow (www.thinkuknow.co.uk/parents/) for films.
Call CEOP on 0870 000 3344. Childline: 0800 1111
Take screenshots of the pictures.
Victims can ask for help.
School office: 01234 567890."""


@pytest.fixture
def found(content):
    """What the check says of a text: the one passage that it found."""

    def found(text):
        passages = check(text, content).passages
        assert len(passages) == 1, passages
        return passages[0]

    return found


def nothing_in(text, content):
    return check(text, content).passages == []


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Look at Thinkuknow.", "Look at CEOP Education."),
        ("Look at ThinkUKnow.", "Look at CEOP Education."),
        ("Look at Think U Know.", "Look at CEOP Education."),
        ("HOPELINEUK helps.", "PAPYRUS HOPELINE247 helps."),
        ("HOPELINE UK helps.", "PAPYRUS HOPELINE247 helps."),
        ("Papyrus HOPELINEUK helps.", "Papyrus HOPELINE247 helps."),
        ("PAPYRUS (HOPELINEUK) helps.", "PAPYRUS (HOPELINE247) helps."),
        ("CEOP Thinkuknow has films.", "CEOP Education has films."),
        ("Please report Action Fraud calls.", "Please report Report Fraud calls."),
        ("Tell Action  Fraud.", "Tell Report Fraud."),
        ("Action Fraud is now open.", "Report Fraud is now open."),
        ("Ring ChildLine.", "Ring Childline."),
        ("See www.thinkuknow.co.uk/parents/.", "See https://www.ceopeducation.co.uk/parents/."),
        ("See https://www.actionfraud.police.uk", "See https://www.reportfraud.police.uk"),
        (
            "Thinkuknow (thinkuknow.co.uk) has films.",
            "CEOP Education (https://www.ceopeducation.co.uk/parents/) has films.",
        ),
    ],
)
def test_an_old_name_or_address_gets_the_line_with_the_new_one(found, text, instead):
    assert found(text).paste == instead


@pytest.mark.parametrize(
    "text",
    [
        "CEOP Education was formerly called Thinkuknow.",
        "Report Fraud (formerly Action Fraud) helps.",
        "Action Fraud was replaced by Report Fraud in 2025.",
        "Action Fraud has been replaced.",
        "Action Fraud is now Report Fraud.",
        "Action Fraud (0300 123 2040) is now Report Fraud.",
        "Action Fraud (now called Report Fraud) helps.",
        "Thinkuknow became CEOP Education.",
        "Thinkuknow, which has become CEOP Education, has films.",
        "Childline helps.",
        "Call PAPYRUS HOPELINE247.",
        "See https://www.ceopeducation.co.uk/parents/.",
        "We keep an actionfraudster away.",
    ],
)
def test_a_name_of_today_is_right_also_when_it_says_what_it_was(content, text):
    assert nothing_in(text, content)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("NSPCC: 0808 800 5001", "NSPCC: 0808 800 5000"),
        ("The NSPCC Helpline is on 0808 800 5001.", "The NSPCC Helpline is on 0808 800 5000."),
        ("Call 0800 1112 (Childline).", "Call 0800 1111 (Childline)."),
        ("PAPYRUS: text 07786 209697.", "PAPYRUS: text 88247."),
    ],
)
def test_a_wrong_number_beside_a_service_gets_the_right_one(found, text, instead):
    assert found(text).paste == instead


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("NSPCC Helpline: 0800 1111", "NSPCC Helpline: 0808 800 5000"),
        ("Childline: 0808 800 5000", "Childline: 0800 1111"),
        (
            "NSPCC Helpline: 0800 1111, Childline: 0808 800 5000",
            "NSPCC Helpline: 0808 800 5000, Childline: 0800 1111",
        ),
        (
            "NSPCC Helpline (0800 1111) and Childline (0808 800 5000)",
            "NSPCC Helpline (0808 800 5000) and Childline (0800 1111)",
        ),
        ("Call Samaritans, day or night, on 116 132.", "Call Samaritans, day or night, on 116 123."),
        ("HOPELINE247: 0808 800 5000", "HOPELINE247: 0800 068 4141"),
        ("Call Samaritans on 116 132", "Call Samaritans on 116 123"),
        ("Samaritans: 116132.", "Samaritans: 116 123."),
        ("Text SHOUT to 85285", "Text SHOUT to 85258"),
        ("Shout (text 85528)", "Shout (text 85258)"),
        ("Papyrus: text 85258", "Papyrus: text 88247"),
    ],
)
def test_a_number_that_is_anothers_or_mistyped_directly_after_a_name_is_not_let_pass(found, text, instead):
    passage = found(text)

    assert {finding.kind for finding in passage.findings} == {"number"}
    assert passage.paste == instead


@pytest.mark.parametrize(
    "text",
    [
        "Report Remove: 0800 1111",
        "Police Scotland: 101",
        "Call CEOP or 101.",
        "Childline or the NSPCC: 0800 1111 or 0808 800 5000",
        "Childline (NSPCC): 0800 1111",
        "0800 1111 Childline\n0808 800 5000 NSPCC\n116 123 Samaritans",
        "0800 1111 for Childline, 0808 800 5000 for the NSPCC",
        "The NSPCC says that children can call 0800 1111.",
        "The NSPCC is there. Call 0800 1111.",
        "Text SHOUT to 85258, or call Samaritans on 116 123.",
        "Samaritans, 2024",
        "Samaritans helped 116 children in room 12345",
        "Samaritans: 116 children",
        "Shout: £85,285",
        "Childline, room 12345",
        "NSPCC, charity number 216401",
        "A shout to 85285 pupils",
    ],
)
def test_what_only_looks_like_a_wrong_number_is_let_pass(content, text):
    assert nothing_in(text, content)


def test_a_number_after_a_service_that_nobody_can_call_gets_the_line_with_its_address(found):
    paste = found("Get Safe Online: 01234 567890").paste

    assert paste == "Get Safe Online: https://www.getsafeonline.org"


def test_the_number_on_the_line_below_a_name_belongs_to_it(found):
    assert found("NSPCC\n0808 800 5001").paste == "0808 800 5000"


@pytest.mark.parametrize(
    "text",
    [
        "Call Papyrus HOPELINEUK on 0800 068 41 41 or text 07786 209697",
        "HOPELINEUK – call: 0800 068 4141 or text: 07860 039967",
        "Papyrus: call 0800 068 4141, text 07786209697 or email pat@papyrus-uk.org",
        "Text 07786 209697 to reach Papyrus.",
        "Papyrus: 0800 068 4141. You can text 07786 209697 as well.",
        "PAPYRUS\nCall: 0800 068 4141\nText: 07860 039967",
        "For thoughts of suicide: Papyrus\n\nText 07786 209697.",
        "Papyrus 0800 068 4141/07786 209697",
        "Papyrus: 0800 068 4141 - 07786 209697",
        "Text Hopeline on 07860 039 967.",
    ],
)
def test_an_old_number_never_stays_whatever_stands_between_it_and_the_name(found, text):
    passage = found(text)

    assert passage.findings[-1].kind == "dead_number"
    assert "88247" in passage.paste
    assert not re.search("077|078", passage.paste)


def test_a_second_number_belongs_to_the_service_of_the_first(found):
    text = "NSPCC: 0808 800 5000 or 0808 800 5001."

    assert found(text).paste == "NSPCC: 0808 800 5000 or 0808 800 5000."


def test_a_number_to_text_is_not_replaced_by_one_to_call(found):
    assert found("PAPYRUS: call 0800 068 4141, text 07700 900123.").paste.endswith("text 88247.")
    assert "0808 800 5000" in found("NSPCC: call 0808 800 5000, text 07700 900123.").findings[0].line


def test_the_old_number_of_ceop_gets_the_line_without_a_number(found):
    passage = found("Call CEOP on 0870 000 3344.")

    assert passage.findings[0].kind == "dead_number"
    assert passage.paste.endswith("https://www.ceop.police.uk/ceop-reporting/")
    assert "0870" not in passage.paste


@pytest.mark.parametrize(
    "text",
    [
        "School office: 01234 567890.",
        "Talk to Childline. Our office is on 01234 567890.",
        "Call the NSPCC on 0808 800 5000, or our safeguarding lead on 07700 900123.",
        "In danger call 999, or the school on 01234 567890.",
        "Call the NSPCC on 0808 800 5000, or Mrs Ames on 01234 567890.",
        "Call PAPYRUS on 0800 068 4141, or the school on 07786 123456.",
        "Call Childline on 0800 1111 or 01234 567890 (school office).",
    ],
)
def test_a_number_of_the_schools_own_is_asked_about_gently_and_once(found, text):
    passage = found(f"{text}\n{text}" if "Childline" not in text else text)

    assert [finding.kind for finding in passage.findings] == ["unknown_number"]
    assert passage.paste == ""
    assert "NSPCC" in passage.findings[0].line
    assert "0808 800 5000" in passage.findings[0].line


@pytest.mark.parametrize(
    "text",
    [
        "NSPCC Report Abuse in Education 0800 136 663",
        "The NSPCC whistleblowing helpline is on 0800 028 0285.",
        "NSPCC FGM helpline 0800 028 3550",
        "NSPCC Learning 0116 234 7246",
    ],
)
def test_another_number_of_an_organisation_is_asked_about_and_never_replaced(found, text):
    passage = found(text)

    assert [finding.kind for finding in passage.findings] == ["unknown_number"]
    assert passage.paste == ""


def test_a_number_further_from_a_name_is_asked_about_with_the_line_of_that_service(found):
    finding = found("Samaritans listen to whoever rings 0800 123 4567.").findings[0]

    assert (finding.kind, finding.line) == ("unknown_number", "Samaritans: call 116 123.")


def test_a_number_that_may_be_the_schools_own_stays_in_the_line_that_mends_the_rest(found):
    assert found("See Thinkuknow or call 01234 567890.").paste == "See CEOP Education or call 01234 567890."


@pytest.mark.parametrize(
    "text", ["Childline 0800 1111", "NSPCC: 0808 800 5000 or 101.", "From 01.09.2025 to 2026-01-05.", "999"]
)
def test_a_number_that_we_know_or_that_is_none_is_right(content, text):
    assert nothing_in(text, content)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Take screenshots of the chat.", "note_where"),
        ("Delete the messages.", "leave_devices"),
        ("Look at the picture together.", "leave_pictures_alone"),
        ("Just pay them.", "do_not_pay"),
    ],
)
def test_advice_that_harms_gets_our_own_words_instead(found, content, text, key):
    assert content.action[key].text in found(text).paste


def test_there_are_words_in_place_of_all_advice_that_harms(content):
    said = {instead for _pattern, instead in wording._FORBIDDEN} | {
        wording.LEAVE_PICTURES,
        wording.DO_NOT_PAY,
    }

    assert said <= ACTIONS.keys()
    assert set(ACTIONS.values()) <= content.action.keys()


def test_advice_that_harms_gets_our_own_words_also_when_staff_withdrew_the_action(content):
    for key in set(ACTIONS.values()) - {"leave_pictures_alone"}:
        content = builders.without(content, "action", key)

    for text in ("Take screenshots of the chat.", "Delete the messages.", "You cannot get into trouble."):
        assert check(text, content).passages[0].paste == content.action["leave_pictures_alone"].text


def test_words_to_avoid_are_those_that_staff_may_not_use_either(found):
    text = "Victims of revenge porn need help."

    assert [(f.found, f.better) for f in found(text).findings] == wording.to_avoid(text)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Indecent images are against the law.", "Sexual images are against the law."),
        ("It is an indecent image of a child.", "It is a sexual image of a child."),
        ("Revenge porn is a crime.", "Sexual pictures shared without consent are a crime."),
        ("Report child pornography to the IWF.", "Report sexual images of children to the IWF."),
        ("Some commit suicide.", "Some die by suicide."),
        ("Victims need help.", "Children who were harmed need help."),
        ("A victim of blackmail.", "A child harmed by blackmail."),
        (
            "Victims of revenge porn.",
            "Children harmed by sexual pictures shared without consent.",
        ),
        ("Listen to the victim first.", "Listen to the child who was harmed first."),
        ("Avoid victim-blaming.", "Avoid blaming the child."),
        ("Victim-blaming language hurts.", "Language that blames the child hurts."),
        ("A paedophile may hide.", "An offender may hide."),
        ("The predator’s phone.", "The offender’s phone."),
        ("Predatory adults.", "Abusive adults."),
        ("It is a predatory adult.", "It is an abusive adult."),
    ],
)
def test_a_word_to_avoid_with_a_plain_better_one_gets_the_line_with_it(found, text, instead):
    assert found(text).paste == instead


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "They shared nudes and put themselves at risk.",
            "An offender targeted the child. It is not the child’s fault.",
        ),
        ("The victim’s story.", "The child who was harmed is not to blame."),
        ("Why did you talk to a stranger?", "If a child tells you, you can say: “Thank you for telling me."),
        ("You cannot get into trouble.", "In the UK, it is against the law to make, have or send"),
    ],
)
def test_a_word_without_one_gets_a_whole_sentence(found, text, sentence):
    assert found(text).paste.startswith(sentence)


NOT_TO_BLAME = "The child who was harmed is not to blame."
PRETENDS = "An offender may pretend to be somebody else. It is not the child’s fault."
SHARED = "When a sexual picture is shared without consent, it is not the fault of the person in it."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Cyberbullying victims should keep evidence.", NOT_TO_BLAME),
        ("Cyberbullying victims", NOT_TO_BLAME),
        ("Is your child a victim of cyberbullying?", NOT_TO_BLAME),
        ("Children who are victims need help.", NOT_TO_BLAME),
        ("The victim support team.", NOT_TO_BLAME),
        ("The victim blaming culture", NOT_TO_BLAME),
        ("The victim blaming is wrong.", NOT_TO_BLAME),
        ("Revenge porn affects many.", SHARED),
        ("Sharing revenge porn is a crime.", SHARED),
        ("Revenge porn is when somebody shares a picture.", SHARED),
        ("We teach about revenge porn laws.", SHARED),
        ("Child porn harms.", "When there is a sexual picture of a child, it is not the child’s fault."),
        ("We warn of paedophiles and predators.", PRETENDS),
        ("A predator, or Cookie Monster, may send a picture.", PRETENDS),
    ],
)
def test_a_better_word_that_would_not_read_well_gives_way_to_a_whole_sentence(found, text, sentence):
    passage = found(text)

    assert passage.is_of_harm
    assert passage.paste == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Pupils took part in Safer Internet Day and performed an assembly.",
        "We engage in regular training with the NSPCC.",
        "Pupils who engage in online bullying will be excluded.",
        "You should have parental controls on every device.",
        "Only online banking is affected.",
        "Selfies are fun but think before you post.",
        "Cookie Monster says be kind.",
        "There is nothing to worry about.",
    ],
)
@pytest.mark.parametrize(("before", "count"), [("", 0), ("Talk about grooming.\n", 1)])
def test_a_word_that_harms_only_of_some_things_is_found_only_beside_them(content, text, before, count):
    assert len(check(before + text, content).passages) == count


def test_a_word_that_harms_only_beside_harm_is_not_found_two_sentences_after_it(content):
    assert nothing_in("Talk about grooming. We are a school. Pupils took part in a play.", content)


@pytest.mark.parametrize(
    "text",
    [
        "Delete cookies after each session.",
        "Change your passwords and delete any suspicious emails.",
        "Delete your browsing history.",
        "Delete contacts that you do not know.",
        "Delete apps you no longer use.",
        "Ask the person who sent it to delete it.",
        "Ask the person who posted the photo to delete it.",
        "Ask the sender to delete the photo.",
    ],
)
def test_to_delete_what_is_no_evidence_of_ones_own_is_no_advice_that_harms(content, text):
    assert nothing_in(text, content)


@pytest.mark.parametrize(
    "text",
    [
        "Delete the app.",
        "Delete the account and all cookies.",
        "Delete cookies and the messages.",
        "Delete the picture from your browsing history.",
        "Delete contacts who threaten your child.",
        "If a stranger has groomed your child, stay calm. Delete the contact.",
        "Ask the person who sent it to delete it, and delete your own copy.",
        "Ask your child to delete it.",
        "Tell people to delete it.",
    ],
)
def test_to_delete_what_may_be_evidence_is_still_advice_that_harms(content, text):
    line = sentence_for(wording.DO_NOT_DELETE, content)

    assert line in check(text, content).passages[-1].paste


def test_what_is_only_for_a_child_who_was_harmed_leaves_the_other_case_its_own_line(found):
    passage = found("Victims can look at Thinkuknow.")

    assert passage.paste == "Children who were harmed can look at CEOP Education."
    assert passage.paste_if_not == "Victims can look at CEOP Education."
    assert found("Look at Thinkuknow.").is_of_harm is False
    assert found("Victims can call CEOP on 0870 000 3344.").is_of_harm is False


def test_the_right_number_is_pasted_too_where_the_sentence_around_it_cannot_stay(found):
    text = "They met a stranger, put themselves at risk and should call Childline on 0800 1112."

    assert found(text).paste.endswith("It is not the child’s fault.\nChildline: 0800 1111")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Get support from CEOP (0870 000 3344), NSPCC (0808 800 5000), Childline (0800 1111) and Samaritans (116 123).",
            ["NSPCC Helpline: 0808 800 5000", "Childline: 0800 1111", "Samaritans: 116 123"],
        ),
        (
            "Childline 0800 1111 | NSPCC 0808 800 5000 | CEOP 0370 496 7622",
            ["Childline: 0800 1111", "NSPCC Helpline: 0808 800 5000"],
        ),
        (
            "If it is an emergency dial 999; the victim's parents can ring the NSPCC on 0808 800 5000.",
            ["Emergency services: 999", "NSPCC Helpline: 0808 800 5000"],
        ),
        (
            "In danger call 999, or take a screenshot and ring Mrs Jones on 01234 567890.",
            ["Emergency services: 999", "Ring Mrs Jones on 01234 567890"],
        ),
        (
            "Take a screenshot, text SHOUT to 85258 or PAPYRUS on 88247.",
            ["Shout: text SHOUT to 85258", "PAPYRUS HOPELINE247: text 88247"],
        ),
        ("Screenshot it and call 101.", ["Police, when it is not an emergency: 101"]),
        ("Take a screenshot; our lead (Mrs Jones, 01234 567890) helps.", ["01234 567890"]),
        ("Take a screenshot for Mrs Jones (01234 567890).", ["01234 567890"]),
        ("Take a screenshot and call our lead (on 01234 567890).", ["Call our lead (on 01234 567890)"]),
    ],
)
def test_a_line_in_place_of_a_whole_sentence_loses_no_right_number(content, text, kept):
    passage = check(text, content).passages[0]

    assert passage.is_replaced
    assert passage.paste.split("\n")[-len(kept) :] == kept


@pytest.mark.parametrize("text", ["It costs £999.", "2999 or 9990 of them, 999,000, 12 999, 999% or 999-1."])
def test_what_is_no_number_to_call_is_not_kept_as_one(content, text):
    assert check(f"Screenshot it, {text}", content).passages[0].kept == ()


def test_a_wrong_number_is_not_kept_as_that_of_another(found):
    paste = found("Take a screenshot, NSPCC Helpline: 0800 1111").paste

    assert "NSPCC Helpline: 0808 800 5000" in paste
    assert "0800 1111" not in paste


def test_a_number_that_was_asked_about_before_is_kept_as_well(content):
    text = "Call 01234 567890.\nTake a screenshot and call 01234 567890."

    assert check(text, content).passages[1].paste.endswith("Call 01234 567890")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["0800 1111", "999", "116 123", "Mrs Ames on 01234 567890", "0808 800 5000"]),
        min_size=1,
    )
)
def test_a_line_loses_none_of_many_numbers(numbers):
    text = f"Take a screenshot, or call {' or '.join(numbers)}."
    passage = check(text, builders.starter_content()).passages[0]

    assert passage.is_replaced
    assert all(number in passage.paste for number in numbers)


def test_what_is_lost_with_a_sentence_that_cannot_stay_is_missing(content):
    answer = check("Take a screenshot for the IWF.\nChildline: 0800 1111", content)

    assert "iwf" in [missing.essential.service for missing in answer.missing]
    assert [essential.service for essential in answer.has] == ["childline"]


def test_what_is_pasted_is_neither_missing_nor_good_already(content):
    answer = check("Call CEOP on 0870 000 3344 and look at the pictures. Call 999.", content)
    lacks = [missing.essential.action for missing in answer.missing]

    assert "leave_pictures_alone" not in [*lacks, *(essential.action for essential in answer.has)]


def test_every_word_to_avoid_has_a_better_one_or_a_sentence(content):
    for rule in wording.AVOID:
        reads_well = rule.replaces and rule.instead not in NOT_EVERYWHERE
        assert reads_well != bool(sentence_for(rule.instead, content)), rule

    assert SENTENCES.keys() | NOT_EVERYWHERE <= {rule.instead for rule in wording.AVOID}


def test_a_sentence_to_paste_is_right_itself(content):
    for instead in (*SENTENCES, *ACTIONS):
        assert nothing_in(sentence_for(instead, content), content), instead


def test_the_name_of_a_charity_is_no_word_to_avoid(content):
    assert nothing_in("Victim Support helps.", content)


def test_a_line_with_better_words_is_right_itself(content):
    for better in wording.REPLACES:
        assert nothing_in(f"It is about {better} here.", content)


def test_under_each_thing_that_was_found_is_a_line_to_paste(reader):
    for words, line in (
        ("Look at Thinkuknow.", "Paste this instead: Look at CEOP Education."),
        (
            "They shared nudes and put themselves at risk.",
            "If this is about a child who was harmed, paste this instead: An offender targeted the child.",
        ),
        (
            "Take a screenshot.",
            "What else you said may stay, in a sentence of its own. Paste this instead: ",
        ),
        (
            "Victims can look at Thinkuknow.",
            "If not, paste this instead: Victims can look at CEOP Education.",
        ),
        (
            "Call 01234 567890.",
            "If it is right, keep it. If not, paste this instead: Talk it through with the NSPCC",
        ),
        ("Call 999.", "Paste this: It is not your child’s fault."),
    ):
        said = builders.text_of(main_of(reader.post(ADDRESS, data={"words": words})))

        assert "Each has a line that you can paste." in said
        assert line in said


def test_the_heading_is_true_and_each_has_a_line(reader):
    more = "\nSelfies of abuse.\nCookie Monster sends pictures.\nNSPCC Learning 0116 234 7246\nCEOP 0370 496 7622"
    cards = main_of(reader.post(ADDRESS, data={"words": OLD_PAGE + more})).split('<li class="card">')[1:]

    assert len(cards) > 9
    assert all(re.search(r"data-copy>\s*\w", card) for card in cards)


def test_an_exclamation_mark_is_no_harm_on_a_schools_page(content):
    assert nothing_in("Welcome to our school!", content)


def test_what_was_found_comes_in_the_order_of_the_text(content):
    starts = [finding.start for p in check(OLD_PAGE, content).passages for finding in p.findings]

    assert starts == sorted(starts)
    assert len(starts) == 6


def test_an_empty_page_lacks_all_that_is_essential_and_each_has_its_line(content):
    answer = check("Welcome.", content)

    assert [missing.essential for missing in answer.missing] == list(essentials.TABLE)
    for missing in answer.missing:
        assert missing.line
        assert "{" not in missing.line


@pytest.mark.parametrize("number", range(len(essentials.TABLE)))
def test_a_line_that_was_pasted_is_not_asked_for_again(content, number):
    line = essentials.ready_line(essentials.TABLE[number], content)

    assert essentials.TABLE[number] not in essentials.missing(line)
    assert nothing_in(line, content)


def test_all_lines_together_make_a_page_in_which_nothing_is_missing(content):
    page = "\n".join(essentials.ready_line(essential, content) for essential in essentials.TABLE)
    answer = check(page, content)

    assert (answer.passages, answer.missing) == ([], [])
    assert answer.has == list(essentials.TABLE)


def test_our_own_letter_passes(edition, content):
    answer = check(builders.text_of(text_of("letter", edition, top=1).html), content)

    assert answer.missing == []
    assert [p.text for p in answer.passages if any(f.kind != "unknown_number" for f in p.findings)] == []


def test_a_number_that_staff_change_changes_in_the_line(content):
    changed = builders.changed(
        content, "service", "nspcc_helpline", phone="08081112222", phone_label="0808 111 2222"
    )

    assert "0808 111 2222" in "".join(missing.line for missing in check("Hello.", changed).missing)
    assert check("NSPCC 0808 800 5000", changed).passages[0].paste == "NSPCC 0808 111 2222"


def test_a_service_that_is_gone_leaves_no_empty_line(content):
    without = builders.without(builders.without(content, "service", "iwf"), "action", "iwf_address")

    assert all(missing.line for missing in check("Hello.", without).missing)


def test_every_line_of_the_data_names_a_service_that_is_there(content):
    old = out_of_date()

    for row in (*old.address, *old.spelling, *old.said, *old.number):
        assert row.service in content.service, row


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered_and_quoted_as_it_is(text):
    content = builders.starter_content()
    newlines_alone = text.replace("\r\n", "\n").replace("\r", "\n")

    for passage in check(text, content).passages:
        assert "".join(words for words, _ in passage.pieces) == passage.text
        assert newlines_alone[passage.start : passage.end] == passage.text


PIECES = [
    "NSPCC ",
    "0808 800 5001",
    "Thinkuknow",
    ".",
    "\n",
    " ",
    "<",
    "{x}",
    "&amp;",
    "delete it",
    "Victims ",
    "secretive ",
    "01234 567890",
    "CEOP 0870 000 3344",
    "www.",
    "İ",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_mixture_is_answered_and_quoted_as_it_is(text):
    for passage in check(text, builders.starter_content()).passages:
        assert "".join(words for words, _ in passage.pieces) == passage.text
        assert text[passage.start : passage.end] == passage.text
        assert all(finding.instead or finding.line for finding in passage.findings), passage


def main_of(response):
    return re.search(r"<main.*?</main>", response.content.decode(), re.S)[0]


def test_the_form_is_a_reading_page_and_its_answer_is_found_by_no_search_engine(reader):
    page, answer = reader.get(ADDRESS), reader.post(ADDRESS, data={"words": OLD_PAGE})

    assert "X-Robots-Tag" not in page.headers
    assert re.search(r'<form[^>]* method="post" action="/schools/check/#main"[^>]* data-swap', main_of(page))
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "CEOP Education" in main_of(answer)


def test_what_was_pasted_is_never_html(reader):
    main = main_of(
        reader.post(ADDRESS, data={"words": "<b>Thinkuknow</b><script>alert(1)</script> & delete it"})
    )

    assert "<script" not in main
    assert "&lt;b&gt;<mark>Thinkuknow</mark>&lt;/b&gt;" in main


def test_the_title_and_the_headers_say_nothing_of_what_was_pasted(reader):
    answers = [reader.post(ADDRESS, data={"words": words}) for words in ("canary Thinkuknow", "x")]

    titles = {re.search("<title>(.*?)</title>", answer.content.decode())[1] for answer in answers}
    assert titles == {"Check our page – esafe"}
    one, other = ({**answer.headers, "Content-Length": ""} for answer in answers)
    assert one == other


def test_a_text_that_is_too_long_is_kept_in_the_box_with_kind_words(reader):
    text = "Thinkuknow " * (LONGEST // 10)
    page = main_of(reader.post(ADDRESS, data={"words": text}))

    assert text.strip() in page
    assert "check it in two or more parts" in page
    assert "has a new name" not in page


def test_a_line_break_counts_as_one_character(reader):
    lines = "\r\n".join(["x" * 9] * (LONGEST // 10))
    taken = reader.post(ADDRESS, data=urlencode({"words": f"{lines}x"}), content_type=FORM)
    refused = reader.post(ADDRESS, data=urlencode({"words": f"{lines}\r\nx"}), content_type=FORM)

    assert "There is a problem" not in main_of(taken)
    assert "20001 characters" in main_of(refused)


@pytest.mark.parametrize("letter", ["ب", "教"])
def test_as_many_letters_of_any_script_may_be_pasted_and_twice_as_many_are_not_lost(reader, letter):
    whole, too_long = (letter * count for count in (LONGEST, LONGEST_IN_THE_BOX))
    taken = reader.post(ADDRESS, data=urlencode({"n12345678": "", "words": whole}), content_type=FORM)
    refused = reader.post(ADDRESS, data=urlencode({"n12345678": "", "words": too_long}), content_type=FORM)

    assert whole in main_of(taken)
    assert "There is a problem" not in main_of(taken)
    assert "check it in two or more parts" in main_of(refused)
    assert too_long in main_of(refused)


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 413)])
def test_a_text_may_be_as_large_as_its_row_says_and_no_larger(reader, more, status):
    body = "words=" + "a" * (LARGER_BODIES[ADDRESS] - len("words=") + more)

    assert reader.post(ADDRESS, data=body, content_type=FORM).status_code == status


def test_an_empty_text_is_asked_for(reader):
    assert "Please paste the text of your page first." in main_of(reader.post(ADDRESS, data={"words": " \n"}))


def test_the_box_keeps_nothing(reader):
    box = re.search(r"<textarea[^>]*>", reader.get(ADDRESS).content.decode())[0]

    assert 'autocomplete="off"' in box
    assert 'spellcheck="false"' in box


def test_no_score_is_given(reader):
    words = builders.text_of(main_of(reader.post(ADDRESS, data={"words": OLD_PAGE})))

    assert not re.search(r"\bscore|\d+ (?:of|out of) \d+|\d ?%", words)


def test_the_check_asks_the_database_nothing(reader, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        reader.post(ADDRESS, data={"words": OLD_PAGE})


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("width", "scripts"), [(320, False), (1280, True)])
def test_every_state_of_the_form_works_and_is_clean(new_context, site_address, look, width, scripts):
    context = new_context(viewport={"width": width, "height": 640}, **LOOKS[look])
    if not scripts:  # axe itself needs them
        context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(site_address + ADDRESS)
    for text, wanted in (
        ("", "There is a problem"),
        ("a " * LONGEST, "There is a problem"),
        (OLD_PAGE, "Please look at these"),
        ("Call 999.", "What is good already"),
    ):
        page.get_by_label("The text of your page").fill(text[:40_000])
        page.locator("main form button, main form input[type=submit]").last.click()
        # The page before may have the same heading.
        page.locator("main:not([aria-busy])").wait_for()
        page.wait_for_load_state()
        page.get_by_role("heading", name=wanted).wait_for()

        assert violations(page, contrast=look != "forced colours") == [], wanted
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, wanted
        assert page.get_by_label("The text of your page").input_value().strip() == text.strip()


def test_with_scripts_the_answer_comes_in_place_and_a_line_can_be_copied(new_context, site_address):
    page = new_context(viewport={"width": 1000, "height": 800}).new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site_address + ADDRESS)
    entries = page.evaluate("history.length")
    page.get_by_label("The text of your page").fill("canary Look at Thinkuknow.")
    page.get_by_role("button", name="Check our page").click()
    page.get_by_role("heading", name="Please look at these").wait_for()

    assert page.url == site_address + ADDRESS
    assert page.evaluate("history.length") == entries
    assert page.evaluate("document.activeElement.textContent").startswith("This is what we found")
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_text("Copied", exact=True).wait_for()
    box = page.get_by_label("The text of your page")
    box.fill("")
    box.press("Control+v")
    expect(box).to_have_value("canary Look at CEOP Education.")
    assert complaints == []
    assert "canary" not in page.evaluate(
        "JSON.stringify([history.state, {...sessionStorage}, {...localStorage}])"
    )
