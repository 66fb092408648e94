"""``manage.py prepare``: everything that a start needs, made once and kept (``make run``)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from esafe import live, publishing, starter_loading, static_files
from esafe.edition_store import NoEdition
from esafe.models import EditionRecord


class Command(BaseCommand):
    help = "Make the folders, the database, the starter content, edition 1 and the static files."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self._make_folders()
        self._migrate()
        if starter_loading.load_once():
            self.stdout.write("Loaded the starter content.")
        self._publish_first_edition()
        static_files.collect_if_changed()

    def _make_folders(self) -> None:
        for folder in (settings.VAR_DIR, settings.EDITIONS_DIR, settings.STATIC_ROOT):
            try:
                Path(folder).mkdir(parents=True, exist_ok=True)
                probe = Path(folder) / ".can-write"
                probe.touch()
                probe.unlink()
            except OSError as error:
                raise CommandError(
                    f"esafe cannot write to {folder}: {error.strerror}. Please make it writable."
                ) from None

    def _migrate(self) -> None:
        connection = connections[DEFAULT_DB_ALIAS]
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).chmod(0o600)

    def _publish_first_edition(self) -> None:
        """Only where nothing was ever published: a further host takes what the others show."""
        if publishing.follow() or self._has_edition() or EditionRecord.objects.exists():
            return
        try:
            edition = publishing.publish("esafe", "The starter content")
        except publishing.NotPublished as error:
            raise CommandError(f"Nothing could be published. Please mend: {error}") from None
        self.stdout.write(f"Published edition {edition.number}.")

    @staticmethod
    def _has_edition() -> bool:
        try:
            live.store.current()
        except NoEdition:
            return False
        return True
