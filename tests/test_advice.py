"""Which sentences advise what harms, and which forbid it or describe a wrong (S3, S5, S6, S7)."""

import pytest

from guidance import clauses, wording

A_NEW_ORDER_AFTER_NOT = """
Do not reply, take a screenshot and report it.
If you see something that upsets you, don't reply, save the picture and tell an adult you trust.
Explain to your child that they should not delete messages and should save evidence by taking a screenshot.
Do not delete anything, and take screenshots of the chat if you can.
STOP, do not reply, SCREENSHOT, BLOCK, REPORT.
Do not pay anyone, save the picture and send the picture to the police.
Do not reply, screenshot, block or report.
Do not retaliate or reply, take a screenshot and report.
Do not reply (take a screenshot instead).
Do not panic and take a screenshot.
Do not copy the picture, just save the picture where it is safe.
Don't argue, you can print out the photos for the police.
You won't be in trouble, just delete it.
Not everything needs the police, so delete the picture.
Do not worry, someone in the office can look at the pictures.
Instead of deleting it, take a screenshot.
Report it, do not delete it, and save the images.
"""
AN_ORDER_WITH_NOT_IN_IT = """
Do not block the person until you have taken a screenshot.
Never block anyone without taking a screenshot.
Do not forget to take a screenshot.
Please do not hesitate to forward the images to our safeguarding lead.
Do not be afraid to show the picture to a teacher.
It is not illegal to save the picture as evidence.
Why not take a screenshot?
People who do not know what to do should save the image.
"""
AN_ORDER_THAT_NAMES_OTHERS = """
Pupils and parents who receive nude images should save the image as evidence.
People who find images may copy the images and send the images to us.
Someone should look at the images to see whether they are indecent.
Someone in school can view any images first.
People can send the pictures to our safeguarding lead.
Children who are sent nudes should show the nudes to a teacher.
If anyone has the picture they should send the picture to school.
Our school asks parents to send the picture to us.
You should ask your child to send the picture.
You may view the picture if you have to.
You might want to save the picture.
The school may view the images.
They may be lying to you, save the picture and tell an adult.
It is a crime, so save the picture.
Call the police and save the picture.
Ask the police if you may view the picture.
"""
A_PICTURE_WITHOUT_AN_ARTICLE = """
Parents should save images as proof.
Save images and messages.
Download pictures as evidence.
Send images to the class teacher.
Show nude photos to us.
Look at images with your child.
"""
A_PICTURE_OF_A_SCREEN = """
Take photos of the screen and share them with the class teacher.
Take a photo of the screen.
Take a photo of the messages.
Use your phone to photograph the messages.
Record the screen of your child’s phone.
Keep the evidence with a screen recording.
"""
OTHER_WORDS_FOR_DELETING_AND_TRICKING = """
It is not your fault, so delete the app.
Do not worry, delete the chat.
Clear the chat history.
Get rid of everything.
Remove the app and the photos.
Uninstall the app.
You could reset the phone to factory settings.
Pretend to be your child and reply.
"""
FORBIDDEN = """
Do not open, look for, copy, save, screenshot, photograph, delete or send on any of them.
Never copy, save or send the picture, and do not delete it.
Please do not take a screenshot, save it or send it on.
Nobody copies or moves the picture, or sends it to anyone else.
Do not view, copy, print, share or save any picture.
Never view, copy, print, share, store or save the imagery yourself, or ask a child to share or download it.
Do not share the image with the school, the police or anyone else, and do not delete it.
Do not block the person, delete the chat or reply.
Do not copy and send the picture.
Staff must not view, copy and share the picture.
You must not, for any reason, copy the picture.
Never, ever take a screenshot of a picture.
Under no circumstances should you copy the image.
No member of staff may view the images.
Schools cannot view, copy or share the images.
Do not let friends and family copy the picture.
Do not forward photos, messages or screenshots to anyone.
Neither delete the messages nor take a screenshot.
Write it down by hand instead of taking a screenshot.
Do not worry if you have already taken a screenshot.
Pupils are not allowed to take photos of the screen.
Do not clear the chat history, remove the app or pretend to be your child.
If you get a picture, do not save it, copy it or show it to anyone.
"""
DESCRIBED = """
It is against the law to copy or send a picture.
It is illegal to take a screenshot of a sexual picture of a child.
It is an offence for anyone to view, save or send such images.
Someone may threaten to share the picture.
They might threaten to send your pictures to the school.
He said he would share the picture.
Other people may copy, save and share the picture.
Once a picture is shared, other people can save and share the picture.
Someone may copy the picture and send it to others.
Friends might save the picture or share it.
Young people may share pictures without thinking.
The police may need to look at the picture.
Staff at the IWF look at the pictures to see if they break the law.
Offenders often save images and share them.
Offenders may ask children to send them nude pictures.
If they learn of an offence, they must pass it on.
Think before you share pictures of your child.
View photos of our sports day.
Take photos of your holiday.
Record the messages by hand.
"""
PAYING = """
If you are being blackmailed, pay the money and then tell us.
Just pay them.
It is best to pay the blackmailer and move on.
Pay what they ask.
Do not panic, pay the money and block them.
You can pay a little to the person to win time, or pay him off.
Send them the money.
Send him gift cards and keep the receipt.
Give them what they want.
Consider paying the ransom.
Pay up, and it will stop.
Try to negotiate with them.
"""
NOT_PAYING = """
Do not pay. If money has already been sent, pay no more, even if they say it is the last time.
If money has been paid, pay no more.
Do not pay them or send them money.
Never pay the money, bargain with them or answer.
If you pay them, they may ask for more.
They may ask your child to pay them.
Many people pay in the hope that it will end.
Some people pay the criminal out of fear.
Ask your bank to stop the payment.
Your bank can tell you what to pay attention to.
You do not pay for the call.
Please pay the money for the trip by Friday.
The school pays for the films.
Someone wants you to send them gift cards.
"""


