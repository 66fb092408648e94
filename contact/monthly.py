"""Once a month: one message that joins what the last month's newsletters said, for those who asked for that."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from contact.newsletters import Newsletter

LAST_DAY = 7  # of a month: a night or two that were missed are made up for
State = Newsletter.State


def join_last_month(today: datetime.date | None = None) -> str:
    """Begin to send the last month's newsletters in one; say what was done. Twice does no harm."""
    day = today or timezone.localdate()
    if day.day > LAST_DAY:
        return "the last month was seen to."
    end = day.replace(day=1)
    month = (end - datetime.timedelta(days=1)).replace(day=1)
    joined = Newsletter.objects.filter(
        month=None,
        started_at__gte=_begin(month),
        started_at__lt=_begin(end),
        state__in=[State.SENDING, State.DONE],  # what was stopped may have been wrong
    )
    pks = list(joined.order_by("started_at", "pk").values_list("pk", flat=True))
    if not pks:
        return "no newsletter was sent last month."
    _newsletter, is_new = Newsletter.objects.get_or_create(
        month=month,
        defaults={
            "subject": _("What is new this month"),
            "items": pks,
            "state": State.SENDING,
            "started_at": timezone.now(),
        },
    )
    return f"newsletters of last month, joined: {len(pks)}." if is_new else "the last month was seen to."


def _begin(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
