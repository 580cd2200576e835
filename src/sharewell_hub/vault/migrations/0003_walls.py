"""The vault's own wall: what lies sealed is shown by the database to whoever needs to know."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connections, migrations, models

from sharewell_hub.walls.policies import SERVED, Walled, needed, needed_of_any

KEEP_SEALED, BREAK = "keep_sealed", "break_glass"
OF_NOBODY = UUID(int=0)
"""Whose words are whose key is lost: they open for nobody."""

KEYS = "select id, agency, subject from {} where id = any(%s)"
WHOSE = """
update vault_content set agency = whose.agency, subjects = array[whose.subject]
from unnest(%s::uuid[], %s::uuid[], %s::uuid[]) whose (key, agency, subject)
where key_id = whose.key
"""
FOR_WHOM = """
update vault_contentfor set agency = whose.agency, subject = whose.subject
from unnest(%s::uuid[], %s::uuid[], %s::uuid[]) whose (key, agency, subject)
where key_id = whose.key
"""
OF_SEVERAL = """
update vault_content set agency = ways.agency, subjects = ways.subjects
from (
    select content_id, min(agency::text)::uuid as agency, array_agg(subject) as subjects
    from vault_contentfor group by content_id
) ways
where key_id is null and vault_content.id = ways.content_id
"""
LOST = """
update vault_content set agency = %(nobody)s, subjects = array[%(nobody)s]::uuid[]
where agency is null
"""
LOST_WAYS = "update vault_contentfor set agency = %(nobody)s, subject = %(nobody)s \
where agency is null"
DIGESTS = """
do $do$
begin
    execute format($f$
        create function vault_digests(which uuid[]) returns table (id uuid, digest text)
        language plpgsql security definer set search_path = %1$I, pg_temp as $b$
        declare before text := coalesce(current_setting('sharewell.service', true), '');
        begin
            perform set_config('sharewell.service', 'keep_sealed', true);
            return query select content.id, encode(sha256(content.sealed), 'hex')
                from vault_content content where content.id = any(which) order by content.id;
            perform set_config('sharewell.service', before, true);
        end $b$ $f$, current_schema());
end $do$
"""
LEFT_FOR_ANOTHER = """
create policy begun on {} for insert with check (exists (select from own_agencies()))
"""
"""Whoever sends seals the recipient's own copy as well, and is not shown it afterwards."""

REVIEWERS_WORDS = f"place = 'glass_review.words' and {SERVED.format(services=BREAK)}"


def say_whose_they_are(apps, schema_editor):
    """Ask the keystore whose each key is, or was, and write it beside the words."""
    with schema_editor.connection.cursor() as words:
        words.execute("select key_id from vault_content union select key_id from vault_contentfor")
        ids = [id for (id,) in words.fetchall() if id]
        whose = _whose(ids) if ids else []
        columns = [list(column) for column in zip(*whose, strict=True)] or [[], [], []]
        words.execute("select set_config('sharewell.vault', 'ordered', true)")
        for how in (WHOSE, FOR_WHOM):
            words.execute(how, columns)
        words.execute(OF_SEVERAL)
        for how in (LOST, LOST_WAYS):
            words.execute(how, {"nobody": OF_NOBODY})
        words.execute("select set_config('sharewell.vault', '', true)")


def _whose(ids):
    found = {}
    with connections["keystore_owner"].cursor() as keys:
        for table in ("keystore_destroyedkey", "keystore_subjectkey"):
            keys.execute(KEYS.format(table), [ids])
            found |= {row[0]: row for row in keys.fetchall()}
    return list(found.values())


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_keys_apart"), ("walls", "0002_need_to_know")]
    operations = [
        migrations.AddField("content", "agency", models.UUIDField(null=True)),
        migrations.AddField("content", "subjects", ArrayField(models.UUIDField(), null=True)),
        migrations.AddField("contentfor", "agency", models.UUIDField(null=True)),
        migrations.AddField("contentfor", "subject", models.UUIDField(null=True)),
        migrations.RunPython(say_whose_they_are, migrations.RunPython.noop),
        migrations.AlterField("content", "agency", models.UUIDField()),
        migrations.AlterField("content", "subjects", ArrayField(models.UUIDField())),
        migrations.AlterField("contentfor", "agency", models.UUIDField()),
        migrations.AlterField("contentfor", "subject", models.UUIDField()),
        migrations.RunSQL(DIGESTS, "drop function vault_digests"),
        Walled("vault_content", needed_of_any(), REVIEWERS_WORDS, services=(KEEP_SEALED,)),
        Walled(
            "vault_contentfor",
            needed("subject", "agency", desks="receiving"),
            services=(KEEP_SEALED,),
        ),
        Walled("vault_matchingcopy", needed("subject", "agency"), services=(KEEP_SEALED,)),
        Walled("vault_indexrow", needed("subject", "agency"), services=(KEEP_SEALED, BREAK)),
        *(
            migrations.RunSQL(LEFT_FOR_ANOTHER.format(table), f"drop policy begun on {table}")
            for table in ("vault_content", "vault_contentfor")
        ),
    ]
