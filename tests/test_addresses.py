"""What is left of an address that was taken off the list still keeps our mail away from it."""

import pytest

from contact import addresses, updates
from contact.feedback import Feedback
from contact.feedback_forms import FeedbackForm
from contact.held import held_about
from contact.messages import Message
from contact.subscribers import Forgotten, Subscriber

pytestmark = pytest.mark.django_db
MINE = "parent@example.org"
OLD, NEW, OWN = "the-old-key" * 6, "a-new-key" * 6, "a-key-of-addresses" * 4


def say_never(email=MINE):
    updates.ask(email, {})
    updates.stop(Subscriber.objects.get(), never=True)
    Message.objects.all().delete()


def is_left_alone(email=MINE):
    updates.ask(email, {})
    return not Subscriber.objects.exists() and not Message.objects.exists()


def test_never_again_outlives_a_secret_key_that_got_out(settings):
    settings.SECRET_KEY, settings.ADDRESS_KEYS = OLD, [OWN]
    say_never()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []

    assert is_left_alone()


def test_never_again_goes_on_when_the_secret_key_that_made_it_becomes_a_key_of_addresses(settings):
    settings.SECRET_KEY = OLD
    say_never()
    settings.SECRET_KEY, settings.ADDRESS_KEYS = NEW, [OWN, OLD]

    assert is_left_alone()


def test_a_key_of_addresses_may_be_set_later(settings):
    say_never()
    settings.ADDRESS_KEYS = [OWN]

    assert is_left_alone()
    assert addresses.digest(MINE) != Forgotten.objects.get().digest


@pytest.mark.parametrize(
    "written",
    ["x@bücher.example", "X@BÜCHER.example", "x@xn--bcher-kva.example", " x@XN--BCHER-KVA.Example "],
)
def test_a_domain_is_the_same_in_letters_and_as_mail_servers_write_it(written):
    say_never("x@bücher.example")

    assert is_left_alone(addresses.normal(written))


@pytest.mark.parametrize("typed", ["", "nobody", "x@", "x@a..b", f"x@{'a' * 70}.example", "x@ü" + "ü" * 70])
def test_what_can_be_no_domain_stays_as_it_was_typed(typed):
    assert addresses.normal(typed) == typed


def test_what_we_hold_is_found_however_the_address_was_written(rf):
    form = FeedbackForm({"words": "Fine", "reply_to": "X@bücher.example"})
    form.is_valid()
    Feedback.objects.create(words="Fine", reply_to=form.cleaned_data["reply_to"])

    assert len(held_about("x@xn--bcher-kva.example")["feedback"]) == 1
