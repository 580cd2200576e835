"""A record's own wall is told apart by its agency first, so that an index finds an agency's."""

from django.db import migrations

from sharewell_hub.walls.policies import WalledAnew, needed


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_sensitive_services"), ("people", "0006_indexed_afterwards"),
    ]  # fmt: skip
    operations = [
        WalledAnew("people_subject", needed("id", services=("weigh_access", "index_people"))),
    ]
