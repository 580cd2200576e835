"""Where somebody lives, told with a disclosure; a hidden place to one person at the other end."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sharewell_hub.vault.append_only import AppendOnly
from sharewell_hub.walls.policies import Walled, own, where_shown

PROTECT = django.db.models.deletion.PROTECT
ME = "nullif(current_setting('sharewell.practitioner', true), '')::uuid"


def to(table: str, kind: type = models.ForeignKey, **more: object) -> models.Field:
    return kind(on_delete=PROTECT, related_name="+", to=table, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0007_sensitive_services"),
        ("whereabouts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="DisclosedPlace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        primary_key=True, default=uuid.uuid4, editable=False, serialize=False
                    ),
                ),
                ("disclosure", to("disclosures.disclosure")),
                ("agency", to("agencies.agency")),
                ("whereabouts", to("whereabouts.whereabouts")),
                ("kind", models.CharField(max_length=8)),
                ("unshielding", to("whereabouts.unshielding", models.OneToOneField, null=True)),
                ("recipient", to(settings.AUTH_USER_MODEL, null=True)),
                ("about_content", models.UUIDField()),
                ("about_for_recipient", models.UUIDField()),
                ("words_for_recipient", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(unshielding=None, recipient=None)
                        | models.Q(unshielding__isnull=False, recipient__isnull=False),
                        name="a_hidden_place_is_told_to_somebody",
                    )
                ],
            },
        ),
        AppendOnly("disclosures_disclosedplace"),
        Walled(
            "disclosures_disclosedplace",
            f"({own()} or recipient_id is null or recipient_id = {ME})"
            f" and {where_shown('disclosure_id', 'disclosures_disclosure')}",
        ),
    ]
