"""Which agencies are services whose existence is shown on a condition: by their kind at first."""

from django.db import migrations, models

BY_THEIR_KIND = """
update agencies_agency set sensitive_service = kind
where kind in ('sexual_health', 'mental_health', 'substance_misuse')
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_training")]
    operations = [
        migrations.AddField(
            model_name="agency",
            name="sensitive_service",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.RunSQL(BY_THEIR_KIND, migrations.RunSQL.noop),
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sensitive_service__in", ["", "sexual_health", "mental_health", "substance_misuse"])
                ),
                name="a_sensitive_service_of_a_known_kind",
            ),
        ),
    ]
