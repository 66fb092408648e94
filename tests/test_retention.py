"""Nothing of a reader is kept longer than the privacy notice says, not even by a day."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from contact import retention
from contact.complaints import Complaint
from contact.feedback import Feedback
from contact.messages import Message
from contact.subscribers import Subscriber
from esafe.staff.nightly_jobs import JOBS

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
KEPT = {
    "Feedback": (retention.FEEDBACK, Feedback, lambda at: {"at": at, "words": "Fine"}),
    "Complaints": (retention.COMPLAINT, Complaint, lambda at: {"decided_at": at}),
    "Addresses not confirmed": (retention.UNCONFIRMED, Subscriber, lambda at: {"asked_at": at}),
    "Records of mail": (retention.MAIL_RECORD, Message, lambda at: {"at": at, "state": Message.State.SENT}),
}


def night(day):
    """When the timer of docs/deploy runs, in October 2026. The clocks go back on the 25th."""
    return datetime.datetime(2026, 10, day, 4, 15, tzinfo=ZoneInfo("Europe/London")).astimezone(datetime.UTC)


def run(name, at):
    with time_machine.travel(at, tick=False):
        next(job for job in JOBS if job.name == name).run()


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("early", [HOUR, -HOUR], ids=["an hour before a night", "an hour after"])
def test_it_is_gone_by_the_hour_that_we_promise_and_not_days_before(name, early):
    longest, kind, of = KEPT[name]
    ends = night(25) - early
    kind.objects.create(**of(ends - longest))
    run(name, night(23))
    assert kind.objects.exists()

    for day in (24, 25):
        if night(day) <= ends:
            run(name, night(day))
    assert not kind.objects.exists()
