"""Who has to do with a child's case, how sensitive a record is, and who broke the glass."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sharewell_hub.walls.policies import (
    BegunByTheirOwn,
    Walled,
    WalledAnew,
    finds,
    needed,
    where_shown,
)

DESK = """'{caldicott_guardian, designated_safeguarding_lead, headteacher,
    lead_information_officer, mash_manager, named_professional}'::text[]"""
RECEIVING = DESK.replace("named_professional", "named_professional, police_officer, social_worker")
CASE = """'{caldicott_guardian, child_protection_adviser, designated_doctor, designated_nurse,
    designated_safeguarding_lead, gp, headteacher, health_visitor, information_manager,
    lead_information_officer, legal_adviser, mash_manager, named_professional, nominated_person,
    police_data_protection, police_officer, practitioner, social_worker, supervisor, teacher,
    trust_solicitor}'::text[]"""
RESTRICTED = """'{caldicott_guardian, child_protection_adviser, designated_doctor,
    designated_nurse, designated_safeguarding_lead, headteacher, information_manager,
    lead_information_officer, legal_adviser, mash_manager, named_professional, nominated_person,
    police_data_protection, supervisor, trust_solicitor}'::text[]"""

AGENCIES = """
        select agency_id from agencies_practitioner
        where id = me and is_active and roles::text[] && {roles}
"""
RELATED = f"""
        select subject_id from people_relationship
        join agencies_practitioner on agencies_practitioner.id = practitioner_id
        where practitioner_id = me and since <= greatest(moment, clock_timestamp()) and moment < until
          and is_active and roles::text[] && {CASE}
        union all
        select subject_id from people_brokenglass
        join agencies_practitioner on agencies_practitioner.id = practitioner_id
        where practitioner_id = me and moment < until
          and is_active and roles::text[] && {CASE}
"""
HIDDEN = f"""
        select subject_id from people_exclusion
        where practitioner_id = me and until is null
        union all
        select subject_id from people_seal
        where lifted_at is null and not coalesce(me = any(named), false)
        union all
        select subject_id from people_sensitivity
        where tier = 'restricted' and until is null
          and not exists (
              select from agencies_practitioner
              where id = me and roles::text[] && {RESTRICTED})
          and not exists (
              select from people_brokenglass opened
              where opened.subject_id = people_sensitivity.subject_id
                and practitioner_id = me and moment < opened.until)
"""
SAYING = {
    "desk_agencies": AGENCIES.format(roles=DESK),
    "receiving_agencies": AGENCIES.format(roles=RECEIVING),
    "related_subjects": RELATED,
    "hidden_subjects": HIDDEN,
}
ALREADY_AT_WORK = """
insert into people_relationship
    (id, subject_id, agency_id, practitioner_id, kind, purpose, given_by_id, since, until)
select gen_random_uuid(), id, agency_id, recorded_by_id, 'works_with', 'protect_child',
       recorded_by_id, recorded_at, now() + interval '365 days'
from people_subject
"""
PROTECT = django.db.models.deletion.PROTECT
LOOSE = "alter table people_subject no force row level security"
FORCED = "alter table people_subject force row level security"


def id_of() -> models.UUIDField:
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False)


def to(table: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=PROTECT, related_name="+", to=table)


class Migration(migrations.Migration):
    dependencies = [
        ("walls", "0002_need_to_know"),
        ("people", "0003_kept_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", id_of()),
                ("kind", models.CharField(max_length=20)),
                ("purpose", models.CharField(max_length=20)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("subject", to("people.subject")),
                ("agency", to("agencies.agency")),
                ("practitioner", to(settings.AUTH_USER_MODEL)),
                ("given_by", to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["practitioner", "until"], name="related_now")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            kind__in=(
                                "works_with",
                                "responsible_for",
                                "receives_for",
                                "asked_for_advice",
                            )
                        ),
                        name="related_in_a_known_way",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sensitivity",
            fields=[
                ("id", id_of()),
                ("tier", models.CharField(max_length=12)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("subject", to("people.subject")),
                ("set_by", to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(tier__in=("ordinary", "confidential", "restricted")),
                        name="sensitive_in_a_tier",
                    ),
                    models.UniqueConstraint(
                        fields=["subject"],
                        condition=models.Q(until=None),
                        name="sensitive_once",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="BrokenGlass",
            fields=[
                ("id", id_of()),
                ("reason_content", models.UUIDField()),
                ("stepped_up_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("subject", to("people.subject")),
                ("agency", to("agencies.agency")),
                ("practitioner", to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["practitioner", "until"], name="opened_now")]
            },
        ),
        migrations.RunSQL(LOOSE, migrations.RunSQL.noop),
        migrations.RunSQL(ALREADY_AT_WORK, migrations.RunSQL.noop),
        migrations.RunSQL(FORCED, migrations.RunSQL.noop),
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        *(
            migrations.RunSQL(finds(name, query))
            for name, query in SAYING.items()
        ),
        WalledAnew("people_subject", needed("id"), services=("weigh_access",)),
        BegunByTheirOwn("people_subject"),
        Walled(
            "people_relationship", needed(), needed(desks="receiving"),
            services=("weigh_access",), forced=False,
        ),  # fmt: skip
        BegunByTheirOwn("people_relationship"),
        Walled("people_sensitivity", where_shown("subject_id", "people_subject"), forced=False),
        Walled("people_brokenglass", needed(), services=("weigh_access",), forced=False),
        BegunByTheirOwn("people_brokenglass"),
    ]
