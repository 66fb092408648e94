"""How long we keep what readers give us. The purges and the privacy notice read the same lines (R105)."""

import datetime
from typing import Final

FEEDBACK: Final = datetime.timedelta(days=90)
CONFIRM_LINK: Final = datetime.timedelta(hours=48)
UNCONFIRMED: Final = datetime.timedelta(days=7)
COMPLAINT: Final = datetime.timedelta(days=2 * 365)  # after its outcome
MAIL_RECORD: Final = datetime.timedelta(days=90)  # what became of one message of a newsletter
