"""A place in the tree for each entry, what was signed, and who has seen it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from sharewell_hub.vault.append_only import AppendOnly

NO_LONGER_WAITING = """
drop trigger append_only on logbook_pending;
do $$
declare role name;
begin
    for role in
        select distinct grantee from information_schema.role_table_grants
        where table_schema = current_schema() and table_name = 'logbook_pending'
          and grantee not in (current_user, 'PUBLIC')
    loop
        execute format('grant delete on logbook_pending to %I', role);
    end loop;
end $$
"""


def id_of() -> models.UUIDField:
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("logbook", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="logbook.entry",
                    ),
                ),
                ("origin", models.CharField(max_length=200)),
                ("index", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["origin", "index"], name="one_entry_a_place")
                ]
            },
        ),
        migrations.CreateModel(
            name="SignedCheckpoint",
            fields=[
                ("id", id_of()),
                ("origin", models.CharField(max_length=200)),
                ("size", models.BigIntegerField()),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["origin", "size"], name="one_checkpoint_a_size"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", id_of()),
                ("witness", models.CharField(max_length=200)),
                ("agency", models.CharField(max_length=200)),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="logbook.signedcheckpoint",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["checkpoint", "witness"], name="a_witness_signs_a_checkpoint_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", id_of()),
                ("entries", models.BigIntegerField()),
                ("breaks", models.BigIntegerField()),
                ("checked_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunSQL(NO_LONGER_WAITING, migrations.RunSQL.noop),
        AppendOnly("logbook_place"),
        AppendOnly("logbook_signedcheckpoint"),
        AppendOnly("logbook_cosignature"),
        AppendOnly("logbook_check"),
    ]
