"""The jobs of each night, in their order."""

from contact.feedback import forget_old
from contact.messages import forget_old as forget_old_mail
from contact.monthly import join_last_month
from esafe.staff.jobs import Job
from esafe.staff.links.checking import check
from esafe.staff.review_reminders import remind
from esafe.staff.sessions import forget_ended

JOBS = (
    Job("Review reminders", remind),
    Job("Links", check),
    Job("Sessions", forget_ended),
    Job("Feedback", forget_old),
    Job("Newsletters once a month", join_last_month),
    Job("Records of mail", forget_old_mail),
)
