"""Sends one message and knows what became of it: sent, certainly not sent, or nobody knows."""

import smtplib

from django.core.mail import EmailMessage, get_connection

REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


class NotSent(Exception):
    """The message was refused; it may be sent again. Says why, in plain words."""


class ServerAway(NotSent):
    """No server took anything; there is no use in trying the next message now."""


class MaybeSent(Exception):
    """The line broke while the server had the message. Sending again could make it two."""


def send(message: EmailMessage) -> None:
    """Hand ``message`` to the mail server. Raises NotSent, ServerAway or MaybeSent."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise ServerAway(f"the mail server does not answer ({_words(error)})") from error
    try:
        connection.send_messages([message])
    except REFUSALS as error:
        raise NotSent(f"the mail server refused the message to {message.to[0]} ({_words(error)})") from error
    except (OSError, smtplib.SMTPException) as error:
        raise MaybeSent(f"the line broke during the message to {message.to[0]} ({_words(error)})") from error
    finally:
        _close(connection)


def _close(connection: object) -> None:
    """A server that is gone needs no goodbye."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return


def _words(error: Exception) -> str:
    """What the server said, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _said(code, said)
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return " ".join(str(error).split())


def _said(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {words}".split())
