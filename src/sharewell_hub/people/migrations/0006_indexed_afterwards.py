"""Records made before there was an index are shown to the service that brings them into it."""

from django.db import migrations

from sharewell_hub.walls.policies import WalledAnew, needed

INDEXES = "index_people"


class Migration(migrations.Migration):
    dependencies = [("people", "0005_shield"), ("vault", "0003_walls")]
    operations = [
        WalledAnew("people_subject", needed("id"), services=("weigh_access", INDEXES)),
        WalledAnew(
            "vault_matchingcopy", needed("subject", "agency"), services=("keep_sealed", INDEXES)
        ),
    ]
