"""What a newsletter to 100,000 costs: how fast it is sent, and what the worker holds. Run, it sends one and prints JSON."""

import json
import resource
import time
from collections.abc import Iterator
from typing import Any

import django

from tests.bench.sites import Sites, environ, python
from tests.bench.targets import Line
from tests.mailbox import Mailbox

PEOPLE = 100_000
WARM = 2_000  # messages after which a worker holds all that it needs


def lines(sites: Sites) -> Iterator[Line]:
    """The mail server is a process of its own, and takes all."""
    database = f"sqlite:///{sites.large}/mailing.sqlite3"
    mailbox = Counting()
    mailbox.start()
    try:
        url = f"smtp://127.0.0.1:{mailbox.port}"
        found = python("tests.bench.mailing", environ={**environ(sites.starter, database), "EMAIL_URL": url})
    finally:
        mailbox.stop()
    twice = mailbox.took_count - len(mailbox.recipients_seen)
    yield Line("", f"newsletter to {found['people']:,} people, a second", found["rate"], form="{:,.0f}")
    yield Line("", "  queueing them, a second", found["queue_rate"], form="{:,.0f}")
    yield Line(
        "mailing",
        "  worker: more held at the end than when warm",
        found["grown"],
        ours=f"{found['held']:.0f} MiB",
    )
    yield Line("lost", "  people with none, or with two", found["people"] - mailbox.took_count + 2 * twice)


class Counting(Mailbox):
    """Keeps who got something, not what."""

    def __init__(self) -> None:
        super().__init__()
        self.took_count = 0
        self.recipients_seen: set[str] = set()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.took_count += 1
        self.recipients_seen.update(envelope.rcpt_tos)
        return "250 OK"


def main() -> dict[str, float]:
    django.setup()
    from django.core.management import call_command

    from contact import newsletter_recipients
    from contact.newsletters import Newsletter
    from tests.mailing_list import newsletter, subscribe

    call_command("migrate", verbosity=0)
    subscribe(PEOPLE)
    letter = newsletter()
    begin = time.perf_counter()
    while newsletter_recipients.queue(Newsletter.objects.get(pk=letter.pk)):
        pass
    queued = time.perf_counter() - begin
    held: list[int] = []
    worker = watched(held)
    begin = time.perf_counter()
    worker.send_due()
    sent = time.perf_counter() - begin
    return {
        "people": PEOPLE,
        "rate": PEOPLE / sent,
        "queue_rate": PEOPLE / queued,
        "grown": (held[-1] - held[0]) / 1024,
        "held": held[-1] / 1024,
    }


def watched(held: list[int]) -> Any:
    """A worker that notes what it holds, in KiB, once it is warm and at the end."""
    from contact.worker import Worker

    class Watching(Worker):
        def _turn(self) -> bool:
            if self.done.total() >= WARM:
                held.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            return super()._turn()

    return Watching()


if __name__ == "__main__":
    print(json.dumps(main()))
