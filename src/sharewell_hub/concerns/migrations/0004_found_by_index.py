"""The rows of one agency and one child are found by an index, behind the wall as well."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT

from sharewell_hub.walls.policies import WalledAnew, needed


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_sensitive_services"), ("concerns", "0003_need_to_know")]
    operations = [
        migrations.AlterField(
            "concern", "agency",
            models.ForeignKey(
                db_index=False, on_delete=PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddIndex(
            "concern", models.Index(fields=["agency", "subject"], name="worries_about_a_child")
        ),
        WalledAnew("concerns_concern", needed(services=("weigh_access",))),
    ]  # fmt: skip
