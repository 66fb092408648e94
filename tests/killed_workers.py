"""Run as a program: starts worker after worker, each a process of its own, and kills each at some random moment.

Forked from one that has loaded Django, so that 200 of them take seconds. Prints how many were killed at work.
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta

import django
from django.core.mail import EmailMessage

LEASE = timedelta(seconds=0.3)
LONGEST_LIFE = 0.06  # seconds, of half of them from their start, of the others from their first message
QUEUED_AT_ONCE = 20  # so that workers die while they queue as well as while they send


def main(kills: int) -> int:
    """Kill until ``kills`` workers died at work. Gives up when there is nothing left to do."""
    killed = ended = 0
    while killed < kills and ended < kills:
        told, tell = os.pipe()
        worker = os.fork()
        if not worker:
            work(tell, at_once=bool(killed % 2))
        os.close(tell)
        os.read(told, 1)
        os.close(told)
        time.sleep(random.uniform(0, LONGEST_LIFE))
        os.kill(worker, signal.SIGKILL)
        _pid, status = os.waitpid(worker, 0)
        was_killed = os.WIFSIGNALED(status)
        killed, ended = killed + was_killed, ended + (not was_killed)
    return killed


def work(tell: int, *, at_once: bool) -> None:
    """One worker, from the first message to the last, if it lives so long. It tells when its time begins."""
    from contact.worker import Worker
    from esafe.mailing import Line

    send = Line.send

    def first(line: Line, mail: EmailMessage) -> None:
        Line.send = send  # type: ignore[method-assign]
        os.write(tell, b".")
        send(line, mail)

    try:
        if at_once:
            os.write(tell, b".")
        else:
            Line.send = first  # type: ignore[method-assign]
        Worker(lease=LEASE).send_due()
    finally:
        os._exit(0)


if __name__ == "__main__":
    django.setup()
    from contact import newsletter_recipients, worker  # noqa: F401 - loaded before the first is forked

    newsletter_recipients.BATCH = QUEUED_AT_ONCE

    print(main(int(sys.argv[1])))
