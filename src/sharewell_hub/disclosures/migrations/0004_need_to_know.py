"""What was sent is shown, at each end, to the desk and to whoever works with the child."""

from django.db import migrations

from sharewell_hub.walls.policies import WalledAnew, needed

RECEIVED = needed(agency="recipient_agency_id", desks="receiving")


class Migration(migrations.Migration):
    dependencies = [
        ("walls", "0002_need_to_know"),
        ("disclosures", "0003_kept_out_at_both_ends"),
        ("people", "0004_need_to_know"),
    ]
    operations = [
        WalledAnew("disclosures_disclosure", needed(), RECEIVED, services=("weigh_access",)),
    ]
