"""``manage.py publish_due``: put live what is ready and whose time has come. For a timer, every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from esafe import publishing


class Command(BaseCommand):
    help = "Publish the ready items with a time to go live that has come, and nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        publishing.follow()  # somebody may have gone back while the database was away
        items = publishing.due()
        if not items:
            return
        try:
            edition = publishing.publish("the timetable", "At the time that was set", only=items)
        except publishing.Meanwhile:
            publishing.forget_times(items)  # all of them are live already
            return
        except publishing.NotPublished as error:
            raise CommandError(f"Nothing was published. Please mend: {error}") from None
        self.stdout.write(f"Published edition {edition.number}.")
