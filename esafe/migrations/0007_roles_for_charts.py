from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from esafe.staff import roles


def make_roles(apps, schema_editor):
    """Rights are made after all migrations; the roles need them now."""
    create_permissions(
        all_apps.get_app_config("guidance"), verbosity=0, using=schema_editor.connection.alias
    )
    roles.sync(apps)


class Migration(migrations.Migration):
    dependencies = [("esafe", "0006_roles"), ("guidance", "0004_charts")]

    operations = [migrations.RunPython(make_roles)]
