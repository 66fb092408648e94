"""``manage.py nightly``: what is to be done once a day (docs/deploy.md). Twice does no harm."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from esafe.staff.jobs import Job, JobFailed
from esafe.staff.nightly_jobs import JOBS

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send reminders and look after links. One line says what each job did."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [job.name for job in JOBS if not self._has_run(job)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. It is tried again next time.")

    def _has_run(self, job: Job) -> bool:
        """Do one job and say in one line what it did. A failure is no reason to leave out the next."""
        try:
            self.stdout.write(f"{job.name}: {job.run()}")
        except JobFailed as error:
            self.stderr.write(f"{job.name}: {error}")
            return False
        except Exception as error:  # the next job must run, whatever this one met
            said = " ".join(str(error).split())
            self.stderr.write(f"{job.name}: failed, {type(error).__name__}: {said}")
            return False
        finally:
            close_old_connections()
        return True
