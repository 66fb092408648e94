from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from esafe.staff import roles


def make_roles(apps, schema_editor):
    """Rights are made after all migrations; the roles need them now."""
    for label in ("auth", "esafe", "guidance", "reporting_links"):
        create_permissions(
            all_apps.get_app_config(label), verbosity=0, using=schema_editor.connection.alias
        )
    roles.sync(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("esafe", "0005_staff_cache"),
        ("guidance", "0003_staff"),
        ("reporting_links", "0003_staff"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles)]
