import uuid

import django.db.models.deletion
from django.db import migrations, models

KEY = [
    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
    ("version", models.PositiveIntegerField(default=1)),
    ("wrapped", models.BinaryField()),
    ("made_at", models.DateTimeField(auto_now_add=True)),
    ("agency", models.UUIDField()),
]
BY_AGENCY_KEY = (
    "agency_key",
    models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="keystore.agencykey"
    ),
)


def one_a_version(model, name, *fields):
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.UniqueConstraint(fields=(*fields, "version"), name=name),
    )


ONLY_WHAT_ROTATION_NEEDS = """
do $$
declare role name; kept record;
begin
    for kept in
        select * from (values
            ('keystore_agencykey', 'wrapped, root'),
            ('keystore_subjectkey', 'wrapped, agency_key_id'),
            ('keystore_indexkey', 'wrapped, agency_key_id'),
            ('keystore_servicekey', 'wrapped, root'),
            ('keystore_destroyedkey', '')
        ) as tables (name, changing)
    loop
        for role in
            select distinct grantee from information_schema.role_table_grants
            where table_schema = current_schema() and table_name = kept.name
              and grantee not in (current_user, 'PUBLIC')
        loop
            execute format('revoke update, delete, truncate on %I from %I', kept.name, role);
            if kept.changing <> '' then
                execute format('grant update (%s) on %I to %I', kept.changing, kept.name, role);
            else
                execute format('revoke insert on %I from %I', kept.name, role);
            end if;
        end loop;
    end loop;
end $$
"""

HOW_A_KEY_GOES = """
create function keystore_destroy(of_agency uuid, of_subject uuid) returns bigint
    language sql security definer set search_path = keystore, pg_temp as $$
    with gone as (
        delete from keystore_subjectkey where agency = of_agency and subject = of_subject
        returning id, agency, subject
    ), left_behind as (
        insert into keystore_destroyedkey (id, agency, subject, destroyed_at)
        select id, agency, subject, now() from gone returning 1
    )
    select count(*) from left_behind
$$;
create function keystore_drop_subject_key(which uuid) returns bigint
    language sql security definer set search_path = keystore, pg_temp as $$
    with gone as (
        delete from keystore_subjectkey as old where id = which and exists (
            select from keystore_subjectkey as newer
            where (newer.agency, newer.subject) = (old.agency, old.subject)
              and newer.version > old.version
        ) returning id, agency, subject
    ), left_behind as (
        insert into keystore_destroyedkey (id, agency, subject, destroyed_at)
        select id, agency, subject, now() from gone returning 1
    )
    select count(*) from left_behind
$$;
create function keystore_drop_agency_keys(of_agency uuid) returns bigint
    language sql security definer set search_path = keystore, pg_temp as $$
    with gone as (
        delete from keystore_agencykey as old where agency = of_agency and exists (
            select from keystore_agencykey as newer
            where newer.agency = old.agency and newer.version > old.version
        ) and not exists (select from keystore_subjectkey where agency_key_id = old.id)
          and not exists (select from keystore_indexkey where agency_key_id = old.id)
        returning 1
    )
    select count(*) from gone
$$;
create function keystore_drop_index_keys(of_agency uuid) returns bigint
    language sql security definer set search_path = keystore, pg_temp as $$
    with gone as (
        delete from keystore_indexkey as old where agency = of_agency and exists (
            select from keystore_indexkey as newer
            where newer.agency = old.agency and newer.version > old.version
        ) returning 1
    )
    select count(*) from gone
$$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AgencyKey",
            fields=[*KEY, ("root", models.CharField(blank=True, max_length=64))],
        ),
        migrations.CreateModel(
            name="SubjectKey", fields=[*KEY, ("subject", models.UUIDField()), BY_AGENCY_KEY]
        ),
        migrations.CreateModel(name="IndexKey", fields=[*KEY, BY_AGENCY_KEY]),
        migrations.CreateModel(
            name="ServiceKey",
            fields=[
                *KEY[:-1],
                ("name", models.CharField(max_length=40, unique=True)),
                ("root", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="DestroyedKey",
            fields=[
                (
                    "id",
                    models.UUIDField(editable=False, primary_key=True, serialize=False),
                ),
                ("agency", models.UUIDField()),
                ("subject", models.UUIDField()),
                ("destroyed_at", models.DateTimeField()),
            ],
        ),
        one_a_version("agencykey", "an_agency_key_a_version", "agency"),
        one_a_version("subjectkey", "a_subject_key_a_version", "agency", "subject"),
        one_a_version("indexkey", "an_index_key_a_version", "agency"),
        migrations.RunSQL(ONLY_WHAT_ROTATION_NEEDS, migrations.RunSQL.noop),
        migrations.RunSQL(HOW_A_KEY_GOES, migrations.RunSQL.noop),
    ]
