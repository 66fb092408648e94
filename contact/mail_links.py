"""Links of ours in mail. They carry a subscriber's secret key, signed; opening one never acts (R26, R91)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from contact.retention import CONFIRM_LINK
from contact.subscribers import Subscriber, new_key

_SALT = "contact.mail_links."
CONFIRM, MANAGE, STOP = "confirm", "manage", "stop"


def link(purpose: str, subscriber: Subscriber) -> str:
    """The whole address of the page to CONFIRM, MANAGE or STOP. A new key of the subscriber ends it."""
    token = signing.dumps([subscriber.pk, subscriber.key], salt=_SALT + purpose)
    return settings.SITE_URL + reverse(f"updates-{purpose}", urlconf="esafe.public_urls", args=[token])


def whose(purpose: str, token: str) -> Subscriber | None:
    """Whose link it is; None if it is not ours, too old, or was used up. Raises DatabaseError."""
    age = CONFIRM_LINK if purpose == CONFIRM else None
    try:
        pk, key = signing.loads(token, salt=_SALT + purpose, max_age=age)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subscriber.objects.filter(pk=pk, key=key).first()


def use_up(subscriber: Subscriber) -> None:
    """End every link that was sent so far."""
    subscriber.key = new_key()
