"""Periods, holds, reviews and erasures; what was erased is shown to nobody of its agency."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from sharewell_hub.vault.append_only import AppendOnly
from sharewell_hub.walls.policies import Walled, own

ERASED = {
    "people_subject": "id",
    "concerns_concern": "subject_id",
    "consents_position": "subject_id",
    "decisions_decision": "subject_id",
    "disclosures_disclosure": "subject_id",
}
GONE = """
create policy not_erased on {table} as restrictive using ({column} not in (
    select subject from retention_erasure where agency = any(array(select own_agencies()))
))
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("agencies", "0003_recovery"),
        ("people", "0003_kept_out"),
        ("concerns", "0002_walls"),
        ("consents", "0002_walls"),
        ("decisions", "0002_walls"),
        ("disclosures", "0003_kept_out_at_both_ends"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason_content', models.UUIDField()),
                ('placed_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.subject')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('months', models.PositiveSmallIntegerField(null=True)),
                ('until_age', models.PositiveSmallIntegerField(default=0)),
                ('review_months', models.PositiveSmallIntegerField(null=True)),
                ('under', models.CharField(max_length=120)),
                ('reason_content', models.UUIDField(null=True)),
                ('set_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('due_on', models.DateField()),
                ('ordered_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('agency', models.UUIDField()),
                ('ordered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.UUIDField()),
                ('period', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='retention.period')),
            ],
        ),
        migrations.CreateModel(
            name='Quarantine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('backup_made_at', models.DateTimeField()),
                ('keys_restored', models.BooleanField()),
                ('restored_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(null=True)),
                ('erased_again', models.PositiveIntegerField(default=0)),
                ('entries_lost', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField(null=True)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason_content', models.UUIDField()),
                ('until', models.DateField()),
                ('reviewed_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.subject')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('months__isnull', False), models.Q(('reason_content__isnull', False), ('review_months__gt', 0)), _connector='OR'), name='for_ever_has_a_reason_and_a_review'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(fields=('agency', 'subject'), name='a_record_is_erased_once'),
        ),
        AppendOnly("retention_period"),
        AppendOnly("retention_review"),
        Walled("retention_period", own(), services=("retention",)),
        Walled("retention_hold", own(), services=("retention", "weigh_access")),
        Walled("retention_review", own()),
        Walled("retention_erasure", own("agency"), services=("retention",)),
        *(
            migrations.RunSQL(
                GONE.format(table=table, column=column), f"drop policy not_erased on {table}"
            )
            for table, column in ERASED.items()
        ),
    ]
