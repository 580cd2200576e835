"""A worry is shown to the agency's desk and to whoever works with the child."""

from django.db import migrations

from sharewell_hub.walls.policies import WalledAnew, needed


class Migration(migrations.Migration):
    dependencies = [("walls", "0002_need_to_know"), ("concerns", "0002_walls")]
    operations = [WalledAnew("concerns_concern", needed(), services=("weigh_access",))]
