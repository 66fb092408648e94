from django.db import migrations


def forget(apps, schema_editor):
    """Who only left may come back: their hash was there for nothing."""
    apps.get_model("contact", "Forgotten").objects.filter(never=False).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('contact', '0002_newsletter_joined_in'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='forgotten',
            name='never',
        ),
    ]
