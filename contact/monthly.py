"""Once a month: one message that joins what newsletters said until then, for those who asked for that."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contact.newsletters import Newsletter

LAST_DAY = 7  # of a month: a night or two that were missed are made up for
State = Newsletter.State


def join_last_month(today: datetime.date | None = None) -> str:
    """Begin to send the newsletters of the last month in one; say what was done. Twice does no harm.

    One that was paused when its own month was joined comes with the month after it went on.
    """
    day = today or timezone.localdate()
    if day.day > LAST_DAY:
        return "the last month was seen to."
    end = day.replace(day=1)
    month = (end - datetime.timedelta(days=1)).replace(day=1)
    to_join = Newsletter.objects.filter(
        month=None,
        joined_in=None,
        started_at__lt=_begin(end),
        state__in=[State.SENDING, State.DONE],  # what was stopped may have been wrong
    )
    if not to_join.exists():
        return "no newsletter waits to be joined."
    with transaction.atomic():
        _newsletter, is_new = Newsletter.objects.get_or_create(
            month=month,
            defaults={
                "subject": _("What is new this month"),
                "state": State.SENDING,
                "started_at": timezone.now(),
            },
        )
        if not is_new:
            return "the last month was seen to."
        return f"newsletters joined in one: {to_join.update(joined_in=month)}."


def _begin(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
