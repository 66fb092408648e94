"""Makes mail of a message in the outbox: one person, both forms, and the headers that mail programs act on."""

from email.utils import formataddr, parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from contact import mail_links, mail_pages, neutral
from contact.messages import Message
from contact.newsletter_mail import Letters, Words, one_line
from contact.newsletter_recipients import EACH
from contact.subscribers import Subscriber

_SALT: Final = "contact.letters"


def letter(message: Message, letters: Letters) -> EmailMultiAlternatives:
    """The mail of one message, to be sent as it is. Raises ValidationError for an address that is none."""
    subscriber = message.subscriber
    if subscriber is None:
        raise LookupError(message.pk)
    stop = mail_links.link(mail_links.STOP, subscriber)
    mail = addressed(_words(message, subscriber, letters, stop), subscriber.email)
    mail.extra_headers |= {
        "Message-ID": f"<{message.pk}.{_mark(message)}@{_host()}>",
        "List-Id": f"<updates.{_host()}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if message.kind != EACH:  # no person wrote it, so no machine is to answer
        mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


def addressed(words: Words, email: str) -> EmailMultiAlternatives:
    """Words as mail to one address."""
    validate_email(email)
    mail = EmailMultiAlternatives(one_line(words.subject), words.text, sender(), [email])
    mail.attach_alternative(words.html, "text/html")
    return mail


def sender() -> str:
    """Who our mail is from, with a name that says nothing to somebody who looks over a shoulder."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    names = map(one_line, (name, mail_pages.site().name, _host()))
    return formataddr((neutral.name_among(*names) or _("Updates"), address))


def _words(message: Message, subscriber: Subscriber, letters: Letters, stop: str) -> Words:
    if message.newsletter is None:
        return Words(*mail_pages.rendered(message.kind, subscriber))
    manage = mail_links.link(mail_links.MANAGE, subscriber)
    return letters.words(message.newsletter, subscriber).with_links(manage, stop)


def _mark(message: Message) -> str:
    """The same for a message whenever it is sent: a mailbox that gets it twice may see that (RFC 5322, 3.6.4)."""
    return salted_hmac(_SALT, str(message.pk)).hexdigest()[:20]


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
