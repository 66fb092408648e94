import datetime

from django.db import migrations, models
from django.utils import timezone

# Stands for all that were sent before this was kept; there is no message of this month.
LONG_AGO = datetime.date(2000, 1, 1)


def remember(apps, schema_editor):
    """What a monthly one joined stood in its items. What is older than last month counts as joined."""
    newsletters = apps.get_model("contact", "Newsletter").objects
    for monthly in newsletters.filter(month__isnull=False):
        newsletters.filter(pk__in=monthly.items).update(joined_in=monthly.month)
    newsletters.filter(month__isnull=False).update(items=[])
    today = timezone.localtime()
    this_month = today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last_month = (this_month - datetime.timedelta(days=1)).replace(day=1)
    old = newsletters.filter(month=None, joined_in=None, started_at__lt=last_month)
    old.filter(state__in=["sending", "done"]).update(joined_in=LONG_AGO)


class Migration(migrations.Migration):

    dependencies = [
        ('contact', '0001_contact'),
    ]

    operations = [
        migrations.AddField(
            model_name='newsletter',
            name='joined_in',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
