"""What readers write is looked at before it is sent: is a child at risk, is somebody named?

When in doubt the question is asked: it keeps nothing back. What only speaks of a page is left alone.
"""

import pytest

from contact import care

AT_RISK = """
    She says she wants to die
    she is being blackmailed
    he has been groomed
    He said he will post them if we do not pay
    My 14yo is being blackmailed
    somebody touches me at night
    dad hits me
    she cut herself again
    13 yr old has sent nudes
    my kid took his own life
    suicide note
    I want to die
    i dont want to be here anymore
    My son doesn’t want to live
    he keeps saying we would be better off dead
    she tried to end it last night
    My daughter is cutting her arms
    he self-harms and I do not know why
    My boy took an overdose
    She wrote that she will kill herself
    I think he is going to kill himself
    I found a note about suicide in her room
    I need the page about suicide
    I cannot find the suicide page
    where is the page on blackmail
    they said they’ll send it to everyone
    Someone is sharing pictures of my daughter
    A man asked my son for nudes
    He sent nudes to a stranger
    she sent him a picture and now she is crying
    I sent a photo to a boy and he shared it
    they have videos of me
    A 14-year-old told me about sexual messages
    My girl, aged 12, talks to an older man
    our Emma went missing
    Two boys at school bully my daughter
    The kids were shown porn on the bus
    She is meeting him tonight
    my niece ran away
    He threatened her
    They want money from my grandson
    I paid him and he wants more money
    my stepdad raped me
    a teacher abused my friend
    my brother beats me
    I do not feel safe at home
    she is being sextorted
    my son is being black mailed
    my cousin was groomed on a game
    What should we do? Our child will not speak to us
    Please help
    she is in danger
    my 9 year old livestreams in her bedroom
    He is threatening to post naked pictures
    A stranger keeps messaging my stepdaughter
    My daughter died last year and I wish I had found you before
    I took some pills
    I can't cope any more
    He makes me do things
    A man wants to meet my daughter
    She's 11 and someone got her to undress on camera
    He is asking for gift cards
    I am being stalked
    The blackmail page helped, but she still says she wants to die
    Your page on threats is good. My son was threatened
    HE WANTS TO DIE
    My uncle does things to me at night
    my mums boyfriend comes into my room at night
    My mum’s boyfriend came into my bed
    a man my daughter met on roblox wants her to come to his house
    he wants me to come round to his flat
    He keeps asking her to turn the camera on
    They told my son to switch his camera on
    someone's been messaging my little sister asking what she's wearing
    He asked what I'm wearing
    my child has not been home since last night
    She hasn't come back home
    dad hits mum
    my stepdad is hitting my mum
    I'm going to jump
    she is about to jump
    I can't do this anymore
    I cant take it any more
    there's no point anymore
    There is no point in living
"""

NOBODY_AT_RISK = """
    The page on threats is too long
    The suicide page helped
    The blackmail page is clear
    Your page “Sexual blackmail online” is calm and clear
    I read the page called "Sexual blackmail online" twice
    The section about self-harm is too small to read
    I think the page about grooming has a spelling mistake
    We used the poster on online abuse at our school
    The emergency number at the top is easy to see
    The button for Report Remove was hard to find on my phone
    Thank you
    Very calm, thank you
    I liked the pictures
    I think a telephone number is missing
    The video did not play on my phone
    It hits the right tone
    I will share it with other parents at our school
    We will post it on our website
    I will send the link to everyone
    Could you add Welsh?
    The links to Childline and the NSPCC work well
    I could not print the poster
    The letters are too small for me
    It was good to read that Childline is free
    Is there a version for Northern Ireland?
    I am a teacher and used your leaflet in class
    The menu cuts off the last word
    Could the plan be shorter? Nobody reads so much
    The search found nothing for nudes
    The drawings are lovely
    I wish I had known this site before
    The word abuse is used too often
    Reading it at night, the white is too bright
    It says that calls cost nothing, which I did not know
    Please say sooner whom to call
    We want to put the card on our site
    This page helped me, thank you
    The link to CEOP did not work
    Please add a page about Snapchat
    The print button does nothing on my phone
    The print button does nothing to the page
    There is no point in two menus
    I can't do this on my phone
    I had to turn the video off because it was loud
    Please turn the video off when the page opens
    The headings jump when the page loads
    I came to the home page from a search
    The search did not find what I was looking for
    The poster comes in black and white only
"""

