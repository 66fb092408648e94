"""A real mail server on this machine, for tests, and what it took."""

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests import browsing


class Mailbox:
    """A mail server's mind: what it took, and what it says to the next message."""

    def __init__(self):
        self.took = []
        self.rcpt = self.data = "250 OK"
        self.port = browsing.free_port()
        self.controller = None

    def start(self):
        self.controller = QuietController(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        if self.data == "hang up":
            self.took.append(envelope)
            server.transport.close()
            return "250 OK"
        if self.data.startswith("250"):
            self.took.append(envelope)
        return self.data


class QuietController(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="localhost")
