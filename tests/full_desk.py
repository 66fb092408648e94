"""A site in the middle of its work, so that every page of staff has something to show."""

import datetime

from django.contrib.auth.models import User
from django.core import signing
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from contact import messages
from contact.complaints import Complaint
from contact.feedback import Feedback
from contact.messages import Message
from contact.subscribers import Subscriber
from esafe import live, publishing
from esafe.models import AuditEntry, Site
from esafe.staff import audit
from esafe.staff.links.link import Cause, Link
from esafe.staff.links.uses import uses
from esafe.staff.owner_role import OwnerRole
from esafe.staff.preview_views import SALT
from guidance.models import Page
from reporting_links.models import Question, Service, Situation
from tests import colleagues

WRITER = "priya.ramanathan-featherstonehaugh@safeguarding.example.org"


def fill() -> None:
    """Two editions, drafts, a change that waits for a second person, broken links, overdue items, people."""
    colleagues.someone("Writer", "Reviewer", email=WRITER)
    colleagues.someone("Publisher", email="robin@example.org")
    OwnerRole.objects.create(name="A very long name of an owner of our pages about the law")
    _publish_again()
    _find_broken_links()
    _write_drafts()
    _change_a_number()
    _hear_from_readers()


def _hear_from_readers() -> None:
    long_ago = timezone.now() - datetime.timedelta(days=26)
    Feedback.objects.create(page="/advice/the-law/", useful=False, words="A bit long on my phone. " * 20)
    Feedback.objects.create(words="My son is scared", looks_urgent=True, reply_to="parent@example.org")
    Complaint.objects.create(at=long_ago, words="You wrote to me after I left the list.")
    for state in ("failed", "unknown"):
        one = messages.put("confirm", Subscriber.objects.create(email=f"{state}@example.org"))
        Message.objects.filter(pk=one.pk).update(state=state, said="550 no such user: " + "long-" * 40)


def _publish_again() -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Page.objects.filter(key__in=["the-law", "seven-steps"]).update(
        reviewed_on=yesterday - datetime.timedelta(days=90), review_by=yesterday
    )
    page = Page.objects.get(key="the-law")
    _save(page, summary=f"{page.summary} And who can tell you more.")
    publishing.publish(WRITER, "The law, in fewer words, as the police asked us on Tuesday")


def _find_broken_links() -> None:
    today = timezone.localdate()
    for number, address in enumerate(list(uses(live.store.current().content))[:30]):
        Link.objects.create(
            address=address,
            state=list(Link.State)[number % 5],
            cause=list(Cause)[number % 12],
            status=404,
            checked_on=today,
            moved_to="https://example.org/a/" + "long-" * 30 if number % 5 == 1 else "",
            failures=2 * (number % 5 == 3),
            title="Advice",
            title_now="Shoes",
            fine_until=today + datetime.timedelta(days=9) if number % 35 == 0 else None,
        )


def _write_drafts() -> None:
    Page.objects.filter(area="advice").exclude(key__in=["the-law", "seven-steps"]).update(state="draft")
    Page.objects.filter(key="about").update(publish_at=timezone.now() + datetime.timedelta(days=30))
    page = Page.objects.get(key="the-law")
    _save(page, title="What the law says, and what it does not say")


def _change_a_number() -> None:
    _save(Service.objects.get(key="childline"), phone="08001112", phone_label="0800 1112")


def _save(row, **changes) -> None:
    before = audit.snapshot(row)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    audit.item_saved(WRITER, row, before)


def addresses() -> dict[str, str]:
    """Where to find what is filled in."""
    to_change = {
        "page": Page.objects.get(key="about"),
        "service": Service.objects.get(key="childline"),
        "situation": Situation.objects.annotate(size=Count("steps")).order_by("size").first(),
        "question": Question.objects.first(),
        "site": Site.objects.get(),
        "audit entry": AuditEntry.objects.filter(act="changed").first(),
        "person": User.objects.get(email=WRITER),
    }
    token = signing.dumps(WRITER, salt=SALT)
    return {
        **{name: _form_of(row) for name, row in to_change.items()},
        "history": _form_of(to_change["page"]).replace("/change/", "/history/"),
        "earlier versions": reverse("admin:earlier-versions", args=["page", "the-law"]),
        "shared preview": reverse("admin:shared", args=[token]),
    }


def _form_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
