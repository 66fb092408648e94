"""Links of ours in mail. They carry a subscriber's secret key, signed; opening one never acts (R26, R91)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from contact.retention import CONFIRM_LINK
from contact.subscribers import Subscriber

_SALT = "contact.mail_links."
CONFIRM, MANAGE, STOP = "confirm", "manage", "stop"


def link(purpose: str, subscriber: Subscriber) -> str:
    """The whole address of the page to CONFIRM, MANAGE or STOP. A new key of the subscriber ends it."""
    token = signing.dumps([subscriber.pk, subscriber.key], salt=_SALT + purpose)
    path: str = reverse(f"updates-{purpose}", urlconf="esafe.public_urls", args=[token])
    return f"{settings.SITE_URL}{path}"


def whose(purpose: str, token: str) -> Subscriber | None:
    """Whose link it is; None if it is not ours or too old. Raises DatabaseError.

    To CONFIRM is used up by confirming. The others of the same mail work on: its STOP is in its headers.
    """
    if not (found := _read(purpose, token)):
        return None
    pk, key = found
    somebody = Subscriber.objects.filter(pk=pk, key=key)
    return (somebody.filter(confirmed_at=None) if purpose == CONFIRM else somebody).first()


def is_gone(purpose: str, token: str) -> bool:
    """Whether it is a link of ours from before its address left the list. It may have come back since.

    Raises DatabaseError.
    """
    found = _read(purpose, token)
    return found is not None and not Subscriber.objects.filter(pk=found[0]).exists()


def _read(purpose: str, token: str) -> tuple[int, str] | None:
    age = CONFIRM_LINK if purpose == CONFIRM else None
    try:
        pk, key = signing.loads(token, salt=_SALT + purpose, max_age=age)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk, key
