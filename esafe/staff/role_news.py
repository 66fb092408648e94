"""The other administrators hear who can approve, publish or give roles from now on.

One person with two mailboxes would otherwise be two people, and nobody would know.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from esafe import mailing
from esafe.staff import administrators

TOLD_OF: Final = ("Reviewer", "Publisher", "Administrator")


def tell(person: User, before: Mapping[str, Any] | None, after: Mapping[str, Any], by: str) -> list[str]:
    """Mail each other administrator what ``by`` gave to ``person``: the addresses that were not reached.

    ``before`` and ``after`` are from ``rights_of``; None is no account. Opening an account gives its
    roles again.
    """
    given: list[str] = [role for role in TOLD_OF if role in _usable(after) - _usable(before)]
    others = administrators.active().exclude(username=by).exclude(pk=person.pk).exclude(email="")
    messages = [_message(other.email, person, given, by) for other in others.order_by("email") if given]
    missed: list[str] = []
    with mailing.Line() as line:
        for place, message in enumerate(messages):
            try:
                line.send(message)
            except mailing.ServerAway:
                return missed + [unsent.to[0] for unsent in messages[place:]]
            except (mailing.NotSent, mailing.MaybeSent):
                missed.append(message.to[0])
    return missed


def _usable(rights: Mapping[str, Any] | None) -> set[str]:
    return set(rights["roles"]) if rights and rights["may_sign_in"] else set()


def _message(to: str, person: User, given: list[str], by: str) -> EmailMessage:
    words = {"person": person, "given": given, "by": by, "site": settings.SITE_URL}
    text = render_to_string("email/role_given.txt", words)
    return EmailMessage(_("Somebody was given a role on the staff pages"), text, to=[to])
