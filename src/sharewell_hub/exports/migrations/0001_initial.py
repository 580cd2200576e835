"""What lets files leave, and what left; the database shows each agency its own."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from sharewell_hub.vault.append_only import AppendOnly
from sharewell_hub.walls.policies import Walled, own, where_shown

EXPIRES = ("expire_exports",)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_initial'),
        ('decisions', '0002_walls'),
        ('vault', '0001_initial'),
        ('walls', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.decision')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Fetching',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('export', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exports.export')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReadyFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('encrypted', models.BinaryField()),
                ('until', models.DateTimeField(db_index=True)),
                ('export', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exports.export')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RecipientKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recipient', models.CharField(max_length=100)),
                ('verified_how', models.CharField(max_length=40)),
                ('verified_source', models.CharField(max_length=200)),
                ('verified_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('destination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.destination')),
                ('verified_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='export',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exports.recipientkey'),
        ),
        migrations.CreateModel(
            name='Switch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='recipientkey',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('destination',), name='one_key_a_service'),
        ),
        *(AppendOnly(f"exports_{each}") for each in ("switch", "export", "fetching")),
        Walled("exports_switch", own()),
        Walled(
            "exports_export",
            f"{own()} and {where_shown('decision_id', 'decisions_decision')}",
            services=(*EXPIRES, "weigh_access"),
        ),
        Walled("exports_readyfile", where_shown("export_id", "exports_export"), services=EXPIRES),
        Walled("exports_fetching", where_shown("export_id", "exports_export")),
    ]
