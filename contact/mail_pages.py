"""The words of a message to a reader, from its templates. It sends nothing and changes nothing."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from contact.mail_links import CONFIRM, MANAGE, STOP, link
from contact.subscribers import Subscriber
from esafe import live
from esafe.context import built_in
from esafe.edition_store import NoEdition


def rendered(kind: str, subscriber: Subscriber, **more: Any) -> tuple[str, str, str]:
    """(subject, text, HTML) of a message of ``kind``, in the subscriber's language.

    Its templates are ``email/<kind>_subject.txt``, ``.txt`` and ``.html``. They know ``subscriber``,
    ``links`` (confirm, manage, stop; whole addresses), ``site`` (the live edition's), ``site_url``
    and ``more``.
    """
    context = {
        "subscriber": subscriber,
        "links": {purpose: link(purpose, subscriber) for purpose in (CONFIRM, MANAGE, STOP)},
        "site": site(),
        "site_url": settings.SITE_URL,
        **more,
    }
    with translation.override(subscriber.mail_language):
        subject = render_to_string(f"email/{kind}_subject.txt", context)
        text = render_to_string(f"email/{kind}.txt", context)
        html = render_to_string(f"email/{kind}.html", context)
    return " ".join(subject.split()), text.strip() + "\n", html.strip() + "\n"


def site() -> Any:
    """What staff say of the site itself, in the live edition; without one, what it is born with."""
    try:
        content = live.store.current().content
    except NoEdition:
        content = built_in()
    return content.site["site"]
