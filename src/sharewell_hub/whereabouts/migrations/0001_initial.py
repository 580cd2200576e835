"""Places, who is shown them by the database itself, and each time a hidden one is told."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sharewell_hub.walls.policies import (
    SERVED,
    BegunByTheirOwn,
    Walled,
    WalledAnew,
    finds,
    needed_of_any,
    not_hidden,
    own,
    where_shown,
)

LOCATES = """'{caldicott_guardian, designated_safeguarding_lead, gp, headteacher,
    health_visitor, lead_information_officer, mash_manager, named_professional, police_officer,
    practitioner, social_worker, teacher}'::text[]"""
RESTRICTED = """'{caldicott_guardian, designated_safeguarding_lead, headteacher,
    lead_information_officer, mash_manager, named_professional}'::text[]"""
LOCATED = f"""
        select subject_id from people_relationship
        join agencies_practitioner on agencies_practitioner.id = practitioner_id
        where practitioner_id = me and since <= greatest(moment, clock_timestamp()) and moment < until
          and kind in ('works_with', 'responsible_for', 'receives_for')
          and is_active and roles::text[] && {LOCATES}
"""
HIDDEN = f"""
        select subject_id from people_shield
        where until is null and not coalesce(me = any(named), false)
        union all
        select subject_id from people_sensitivity
        where tier = 'restricted' and until is null
          and not exists (
              select from agencies_practitioner
              where id = me and roles::text[] && {RESTRICTED})
"""
AT_DESK = "agency_id = any(array(select desk_agencies()))"
RELATED = f"{own()} and subject_id = any(array(select located_subjects()))"
IN_SIGHT = "subject_id <> all(array(select unlocatable_subjects()))"
WORDS_IN_SIGHT = """
    (place not like 'whereabouts_%' or not subjects && array(select unlocatable_subjects()))
"""
REVIEWERS_WORDS = f"place = 'glass_review.words' and {SERVED.format(services='break_glass')}"
PROTECT = django.db.models.deletion.PROTECT


def id_of() -> models.UUIDField:
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False)


def to(table: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=PROTECT, related_name="+", to=table)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("agencies", "0001_initial"),
        ("people", "0005_shield"),
        ("vault", "0003_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Whereabouts",
            fields=[
                ("id", id_of()),
                ("kind", models.CharField(max_length=8)),
                ("place_content", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("subject", to("people.subject")),
                ("agency", to("agencies.agency")),
                ("recorded_by", to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["subject"], name="places_of_somebody")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(kind__in=("lives", "stays", "placed", "goes_to")),
                        name="somebody_does_something_there",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unshielding",
            fields=[
                ("id", id_of()),
                ("reason_content", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("whereabouts", to("whereabouts.whereabouts")),
                ("destination", to("agencies.destination")),
                ("recipient", to(settings.AUTH_USER_MODEL)),
                ("officer", to(settings.AUTH_USER_MODEL)),
            ],
        ),
        *(
            migrations.RunSQL(finds(name, query), f"drop function {name}()")
            for name, query in (("located_subjects", LOCATED), ("unlocatable_subjects", HIDDEN))
        ),
        Walled(
            "whereabouts_whereabouts",
            f"(({AT_DESK}) or ({RELATED})) and {not_hidden()} and {IN_SIGHT}",
            services=("weigh_access", "guard_addresses"),
        ),
        BegunByTheirOwn("whereabouts_whereabouts"),
        Walled(
            "whereabouts_unshielding", where_shown("whereabouts_id", "whereabouts_whereabouts")
        ),
        WalledAnew(
            "vault_content",
            f"{needed_of_any()} and {WORDS_IN_SIGHT}",
            REVIEWERS_WORDS,
            services=("keep_sealed",),
        ),
    ]
