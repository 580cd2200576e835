"""Whose place is hidden, and from whom not."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from sharewell_hub.walls.policies import Walled, where_shown

NAMED = "nullif(current_setting('sharewell.practitioner', true), '')::uuid = any(named)"
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_need_to_know"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Shield",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        primary_key=True, default=uuid.uuid4, editable=False, serialize=False
                    ),
                ),
                ("reason", models.CharField(max_length=16)),
                ("named", ArrayField(models.UUIDField())),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="people.subject"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject"],
                        condition=models.Q(until=None),
                        name="shielded_now",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            reason__in=(
                                "violence",
                                "refuge",
                                "placement",
                                "court_order",
                                "threats",
                                "other",
                            )
                        ),
                        name="shielded_for_a_known_reason",
                    )
                ],
            },
        ),
        Walled(
            "people_shield",
            f"{NAMED} and {where_shown('subject_id', 'people_subject')}",
            services=("weigh_access", "guard_addresses"),
            forced=False,
        ),
    ]
