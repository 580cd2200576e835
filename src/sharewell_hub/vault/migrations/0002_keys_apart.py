import uuid

from django.db import connections, migrations, models

from sharewell_hub.vault.append_only import AppendOnly

KEYS = {
    "agencykey": "id, agency, version, wrapped, made_at",
    "subjectkey": "id, agency, subject, version, agency_key_id, wrapped, made_at",
}

ONLY_AS_ORDERED = """
create function refuse_to_rewrite_unless_ordered() returns trigger language plpgsql as $$
begin
    if tg_op <> 'TRUNCATE' and current_setting('sharewell.vault', true) = 'ordered' then
        return null;
    end if;
    raise exception '% is append-only: words are sealed anew or erased as a whole, never edited',
        tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger append_only on vault_content;
create trigger append_only before update or delete or truncate on vault_content
    for each statement execute function refuse_to_rewrite_unless_ordered();
drop trigger append_only on vault_contentfor;
create trigger append_only before update or delete or truncate on vault_contentfor
    for each statement execute function refuse_to_rewrite_unless_ordered();
"""

HOW_WORDS_CHANGE = """
do $do$
declare made text;
begin
    foreach made in array array[
        $f$ create function vault_reseal(which uuid, was bytea, now_key uuid, now_sealed bytea)
            returns boolean language plpgsql security definer set search_path = %1$I, pg_temp as $b$
            declare many bigint;
            begin
                perform set_config('sharewell.vault', 'ordered', true);
                update vault_content set key_id = now_key, sealed = now_sealed
                    where id = which and sha256(sealed) = was;
                get diagnostics many = row_count;
                perform set_config('sharewell.vault', '', true);
                return many > 0;
            end $b$ $f$,
        $f$ create function vault_rewrap(which uuid, now_key uuid, now_wrapped bytea)
            returns boolean language plpgsql security definer set search_path = %1$I, pg_temp as $b$
            declare many bigint;
            begin
                perform set_config('sharewell.vault', 'ordered', true);
                update vault_contentfor set key_id = now_key, wrapped = now_wrapped
                    where id = which;
                get diagnostics many = row_count;
                perform set_config('sharewell.vault', '', true);
                return many > 0;
            end $b$ $f$,
        $f$ create function vault_erase(keys uuid[]) returns table (id uuid, digest text)
            language plpgsql security definer set search_path = %1$I, pg_temp as $b$
            declare joint uuid[];
            begin
                perform set_config('sharewell.vault', 'ordered', true);
                joint := array(
                    select content.id from vault_content content where content.id in
                        (select way.content_id from vault_contentfor way
                         where way.key_id = any(keys))
                    order by content.id for update
                );
                delete from vault_contentfor way where way.key_id = any(keys);
                return query delete from vault_content content
                    where content.key_id = any(keys)
                       or content.id = any(joint) and not exists (
                           select from vault_contentfor way where way.content_id = content.id)
                    returning content.id, encode(sha256(content.sealed), 'hex');
                perform set_config('sharewell.vault', '', true);
            end $b$ $f$
    ] loop
        execute format(made, current_schema());
    end loop;
end $do$
"""


def hand_over_the_keys(apps, schema_editor):
    """Copy keys that lie beside the data to the keystore, and see that each arrived whole."""
    old = schema_editor.connection.cursor()
    new = connections["keystore_owner"].cursor()
    for table, columns in KEYS.items():
        old.execute(f"select {columns} from vault_{table}")
        rows = old.fetchall()
        for row in rows:
            holes = ", ".join(["%s"] * len(row))
            extra = ", root" if table == "agencykey" else ""
            nothing = ", ''" if table == "agencykey" else ""
            new.execute(
                f"insert into keystore_{table} ({columns}{extra}) values ({holes}{nothing}) "
                "on conflict do nothing",
                row,
            )
        if rows:
            new.execute(f"select id, wrapped from keystore_{table}")
            there = {id: bytes(wrapped) for id, wrapped in new.fetchall()}
            lost = [row[0] for row in rows if there.get(row[0]) != bytes(row[-2])]
            if lost:
                raise RuntimeError(f"{len(lost)} keys did not arrive; nothing was removed.")


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.RunPython(hand_over_the_keys, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    """
                    do $$
                    declare held name;
                    begin
                        select conname into held from pg_constraint
                        where conrelid = 'vault_content'::regclass and contype = 'f';
                        execute format('alter table vault_content drop constraint %I', held);
                    end $$
                    """
                ),
                migrations.RunSQL("alter table vault_content alter column key_id drop not null"),
            ],
            state_operations=[
                migrations.RemoveField("content", "key"),
                migrations.AddField(
                    "content", "key_id", models.UUIDField(null=True, db_index=True)
                ),
            ],
        ),
        migrations.DeleteModel("SubjectKey"),
        migrations.DeleteModel("AgencyKey"),
        migrations.CreateModel(
            name="ContentFor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("content_id", models.UUIDField(db_index=True)),
                ("key_id", models.UUIDField(db_index=True)),
                ("wrapped", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_id", "key_id"), name="a_joint_content_a_key"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="MatchingCopy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.UUIDField()),
                ("subject", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "subject"), name="a_matching_copy_a_subject"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="IndexRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.UUIDField()),
                ("subject", models.UUIDField(db_index=True)),
                ("kind", models.CharField(max_length=24)),
                ("version", models.PositiveIntegerField()),
                ("code", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "agency", "kind", "subject"),
                        name="an_identifier_a_subject",
                    )
                ]
            },
        ),
        AppendOnly("vault_contentfor"),
        migrations.RunSQL(ONLY_AS_ORDERED),
        migrations.RunSQL(HOW_WORDS_CHANGE),
    ]
