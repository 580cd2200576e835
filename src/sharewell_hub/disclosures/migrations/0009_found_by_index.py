"""What one agency sent or received about one child is found by an index, behind the wall as well."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT

from sharewell_hub.walls.policies import WalledAnew, needed

RECEIVED = needed(agency="recipient_agency_id", desks="receiving")


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0008_places_told")]
    operations = [
        *(
            migrations.AlterField(
                "disclosure", name,
                models.ForeignKey(
                    db_index=False, on_delete=PROTECT, related_name="+", to="agencies.agency"
                ),
            )
            for name in ("agency", "recipient_agency")
        ),
        *(
            migrations.AddIndex("disclosure", models.Index(fields=[agency, "subject"], name=name))
            for agency, name in (
                ("agency", "sent_about_a_child"), ("recipient_agency", "received_about_a_child"),
            )
        ),
        WalledAnew(
            "disclosures_disclosure", needed(services=("weigh_access",)),
            f"({RECEIVED}) and (not sensitive_service or child_agrees or reasonable_cause)",
        ),
    ]  # fmt: skip
