from django.db import migrations

from esafe.staff import audit_guard


class Migration(migrations.Migration):
    dependencies = [("esafe", "0003_staff")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: audit_guard.put_up(editor.connection),
            lambda apps, editor: audit_guard.take_down(editor.connection),
        )
    ]
