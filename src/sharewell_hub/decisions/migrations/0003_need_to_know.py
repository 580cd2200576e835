"""A decision is shown to the agency's desk and to whoever works with the child."""

from django.db import migrations

from sharewell_hub.walls.policies import WalledAnew, needed


class Migration(migrations.Migration):
    dependencies = [("walls", "0002_need_to_know"), ("decisions", "0002_walls")]
    operations = [
        WalledAnew("decisions_decision", needed(), services=("compare_editions", "weigh_access")),
    ]
