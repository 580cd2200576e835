"""An entry and its waiting are one statement, which a foreign key need not check again."""

import django.db.models.deletion
from django.db import migrations, models


def entry_of() -> models.OneToOneField:
    return models.OneToOneField(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        primary_key=True,
        related_name="+",
        serialize=False,
        to="logbook.entry",
    )


class Migration(migrations.Migration):
    dependencies = [("logbook", "0002_the_tree")]
    operations = [
        migrations.AlterField("pending", "entry", entry_of()),
        migrations.AlterField("place", "entry", entry_of()),
    ]
