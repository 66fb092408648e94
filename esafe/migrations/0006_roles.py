from django.db import migrations

from esafe.staff import roles


class Migration(migrations.Migration):
    dependencies = [
        ("esafe", "0005_staff_cache"),
        ("guidance", "0003_staff"),
        ("reporting_links", "0003_staff"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(roles.make)]
