"""The database shows these rows to those they are for."""

from django.db import migrations

from sharewell_hub.walls.policies import Walled, not_hidden, own


class Migration(migrations.Migration):
    dependencies = [("walls", "0001_initial"), ("consents", "0001_initial")]
    operations = [
        Walled("consents_position", f"{own()} and {not_hidden()}"),
    ]
