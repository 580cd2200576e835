"""What a sensitive service sent is shown outside it with the child's agreement, or on harm alone."""

from django.db import migrations, models

from sharewell_hub.walls.policies import WalledAnew, needed

RECEIVED = needed(agency="recipient_agency_id", desks="receiving")
SHOWN_OUTSIDE = "(not sensitive_service or child_agrees or reasonable_cause)"


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0006_the_agreement"), ("agencies", "0005_sensitive_services")]
    operations = [
        *(
            migrations.AddField("disclosure", name, models.BooleanField(default=False))
            for name in ("sensitive_service", "child_agrees", "reasonable_cause")
        ),
        WalledAnew(
            "disclosures_disclosure", needed(), f"({RECEIVED}) and {SHOWN_OUTSIDE}",
            services=("weigh_access",),
        ),  # fmt: skip
    ]
