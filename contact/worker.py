"""Sends what is in the outbox. Any number of workers may run at once, and any may die at any moment."""

import datetime
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable
from threading import Event
from typing import Any, Final

from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, connection
from django.db.models import Exists, OuterRef, QuerySet

from contact import newsletter_recipients, outbox
from contact.letters import letter
from contact.messages import NOT_DONE, Message
from contact.newsletter_mail import Letters, one_line
from contact.newsletters import Newsletter
from contact.subscribers import Subscriber
from esafe.mailing import Line, MaybeSent, NotSent, ServerAway

log = logging.getLogger(__name__)
_LOOK_EVERY: Final = 5  # seconds
_FIRST_WAIT, _LONGEST_WAIT = 10, 600  # seconds, while the server or the database is away
_ATTEMPTS_TO_WRITE: Final = 6
State = Message.State


class Worker:
    """One worker. ``stopped`` ends it between two messages."""

    def __init__(self, stopped: Event | None = None, lease: datetime.timedelta = outbox.LEASE) -> None:
        self.stopped = stopped or Event()
        self.lease = lease
        self.done: Counter[str] = Counter()
        self._letters = Letters()
        self._line = Line()
        self._wanted: dict[int | None, QuerySet[Subscriber]] = {}

    def send_due(self) -> None:
        """Send all that is due, then return. Raises ServerAway and DatabaseError."""
        with self._line:
            while not self.stopped.is_set() and self._turn():
                pass

    def run(self, say: Callable[[str], object]) -> None:
        """Send until ``stopped``. What was done is said in a line, without an address."""
        wait = _FIRST_WAIT
        while not self.stopped.is_set():
            pause = _LOOK_EVERY
            try:
                self.send_due()
                wait = _FIRST_WAIT
            except (ServerAway, DatabaseError) as error:
                say(f"waiting {wait} seconds: {one_line(str(error))}")
                pause, wait = wait, min(2 * wait, _LONGEST_WAIT)
                connection.close()
            if self.done:
                say(self.told())
            self.stopped.wait(pause)

    def told(self) -> str:
        """What was done since this was last asked."""
        done, self.done = self.done, Counter()
        return ", ".join(f"{state}: {number}" for state, number in sorted(done.items())) or "nothing to send"

    def _turn(self) -> bool:
        """A batch of everything there is to do. False if there was nothing."""
        outbox.run_out()
        self._wanted = {}
        busy = self._batch(None)
        for newsletter in Newsletter.objects.filter(state=Newsletter.State.SENDING):
            if newsletter.queued_at is None:
                newsletter_recipients.queue(newsletter)
                busy = True
            busy |= self._batch(newsletter)
        _end_what_is_done()
        return busy

    def _batch(self, newsletter: Newsletter | None) -> bool:
        claim = secrets.token_hex(16)  # a name of its own for each: an old one gives no right to a newer
        batch = outbox.claim(claim, newsletter, self.lease)
        try:
            for message in batch:
                if self.stopped.is_set():
                    break
                self._one(message)
        finally:
            if batch:
                self._write(lambda: outbox.release(claim))
        return bool(batch)

    def _one(self, message: Message) -> None:
        """Take one message as far as it goes. Raises ServerAway."""
        wanted = self._wanted_by(message.newsletter)
        if message.subscriber is None:
            self.done[State.SKIPPED] += outbox.drop_or_release(message, wanted)
            return
        try:
            mail = letter(message, self._letters)
        except DatabaseError:
            raise
        except Exception as error:  # one that cannot be made must not stop the others
            log.warning("Message %s could not be made: %s", message.pk, type(error).__name__)
            state = outbox.later(message, "it could not be made", tries=message.tries + 1)
            self.done[state] += 1
            return
        if outbox.begin(message, wanted, self.lease):
            self._hand_over(message, mail)
        else:
            self.done[State.SKIPPED] += outbox.drop_or_release(message, wanted)

    def _hand_over(self, message: Message, mail: EmailMultiAlternatives) -> None:
        tries = message.tries + 1
        try:
            self._line.send(mail)
        except ServerAway as error:
            said = error.said
            self._write(lambda: outbox.not_now(message, said))
            # Whoever catches it prints it, and a server may name the address that it does not take.
            raise ServerAway(outbox.without_address(str(error), message)) from None
        except NotSent as error:
            self._not_sent(message, error, tries)
        except MaybeSent as error:
            self._finish(message, State.UNKNOWN, error.said)
        except Exception as error:  # nobody knows how far it came
            log.warning("Message %s: %s", message.pk, type(error).__name__)
            self._finish(message, State.UNKNOWN, type(error).__name__)
        else:
            self._finish(message, State.SENT)

    def _not_sent(self, message: Message, error: NotSent, tries: int) -> None:
        if error.for_good:
            self._finish(message, State.FAILED, error.said)
        else:
            self.done[self._write(lambda: outbox.later(message, error.said, tries=tries))] += 1

    def _finish(self, message: Message, state: State, said: str = "") -> None:
        self._write(lambda: outbox.finish(message, state, said))
        self.done[state] += 1

    def _wanted_by(self, newsletter: Newsletter | None) -> QuerySet[Subscriber]:
        key = newsletter.pk if newsletter else None
        if key not in self._wanted:
            self._wanted[key] = (
                newsletter_recipients.of(newsletter) if newsletter else Subscriber.objects.all()
            )
        return self._wanted[key]

    def _write(self, step: Callable[[], Any]) -> Any:
        """Write what is known, though the database should be busy or away for a moment."""
        for attempt in range(_ATTEMPTS_TO_WRITE):
            try:
                return step()
            except DatabaseError:
                if attempt == _ATTEMPTS_TO_WRITE - 1:
                    raise
                connection.close()
                time.sleep(0.1 * 2**attempt)
        return None


def _end_what_is_done() -> None:
    """A newsletter is sent when no message of it waits or is on its way. Unknown ones are for a person."""
    open_ones = Message.objects.filter(newsletter=OuterRef("pk"), state__in=NOT_DONE)
    sent = Newsletter.objects.filter(state=Newsletter.State.SENDING, queued_at__isnull=False)
    sent.filter(~Exists(open_ones)).update(state=Newsletter.State.DONE)
