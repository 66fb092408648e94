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

LEASE = timedelta(seconds=0.3)
LONGEST_LIFE = 0.15  # seconds
QUEUED_AT_ONCE = 20  # so that workers die while they queue as well as while they send


def main(kills: int) -> int:
    """Kill until ``kills`` workers died at work. Gives up when there is nothing left to do."""
    killed = ended = 0
    while killed < kills and ended < kills:
        worker = os.fork()
        if not worker:
            work()
        time.sleep(random.uniform(0, LONGEST_LIFE))
        os.kill(worker, signal.SIGKILL)
        _pid, status = os.waitpid(worker, 0)
        was_killed = os.WIFSIGNALED(status)
        killed, ended = killed + was_killed, ended + (not was_killed)
    return killed


def work() -> None:
    """One worker, from the first message to the last, if it lives so long."""
    from contact.worker import Worker

    try:
        Worker(lease=LEASE).send_due()
    finally:
        os._exit(0)


if __name__ == "__main__":
    django.setup()
    from contact import newsletter_recipients, worker  # noqa: F401 - loaded before the first is forked

    newsletter_recipients.BATCH = QUEUED_AT_ONCE

    print(main(int(sys.argv[1])))
