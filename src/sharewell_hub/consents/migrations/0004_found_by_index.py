"""The rows of one agency and one child are found by an index, behind the wall as well."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT

from sharewell_hub.walls.policies import WalledAnew, needed


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_sensitive_services"), ("consents", "0003_need_to_know")]
    operations = [
        migrations.AlterField(
            "position", "agency",
            models.ForeignKey(
                db_index=False, on_delete=PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddIndex(
            "position", models.Index(fields=["agency", "subject"], name="positions_about_a_child")
        ),
        WalledAnew("consents_position", needed()),
    ]  # fmt: skip
