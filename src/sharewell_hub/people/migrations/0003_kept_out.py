"""Who is kept out of a record, and which records are for those named alone."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from sharewell_hub.walls.policies import Walled, where_shown

HIDDEN_SUBJECTS = """
create or replace function hidden_subjects() returns setof uuid
language plpgsql stable security definer set search_path from current as $$
declare
    me uuid := nullif(current_setting('sharewell.practitioner', true), '')::uuid;
begin
    return query
        select subject_id from people_exclusion
        where practitioner_id = me and until is null
        union all
        select subject_id from people_seal
        where lifted_at is null and not coalesce(me = any(named), false);
end $$
"""
NOBODY_HIDDEN = """
create or replace function hidden_subjects() returns setof uuid
language plpgsql stable security definer set search_path from current as $$
begin
    return;
end $$
"""
PROTECT = django.db.models.deletion.PROTECT


def id_of() -> models.UUIDField:
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False)


def to(table: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=PROTECT, related_name="+", to=table)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", id_of()),
                ("reason", models.CharField(max_length=16)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("practitioner", to(settings.AUTH_USER_MODEL)),
                ("recorded_by", to(settings.AUTH_USER_MODEL)),
                ("subject", to("people.subject")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            reason__in=(
                                "relative",
                                "complainant",
                                "alleged_abuser",
                                "knows_them",
                                "other_interest",
                            )
                        ),
                        name="kept_out_for_a_known_reason",
                    ),
                    models.UniqueConstraint(
                        fields=["subject", "practitioner"],
                        condition=models.Q(until=None),
                        name="kept_out_once",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", id_of()),
                ("named", ArrayField(models.UUIDField())),
                ("sealed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("sealed_by", to(settings.AUTH_USER_MODEL)),
                ("subject", to("people.subject")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["subject"],
                        condition=models.Q(lifted_at=None),
                        name="sealed_once",
                    )
                ]
            },
        ),
        migrations.RunSQL(HIDDEN_SUBJECTS, NOBODY_HIDDEN),
        Walled("people_exclusion", where_shown("subject_id", "people_subject"), forced=False),
        Walled("people_seal", where_shown("subject_id", "people_subject"), forced=False),
    ]
