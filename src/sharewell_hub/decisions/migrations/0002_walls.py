"""The database shows these rows to those they are for."""

from django.db import migrations

from sharewell_hub.walls.policies import Walled, not_hidden, own


class Migration(migrations.Migration):
    dependencies = [("walls", "0001_initial"), ("decisions", "0001_initial")]
    operations = [
        Walled(
            "decisions_decision", f"{own()} and {not_hidden()}", services=("compare_editions",)
        ),
    ]
