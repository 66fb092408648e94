"""What an answer means for a link, in the light of the days before."""

import datetime

from esafe.staff.links import titles
from esafe.staff.links.following import Found
from esafe.staff.links.link import Cause, Link

FAILURES = frozenset({Cause.NOT_FOUND, Cause.NO_HOST})
DAYS_UNTIL_GONE = 3
# What is put into a link each time.
JUDGED = ("state", "cause", "status", "moved_to", "title_now", "checked_on", "failures", "failed_on")


def judge(link: Link, found: Found, today: datetime.date) -> None:
    """Put into ``link`` what was found today. It is not saved."""
    link.cause, link.status, link.checked_on = found.cause, found.status, today
    if found.cause == Cause.ANSWERS:
        _answers(link, found)
    elif found.cause in FAILURES and link.failed_on != today:
        link.failures, link.failed_on = link.failures + 1, today
    if found.cause != Cause.ANSWERS:
        is_gone = link.failures >= DAYS_UNTIL_GONE
        link.state = Link.State.GONE if is_gone else Link.State.UNSURE


def _answers(link: Link, found: Found) -> None:
    link.failures, link.failed_on = 0, None
    link.moved_to, link.title_now = found.moved_to, found.title
    link.title = link.title or found.title
    if link.moved_to:
        link.state = Link.State.MOVED
    elif titles.resembles(link.title, link.title_now):
        link.state = Link.State.FINE
    else:
        link.state = Link.State.RENAMED
