"""Where an agency has erased nothing, no row is compared with what it has erased."""

from django.db import migrations

ERASED = {
    "people_subject": "id",
    "concerns_concern": "subject_id",
    "consents_position": "subject_id",
    "decisions_decision": "subject_id",
    "disclosures_disclosure": "subject_id",
}
GONE = "select subject from retention_erasure where agency = any(array(select own_agencies()))"
NOT_ERASED = f"""
alter policy not_erased on {{table}}
using ((select not exists ({GONE})) or {{column}} not in ({GONE}))
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial")]
    operations = [
        migrations.RunSQL(NOT_ERASED.format(table=table, column=column), migrations.RunSQL.noop)
        for table, column in ERASED.items()
    ]
