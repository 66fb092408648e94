"""What tests of the mailing list send, and who is on it."""

import datetime
from urllib.parse import urlsplit

import time_machine
from django.core import signing
from django.utils import timezone

from contact import machines
from contact.mail_links import link
from contact.subscribers import Subscriber

EMAIL = "sam@example.org"


def a_while_ago():
    """The signed time of a form that was opened a minute ago."""
    with time_machine.travel(timezone.now() - datetime.timedelta(minutes=1), tick=False):
        return signing.dumps("", salt=machines._SALT)


def form(email=EMAIL, **values):
    """A form as a reader sends it."""
    return {"email": email, "topics": ["advice"], "how_often": "each", "made": a_while_ago(), **values}


def subscriber(email=EMAIL, *, confirmed=True, **values):
    return Subscriber.objects.create(
        email=email, confirmed_at=timezone.now() if confirmed else None, **values
    )


def path(purpose, somebody):
    """The path of a link in a mail to somebody."""
    return urlsplit(link(purpose, somebody)).path