NAMED = """
    my name's Sam
    my name’s sam
    His name is Kim
    her names ellie
    I'm Sam and I am 12
    Emma Jones
    It was Oluwaseun Adebayo from my class
    Siân O’Connor saw it
    her dad John did this
    my son Adam likes it
    My daughter, Aisha, read it
    Our Emma is 14
    He is called Adam Smith
    Mr Smith at school
    Ask Dr. Patel
    Call me on 07700 900123
    Call me on +44 7700-900123
    Write to sam@example.org
    my snap is kim123
    He is @kimkim on there
    email me at jo at gmail dot com
    jo.smith (at) gmail.com
    my postcode is SW1A 1AA
    We live near m1 1ae
    sarah in year 9 told me
    Alfie told me about it yesterday
    It was after school. Alfie sent it
    she said that Alfie saw it
"""

NOBODY_NAMED = """
    The button for Report Remove was hard to find
    Take It Down is well explained
    Thank You
    I am Welsh and my English is not good
    On my Samsung phone the menu is too small
    The Internet Watch Foundation page is long
    The Internet Watch Foundation page is long
    In Northern Ireland the number is another one
    Call 999, then 101, then 111 is a good order
    The Online Safety Act is missing
    Please explain what CEOP and NSPCC’s helpline do
    We found Childline on Google
    The page called Sexual blackmail online is clear
    My School uses it
    TikTok and WhatsApp are missing
    On 30 November 2026 it did not work
    CEOP told me to come here
    Google sent me here
    School told us about this site
    We teach online safety in year 9
    It is at the end of the page
    Teachers told me about this site
    Somebody told me that it is new
    Posters came out well
    Printing came out well
    I was looking at childline.org.uk
    The pupils in year 7 said that it is clear
    It is on the y9 2nd page
    Their number is not shown
    This page helped me, thank you
    The link to CEOP did not work
    Please add a page about Snapchat
    The print button does nothing on my phone
"""


def sentences(table):
    return [line.strip() for line in table.strip().splitlines()]


@pytest.mark.parametrize("text", sentences(AT_RISK))
def test_a_child_who_may_be_at_risk_is_seen(text):
    assert care.RISK in care.seen_in(text)


@pytest.mark.parametrize("text", sentences(NOBODY_AT_RISK))
def test_words_about_the_pages_are_not_asked_about(text):
    assert care.seen_in(text) == frozenset()


@pytest.mark.parametrize("text", sentences(NAMED))
def test_who_is_named_is_seen(text):
    assert care.PERSONAL in care.seen_in(text)


@pytest.mark.parametrize("text", sentences(NOBODY_NAMED))
def test_capital_letters_alone_name_nobody(text):
    assert care.PERSONAL not in care.seen_in(text)


def test_one_sentence_may_be_both():
    assert care.seen_in("Our Emma is being abused") == {care.RISK, care.PERSONAL}


def test_words_on_two_lines_belong_together():
    assert care.RISK in care.seen_in("He wants\n\n\tto   die")


@pytest.mark.parametrize(
    "piece", "a|A| |1 |1(|a.|@a|he |the child |he hurt|n't |the page |O'|wants to |my Em".split("|")
)
def test_a_very_long_text_is_read_to_its_end(piece):
    """Each of these would take minutes if the time grew faster than the text."""
    assert care.RISK in care.seen_in(piece * (100_000 // len(piece)) + " she wants to die")
