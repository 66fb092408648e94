from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from esafe.staff import roles


def give_rights(apps, schema_editor):
    """Rights are made after all migrations; the roles need them now."""
    create_permissions(all_apps.get_app_config("contact"), verbosity=0, using=schema_editor.connection.alias)
    roles.sync(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0001_contact"),
        ("esafe", "0006_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_rights)]
