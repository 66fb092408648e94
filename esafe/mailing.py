"""Hands messages to the mail server and knows what became of each: sent, certainly not sent, or nobody knows."""

import smtplib
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

GOING_AWAY = 421


class NotSent(Exception):
    """The message was not taken; it may be sent again. Says why, in plain words.

    ``said`` is what the server said; ``for_good``, that it will say so the next time as well.
    """

    def __init__(self, words: str, said: str = "", for_good: bool = False) -> None:
        super().__init__(words)
        self.said, self.for_good = said or words, for_good


class ServerAway(NotSent):
    """No server takes anything; there is no use in trying the next message now."""


class MaybeSent(Exception):
    """The line broke while the server had the message. Sending again could make it two."""

    def __init__(self, words: str, said: str = "") -> None:
        super().__init__(words)
        self.said = said or words


class _Watched:
    """Notes when the server begins to get the words of a message: until then, it certainly has none."""

    handed_over = False

    def mail(self, *args: Any, **kwargs: Any) -> Any:
        self.handed_over = False
        return super().mail(*args, **kwargs)  # type: ignore[misc]

    def data(self, message: Any) -> Any:
        self.handed_over = True
        return super().data(message)  # type: ignore[misc]


class _WatchedLine(_Watched, smtplib.SMTP):
    pass


class _WatchedTlsLine(_Watched, smtplib.SMTP_SSL):
    pass


class WatchedBackend(EmailBackend):
    """Django's, over a line that knows how far a message came."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _WatchedTlsLine if self.use_ssl else _WatchedLine


_WATCHED: Final[Mapping[str, str]] = {
    "django.core.mail.backends.smtp.EmailBackend": "esafe.mailing.WatchedBackend"
}


class Line:
    """One connection for many messages. It is opened when the first needs it, and again when it broke."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def send(self, message: EmailMessage) -> None:
        """Hand ``message`` to the mail server. Raises NotSent, ServerAway or MaybeSent."""
        was_open = self._connection is not None
        try:
            self._hand_over(message)
        except NotSent:
            # Servers hang up on a line that was long idle, or carried many messages.
            if not was_open or self._connection is not None:
                raise
            self._hand_over(message)

    def close(self) -> None:
        """A server that is gone needs no goodbye."""
        connection, self._connection = self._connection, None
        try:
            if connection:
                connection.close()
        except (OSError, smtplib.SMTPException):
            return

    def _open(self) -> Any:
        if self._connection is None:
            connection = get_connection(_WATCHED.get(settings.EMAIL_BACKEND))
            try:
                connection.open()
            except (OSError, smtplib.SMTPException) as error:
                said = _words(error)
                raise ServerAway(f"the mail server does not answer ({said})", said) from error
            self._connection = connection
        return self._connection

    def _hand_over(self, message: EmailMessage) -> None:
        connection = self._open()
        try:
            connection.send_messages([message])
        except (OSError, smtplib.SMTPException) as error:
            handed_over = getattr(getattr(connection, "connection", None), "handed_over", True)
            met = _met(error, handed_over, message.to[0])
            if _code(error) not in range(200, 600) or _code(error) == GOING_AWAY:
                self.close()
            if met:
                raise met from error


def send(message: EmailMessage) -> None:
    """Hand one message to the mail server. Raises NotSent, ServerAway or MaybeSent."""
    with Line() as line:
        line.send(message)


def _met(error: Exception, handed_over: bool, to: str) -> NotSent | MaybeSent | None:
    """What ``error`` means for the message; None if the server took it, in words that smtplib does not know."""
    said, code = _words(error), _code(error)
    if isinstance(error, smtplib.SMTPDataError) and code in range(200, 300):
        return None
    if isinstance(error, smtplib.SMTPSenderRefused) or code == GOING_AWAY:
        return ServerAway(f"the mail server takes no messages from us ({said})", said)
    if code in range(400, 600) or isinstance(error, smtplib.SMTPNotSupportedError):
        refused = f"the mail server refused the message to {to} ({said})"
        return NotSent(refused, said, for_good=code not in range(400, 500))
    words = f"the line broke during the message to {to} ({said})"
    return MaybeSent(words, said) if handed_over else NotSent(words, said)


def _code(error: Exception) -> int:
    """The server's answer as a number; 0 if there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


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
