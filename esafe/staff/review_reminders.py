"""Mails owners and deputies what is to be checked again: before the day, on it, and each week after."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from esafe import live, mailing, publishing, review
from esafe.content import Content
from esafe.item import ReviewedItem
from esafe.item_models import ReviewedItemModel
from esafe.problem import Problem
from esafe.staff import reviewed
from esafe.staff.jobs import JobFailed
from esafe.staff.people import People
from esafe.staff.review_reminder import ReviewReminder

# Nobody is still sending what was begun longer ago.
CUT_OFF_AFTER = datetime.timedelta(hours=1)
State = ReviewReminder.State


@dataclass(frozen=True)
class Due:
    """An item that somebody is to be reminded of, and which reminder it is."""

    kind: str
    item: ReviewedItem
    number: int

    @property
    def title(self) -> str:
        return reviewed.title(self.item)

    @property
    def address(self) -> str:
        """Where staff check it."""
        return f"{settings.STAFF_URL}{publishing.edit_address(Problem(self.kind, self.item.key, ''))}"

    @property
    def days_left(self) -> int:
        """How many days there are until its day; below nothing when that is over."""
        return (self.item.review_by - timezone.localdate()).days

    @property
    def waits(self) -> bool:
        """Whether somebody has checked it already, and only publishing is left."""
        model = publishing.models_of_items()[self.kind]
        assert issubclass(model, ReviewedItemModel)  # noqa: S101 - for mypy
        return model._default_manager.filter(key=self.item.key, review_by__gt=self.item.review_by).exists()


def remind() -> str:
    """Send what is due and was not sent, and say how much. Raises JobFailed when some was not sent."""
    people = People()
    failures = _cut_off()
    sent = checks = 0
    for to, dues in _by_address(live.store.current().content, people, failures).items():
        try:
            told = _tell(to, dues, people)
        except mailing.ServerAway as error:
            failures.append(f"{error}; it is tried again next time")
            break
        except mailing.NotSent as error:
            failures.append(f"{error}; it is tried again next time")
        except mailing.MaybeSent as error:
            failures.append(f"{error}; it may have arrived, so it is not sent again")
        else:
            sent, checks = sent + bool(told), checks + told
    said = f"messages sent: {sent}, about items to check: {checks}{_where()}." if sent else "nothing to send."
    if failures:
        raise JobFailed(f"{said} But " + ". Also, ".join(failures) + ".")
    return said


def _where() -> str:
    """Without a mail server, messages are files."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    is_file = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
    return f", as files in {folder} (EMAIL_URL names no server)" if is_file else ""


def _by_address(content: Content, people: People, failures: list[str]) -> dict[str, list[Due]]:
    """What each person is to be reminded of by now, sent or not."""
    found: dict[str, list[Due]] = defaultdict(list)
    unheard = 0
    for kind, item in sorted(reviewed.owned(content), key=lambda pair: (pair[1].review_by, pair[1].key)):
        number = review.reminder(item, timezone.localdate())
        if number is None:
            continue
        addresses = people.for_mail(item)
        unheard += not addresses
        for to in addresses:
            found[to].append(Due(kind, item, number))
    if unheard:
        failures.append(f"items to check that nobody with an e-mail address looks after: {unheard}")
    return dict(sorted(found.items()))


def _cut_off() -> list[str]:
    """Say once what an earlier run began and did not end."""
    begun = ReviewReminder.objects.filter(state=State.SENDING, at__lt=timezone.now() - CUT_OFF_AFTER)
    people = sorted(set(begun.values_list("to", flat=True)))
    begun.update(state=State.UNKNOWN)
    return [
        f"a message to {to} was cut off earlier; it may have arrived, so it is not sent again"
        for to in people
    ]


def _tell(to: str, dues: list[Due], people: People) -> int:
    """Remind one person of what is new to them; of how many items."""
    new = _not_told(to, dues)
    if not new:
        return 0
    letter = message(to, new, people)
    rows = _claim(to, new)
    if not rows:
        return 0
    claimed = ReviewReminder.objects.filter(pk__in=[row.pk for row in rows])
    try:
        mailing.send(letter)
    except mailing.MaybeSent:
        claimed.update(state=State.UNKNOWN)
        raise
    except mailing.NotSent:
        claimed.delete()
        raise
    claimed.update(state=State.SENT)
    return len(rows)


def _not_told(to: str, dues: Iterable[Due]) -> list[Due]:
    told = set(ReviewReminder.objects.filter(to=to).values_list("kind", "key", "review_by", "number"))
    return [due for due in dues if (due.kind, due.item.key, due.item.review_by, due.number) not in told]


def _claim(to: str, dues: Iterable[Due]) -> list[ReviewReminder]:
    """Write down what is about to be sent, before it is: whoever comes second leaves it alone."""
    now = timezone.now()
    rows = [
        ReviewReminder(
            to=to, kind=due.kind, key=due.item.key, review_by=due.item.review_by, number=due.number, at=now
        )
        for due in dues
    ]
    try:
        with transaction.atomic():
            return ReviewReminder.objects.bulk_create(rows)
    except IntegrityError:
        return []


def message(to: str, dues: list[Due], people: People) -> EmailMessage:
    """The reminder to one person, in plain text."""
    context = {
        "dues": dues,
        "without_person": sorted({due.item.owner for due in dues if not people.of(due.item)}),
        "owners": settings.STAFF_URL + reverse("admin:esafe_ownerrole_changelist"),
    }
    return EmailMessage(
        subject=render_to_string("email/review_subject.txt", context).strip(),
        body=render_to_string("email/review.txt", context),
        to=[to],
    )
