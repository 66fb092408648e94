"""``manage.py worker``: sends the mail that waits in the outbox (docs/deploy.md)."""

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.backends.signals import connection_created

from contact.worker import Worker
from esafe.mailing import ServerAway


class Command(BaseCommand):
    help = "Send the mail that waits in the outbox, until told to stop (SIGTERM)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, and end")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        stopped = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        connection_created.connect(_write_through)
        connection.close()
        worker = Worker(stopped)
        if not once:
            worker.run(lambda line: self.stdout.write(line, ending="\n"))
            return
        try:
            worker.send_due()
        except ServerAway as error:
            raise CommandError(f"{worker.told()}; {error}. It is tried again next time.") from None
        self.stdout.write(worker.told())


def _write_through(connection: Any, **kwargs: Any) -> None:
    """Without this, a power cut could undo “on its way” after the server had the message."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
