"""Run by test_crash: publishes over and over in processes that are killed.

Usage: publish_and_crash.py KILLS. Prints "crashed at step N" or "killed" for each.
Every edition says its own number in three places, so that a mixed read shows.
"""

import os
import random
import signal
import sys
import time

import django

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esafe.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from esafe import edition_store, live, publishing, starter_loading  # noqa: E402
from esafe.models import Site  # noqa: E402
from guidance.models import Page  # noqa: E402

STEPS = ("fsync", "replace")


def publish_once():
    mark = f"mark {time.monotonic_ns()}"
    Site.objects.update(strapline=mark)
    Page.objects.filter(key__in=["the-law", "seven-steps"]).update(summary=mark)
    publishing.publish("crash", mark)


def publish_for_ever():
    while True:
        publish_once()


def crash_at(step):
    """End the process for good at the so-many-th of the steps that reach the disk."""
    left = [step]

    def counted(real):
        def call(*args):
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            return real(*args)

        return call

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    edition_store.os = os
    publish_once()


def in_child(work, *args):
    pid = os.fork()
    if pid == 0:
        connections.close_all()
        try:
            work(*args)
        finally:
            os._exit(0)
    return pid


def main(kills):
    call_command("migrate", verbosity=0)
    starter_loading.load_once()
    publish_once()
    begin = time.monotonic()
    publish_once()
    usual = time.monotonic() - begin
    print("ready", flush=True)
    connections.close_all()
    step = 1
    while True:
        _pid, status = os.waitpid(in_child(crash_at, step), 0)
        print(f"crashed at step {step}" if os.waitstatus_to_exitcode(status) == 9 else "done", flush=True)
        if os.waitstatus_to_exitcode(status) != 9:
            break
        step += 1
    chance = random.Random(11)
    for _ in range(kills):
        pid = in_child(publish_for_ever)
        time.sleep(chance.uniform(0.0, 4 * usual))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        print("killed", flush=True)
    publish_once()
    print(f"live {live.store.current().number}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