def lines(*texts):
    return [line for text in texts for line in text.strip().split("\n")]


@pytest.mark.parametrize(
    "sentence",
    lines(
        A_NEW_ORDER_AFTER_NOT,
        AN_ORDER_WITH_NOT_IN_IT,
        AN_ORDER_THAT_NAMES_OTHERS,
        A_PICTURE_WITHOUT_AN_ARTICLE,
        A_PICTURE_OF_A_SCREEN,
        OTHER_WORDS_FOR_DELETING_AND_TRICKING,
    ),
)
def test_advice_that_harms_is_found_whatever_stands_around_it(sentence):
    assert wording.unsafe_advice(sentence)


@pytest.mark.parametrize("sentence", lines(FORBIDDEN, DESCRIBED))
def test_what_forbids_or_describes_a_wrong_is_no_advice(sentence):
    assert wording.unsafe_advice(sentence) == []


def test_every_place_in_a_sentence_is_looked_at_not_only_the_first():
    sentence = "Do not copy the picture, save the picture and tell us."

    assert clauses.forbids(sentence, sentence.index("copy"))
    assert not clauses.forbids(sentence, sentence.index("save"))


def test_one_sentence_is_told_once_for_each_thing_to_say_instead():
    sentence = "Save the picture, delete the chat, take a screenshot and delete the app."

    assert [instead for _, instead in wording.unsafe_advice(sentence)] == [
        wording.DO_NOT_DELETE,
        wording.DO_NOT_CAPTURE,
        wording.LEAVE_PICTURES,
    ]


@pytest.mark.parametrize("sentence", lines(PAYING))
def test_advice_to_pay_or_to_bargain_is_found_with_what_to_say_instead(sentence):
    assert (sentence, wording.DO_NOT_PAY) in wording.unsafe_advice(sentence)


@pytest.mark.parametrize("sentence", lines(NOT_PAYING))
def test_what_forbids_to_pay_or_says_what_comes_of_it_may_stay(sentence):
    assert wording.unsafe_advice(sentence) == []
