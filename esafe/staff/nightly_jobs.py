"""The jobs of each night, in their order."""

from contact import complaints, feedback, messages, updates
from contact.monthly import join_last_month
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
    Job("Newsletters once a month", join_last_month),
    Job("Records of mail", messages.forget_old),
)
