"""``manage.py error_pages FOLDER``: our error pages as files, for the proxy in front (docs/deploy.md)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.http import HttpRequest

from esafe.error_views import error_page
from esafe.headers import AnswerClass, row

STATUSES = (400, 403, 404, 405, 408, 413, 414, 431, 500, 503)


class Command(BaseCommand):
    help = "Write our error pages, and their headers for nginx, to a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for status in STATUSES:
            (folder / f"{status}.html").write_bytes(error_page(HttpRequest(), status).content)
        headers = row(AnswerClass.ERROR, https=settings.PRODUCTION)
        lines = (f'add_header {name} "{value}" always;\n' for name, value in headers.items())
        (folder / "headers.conf").write_text("".join(lines))
