"""The database shows these rows to those they are for."""

from django.db import migrations

from sharewell_hub.walls.policies import Walled, own


class Migration(migrations.Migration):
    dependencies = [("walls", "0001_initial"), ("outbox", "0001_initial")]
    operations = [
        Walled("outbox_letter", own("agency"), services=("deliver_letters",)),
    ]
