"""The database shows these rows to those they are for."""

from django.db import migrations

from sharewell_hub.walls.policies import Walled, not_hidden, own, where_shown


class Migration(migrations.Migration):
    dependencies = [("walls", "0001_initial"), ("concerns", "0001_initial")]
    operations = [
        Walled("concerns_concern", f"{own()} and {not_hidden()}"),
        Walled("concerns_item", where_shown("concern_id", "concerns_concern")),
    ]
