"""How long we keep what people give us. The purges and the privacy notice read the same lines (R105).

They are promises: what would be due before the next night goes in this one (``next_night``).
Pure: no Django.
"""

import datetime
from typing import Final

FEEDBACK: Final = datetime.timedelta(days=90)
CONFIRM_LINK: Final = datetime.timedelta(hours=48)
UNCONFIRMED: Final = datetime.timedelta(days=7)
COMPLAINT: Final = datetime.timedelta(days=2 * 365)  # after its outcome
MAIL_RECORD: Final = datetime.timedelta(days=90)  # what became of one message of a newsletter
FORMS_SENT: Final = datetime.timedelta(hours=1)  # from which network, by a code that is made anew each time

# Of staff.
SESSION_IDLE: Final = datetime.timedelta(minutes=30)
SESSION: Final = datetime.timedelta(hours=12)
GUESSES: Final = datetime.timedelta(hours=1)  # that somebody guessed at a password or a code
PASSWORD_LINK: Final = datetime.timedelta(days=3)
UNUSED_LINK: Final = datetime.timedelta(days=90)  # what the link checker knows of a link that no page has now


def next_night(now: datetime.datetime) -> datetime.datetime:
    """By when `manage.py nightly` has run again, if it runs each day: the clocks may go back, and it may be slow."""
    return now + datetime.timedelta(days=1, hours=3)
