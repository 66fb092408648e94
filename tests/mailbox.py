"""A real mail server on this machine, for tests, with every fault that one may have, and what it took."""

import asyncio
import email
from email import policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests import browsing


class Mailbox:
    """A mail server's mind: what it took, and what it says to the next message.

    ``rcpt`` and ``data`` are its answers. ``data`` may be "hang up": it takes the message, and says
    nothing more. ``hangs_up`` names where it does that before it has a message: at "MAIL", at "RCPT", at "DATA",
    or in the "middle" of the words. ``pause`` makes it slow: seconds before each answer to a message.
    """

    def __init__(self):
        self.took = []
        self.rcpt = self.data = "250 OK"
        self.hangs_up = ""
        self.pause = 0
        self.on_data = None  # called with each envelope, before the answer
        self.lines = 0
        self.port = browsing.free_port()
        self.controller = None

    def start(self):
        self.controller = QuietController(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    @property
    def mails(self):
        """What it took, as a mail program reads it."""
        return [email.message_from_bytes(taken.content, policy=policy.default) for taken in self.took]

    @property
    def recipients(self):
        return [taken.rcpt_tos for taken in self.took]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.hangs_up == "MAIL":
            server.transport.close()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.hangs_up == "RCPT":
            server.transport.close()
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.pause)
        if self.on_data:
            self.on_data(envelope)
        if self.data == "hang up":
            self.took.append(envelope)
            server.transport.close()
            return "250 OK"
        if self.data.startswith("250"):
            self.took.append(envelope)
        return self.data


class _Server(SMTP):
    async def smtp_DATA(self, arg):
        if self.event_handler.hangs_up == "DATA":
            self.transport.close()
        elif self.event_handler.hangs_up == "middle":
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self._reader.read(200)
            self.transport.close()
        else:
            await super().smtp_DATA(arg)


class QuietController(Controller):
    def factory(self):
        return _Server(self.handler, hostname="localhost")
