"""What `manage.py nightly` does, job by job."""

from collections.abc import Callable
from dataclasses import dataclass


class JobFailed(Exception):
    """A job did not do all of its work. Says what it did and what is left, in plain words."""


@dataclass(frozen=True)
class Job:
    """One piece of nightly work. ``run`` gives a plain line about what it did, or raises."""

    name: str
    run: Callable[[], str]
