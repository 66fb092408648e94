"""The jobs of each night, in their order."""

import datetime
from collections.abc import Callable

from django.utils import timezone

from contact import complaints, feedback, messages, retention, updates
from contact.monthly import join_last_month
from esafe.staff.jobs import Job
from esafe.staff.links.checking import check
from esafe.staff.review_reminders import remind
from esafe.staff.sessions import forget_ended


def _in_time(forget: Callable[[datetime.datetime], str]) -> Callable[[], str]:
    """Let ``forget`` all that would be kept too long before the next night."""
    return lambda: forget(retention.next_night(timezone.now()))


JOBS = (
    Job("Review reminders", remind),
    Job("Sessions", forget_ended),
    Job("Feedback", _in_time(feedback.forget_old)),
    Job("Complaints", _in_time(complaints.forget_old)),
    Job("Addresses not confirmed", _in_time(updates.forget_unconfirmed)),
    Job("Newsletters once a month", join_last_month),
    Job("Records of mail", _in_time(messages.forget_old)),
    Job("Moves from once a month", _in_time(updates.forget_moves)),
    Job("Links", check),  # last: other sites may be slow, and what readers gave us must go on time
)
