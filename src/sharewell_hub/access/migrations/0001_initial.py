"""Who looked at what, kept for the desk of the agency that holds it, and never changed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from sharewell_hub.vault.append_only import AppendOnly
from sharewell_hub.walls.policies import BegunByTheirOwn, Walled

AT_THE_DESK = (
    "holder = any(array(select desk_agencies()))"
    " and not subjects && array(select hidden_subjects())"
)
PROTECT = django.db.models.deletion.PROTECT


def id_of() -> models.UUIDField:
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False)


def to(table: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=PROTECT, related_name="+", to=table)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("people", "0004_need_to_know"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", id_of()),
                ("at", models.DateTimeField(db_index=True)),
                ("practitioner", to(settings.AUTH_USER_MODEL)),
                ("agency", to("agencies.agency")),
                ("holder", models.UUIDField(null=True)),
                ("verb", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=24)),
                ("objects_shown", ArrayField(models.CharField(max_length=36))),
                ("subjects", ArrayField(models.UUIDField())),
                ("purpose", models.CharField(max_length=20, blank=True)),
                ("allowed", models.BooleanField()),
                ("rules", ArrayField(models.CharField(max_length=24))),
                ("marks", ArrayField(models.CharField(max_length=24))),
            ],
            options={"indexes": [models.Index(fields=["holder", "at"], name="looked_at_whose")]},
        ),
        migrations.CreateModel(
            name="DayOfLooks",
            fields=[
                ("id", id_of()),
                ("day", models.DateField(unique=True)),
                ("looks", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("digested_at", models.DateTimeField()),
            ],
        ),
        AppendOnly("access_look"),
        AppendOnly("access_dayoflooks"),
        Walled("access_look", AT_THE_DESK, services=("digest_looks",)),
        BegunByTheirOwn("access_look"),
    ]
