"""The jobs of each night, in their order."""

from contact import complaints, feedback, updates
from esafe.staff.jobs import Job
from esafe.staff.links.checking import check
from esafe.staff.review_reminders import remind
from esafe.staff.sessions import forget_ended

JOBS = (
    Job("Review reminders", remind),
    Job("Links", check),
    Job("Sessions", forget_ended),
    Job("Feedback", feedback.forget_old),
    Job("Complaints", complaints.forget_old),
    Job("Addresses not confirmed", updates.forget_unconfirmed),
)
