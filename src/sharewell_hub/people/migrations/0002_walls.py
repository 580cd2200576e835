"""The database shows these rows to those they are for."""

from django.db import migrations

from sharewell_hub.walls.policies import Walled, not_hidden, own


class Migration(migrations.Migration):
    dependencies = [("walls", "0001_initial"), ("people", "0001_initial")]
    operations = [
        Walled("people_subject", f"{own()} and {not_hidden('id')}"),
    ]
