"""The jobs of each night, in their order."""

from contact import updates
from contact.feedback import forget_old
from esafe.staff.jobs import Job
from esafe.staff.links.checking import check
from esafe.staff.review_reminders import remind
from esafe.staff.sessions import forget_ended

JOBS = (
    Job("Review reminders", remind),
    Job("Links", check),
    Job("Sessions", forget_ended),
    Job("Feedback", forget_old),
    Job("Addresses not confirmed", updates.forget_unconfirmed),
)
