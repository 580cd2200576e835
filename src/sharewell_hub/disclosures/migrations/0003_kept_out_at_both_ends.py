"""Whoever is kept out of a record is not shown what was sent of it either, at either end."""

from django.db import migrations

from sharewell_hub.walls.policies import not_hidden, own

SHOWN = "alter policy shown on disclosures_disclosure using ({})"
BOTH = f"({own()} or {own('recipient_agency_id')}) and {not_hidden()}"
ONE = f"({own()} and {not_hidden()}) or {own('recipient_agency_id')}"


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0002_walls"), ("people", "0003_kept_out")]
    operations = [migrations.RunSQL(SHOWN.format(BOTH), SHOWN.format(ONE))]
