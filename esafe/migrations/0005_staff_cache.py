"""The table of the cache in which guesses at passwords are counted."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("esafe", "0004_audit_is_append_only")]

    operations = [migrations.RunPython(make_table)]
