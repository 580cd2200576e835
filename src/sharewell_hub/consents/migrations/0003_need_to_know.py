"""A position on agreement is shown to the agency's desk and to whoever works with the child."""

from django.db import migrations

from sharewell_hub.walls.policies import WalledAnew, needed


class Migration(migrations.Migration):
    dependencies = [("walls", "0002_need_to_know"), ("consents", "0002_walls")]
    operations = [WalledAnew("consents_position", needed())]
