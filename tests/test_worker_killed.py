"""Workers that die: nobody gets two, one at most is unknown for each death, and nobody is forgotten (R193)."""

import contextlib
import datetime
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from contact.messages import Message
from contact.worker import Worker
from esafe import mailing
from tests import browsing
from tests.mailing_list import newsletter, states, subscribe
from tests.test_outbox import smtp  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def environ(smtp, tmp_path, settings):  # noqa: F811
    """What a worker of its own needs to know, to work on the database and the edition of this test."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "esafe.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
        "SECRET_KEY": settings.SECRET_KEY,
    }


def start(environ, *command):
    return subprocess.Popen(
        [sys.executable, *command], cwd=browsing.ROOT, env=environ, stdout=subprocess.PIPE, text=True
    )


def wait_until(what):
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end
        time.sleep(0.002)


def everybody_is_accounted_for(letter, mailbox, people, deaths):
    """After a last run: nobody got two, and whoever is not known to have got one is shown as unknown."""
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
        Worker().send_due()
    got = Counter(to for (to,) in mailbox.recipients)
    assert max(got.values()) == 1
    assert {len(to) for to in mailbox.recipients} == {1}
    counts = states(letter)
    assert counts.keys() <= {"sent", "unknown"}
    assert sum(counts.values()) == people
    assert counts.get("unknown", 0) <= deaths
    known = Message.objects.filter(state="sent").values_list("subscriber__email", flat=True)
    assert set(known) <= set(got)


def test_two_hundred_killed_at_random_moments(smtp, environ):  # noqa: F811
    people, deaths = 1000, 200
    subscribe(people)
    letter = newsletter()

    smtp.pause = 0.003
    said, _ = start(environ, "-m", "tests.killed_workers", str(deaths)).communicate(timeout=300)

    smtp.pause = 0
    assert int(said) == deaths
    assert 0 < len(smtp.took) < people
    everybody_is_accounted_for(letter, smtp, people, deaths)


def test_the_command_killed_while_it_works(smtp, environ):  # noqa: F811
    subscribe(60)
    letter = newsletter()
    smtp.pause = 0.02
    for deaths in (1, 2):
        worker = start(environ, "manage.py", "worker", "--once")
        wait_until(lambda so_many=5 * deaths: len(smtp.took) >= so_many)
        worker.kill()
        worker.communicate()
        Message.objects.filter(state="waiting").update(claimed_until=None)  # as after five minutes
    smtp.pause = 0

    everybody_is_accounted_for(letter, smtp, 60, 2)


def test_the_command_told_to_stop_leaves_nothing_unknown(smtp, environ):  # noqa: F811
    subscribe(60)
    letter = newsletter()
    smtp.pause = 0.02
    worker = start(environ, "manage.py", "worker")
    wait_until(lambda: len(smtp.took) >= 5)

    worker.send_signal(signal.SIGTERM)
    said, _ = worker.communicate(timeout=30)

    assert worker.returncode == 0
    assert said.startswith("sent: ")
    assert states(letter).keys() == {"sent", "waiting"}
    smtp.pause = 0
    everybody_is_accounted_for(letter, smtp, 60, 0)


def test_two_at_once_share_the_work(smtp, environ):  # noqa: F811
    subscribe(300)
    letter = newsletter()
    smtp.pause = 0.005

    both = [start(environ, "manage.py", "worker", "--once") for _worker in range(2)]
    said = [worker.communicate(timeout=60)[0] for worker in both]

    assert states(letter) == {"sent": 300}
    assert max(Counter(to for (to,) in smtp.recipients).values()) == 1
    assert sum(int(words.removeprefix("sent: ")) for words in said) == 300


class Killed(BaseException):
    """As SIGKILL does, nothing of this worker runs after it: each later step dies as well."""


class Death:
    """Comes at one step of a worker: before or after its statement to the database, or its mail."""

    def __init__(self, step, after):
        self.step, self.after = step, after
        self.steps, self.came = 0, False

    def meet(self, do):
        self.steps += 1
        if self.came or (self.steps == self.step and not self.after):
            self.came = True
            raise Killed
        done = do()
        if self.steps == self.step:
            self.came = True
            raise Killed
        return done

    def of_statement(self, execute, *args):
        return self.meet(lambda: execute(*args))


def die_at(death, monkeypatch):
    send = mailing.Line.send
    with monkeypatch.context() as patched, connection.execute_wrapper(death.of_statement):
        patched.setattr(mailing.Line, "send", lambda line, mail: death.meet(lambda: send(line, mail)))
        with contextlib.suppress(Killed):
            Worker().send_due()
    connection.close()  # as the system does for a process that is gone


@pytest.mark.parametrize("after", [False, True], ids=["before it", "after it"])
def test_a_death_simulated_at_each_step(smtp, monkeypatch, after):  # noqa: F811
    """Where exactly a worker dies: at every statement that it sends to the database, and at every message."""
    subscribe("ann", "bob")
    for step in range(1, 200):
        letter = newsletter()
        smtp.took.clear()
        death = Death(step, after)
        die_at(death, monkeypatch)

        everybody_is_accounted_for(letter, smtp, 2, 1)
        if not death.came:
            assert step > 10
            return
        letter.delete()
    raise AssertionError("it never came to an end")
