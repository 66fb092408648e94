"""Everything that we hold about an e-mail address, for whoever reads its mail (R98)."""

from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from contact import letters, mail_pages
from contact.addresses import digests, normal
from contact.complaints import Complaint
from contact.feedback import Feedback
from contact.messages import Message
from contact.retention import CONFIRM_LINK
from contact.subscribers import Forgotten, Subscriber
from esafe.encryption import box
from esafe.mailing import send

_PURPOSE: Final = "contact.held"
_SECRET = ("id", "key", "subscriber", "digest", "claimed_by", "claimed_until")


def held_about(email: str) -> dict[str, Any]:
    """What stands in the database about ``email``, by what it is for. Raises DatabaseError."""
    of_address = digests(email)
    return {
        "address": normal(email),
        "mailing list": _rows(Subscriber.objects.filter(email=normal(email))),
        "never to be written to": _rows(Forgotten.objects.filter(digest__in=of_address)),
        "mail sent": _rows(Message.objects.filter(digest__in=of_address)),
        "feedback": _rows(Feedback.objects.filter(reply_to__iexact=normal(email))),
        "complaints": _rows(Complaint.objects.filter(reply_to__iexact=normal(email))),
    }


def _rows(found: Any) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in _SECRET} for row in found.values()]


def link(email: str) -> str:
    """Where whoever reads the mail of ``email`` takes it away. It works for two days.

    The address in it is encrypted: the link stays in the history of a browser that others may use.
    """
    token = box(_PURPOSE).encrypt(normal(email).encode()).decode()
    path = reverse("held", urlconf="esafe.public_urls", args=[token])
    return f"{settings.SITE_URL}{path}"


def whose(token: str) -> str:
    """The address that a link was sent to. Raises InvalidToken if it is not ours, or too old."""
    return box(_PURPOSE).decrypt(token.encode(), ttl=int(CONFIRM_LINK.total_seconds())).decode()


def send_link(email: str) -> None:
    """Mail the link. Raises NotSent or MaybeSent."""
    words = render_to_string("email/held.txt", {"link": link(email), "site": mail_pages.site()})
    send(EmailMessage(_("What you asked for"), words, letters.sender(), [normal(email)]))
