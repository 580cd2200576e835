"""Each end of a disclosure is shown its own; the recipient no longer needs the decision for it."""

import django.db.models.deletion
from django.db import migrations, models

from sharewell_hub.walls.policies import Walled, not_hidden, own, where_shown

WHAT_THE_DECISION_SAID = """
alter table disclosures_disclosure disable trigger append_only;
update disclosures_disclosure sent
    set subject_id = decided.subject_id, told = decided.telling = 'told',
        agreed = agreement.state = 'obtained'
    from decisions_decision decided
    join consents_position agreement on agreement.id = decided.position_id
    where decided.id = sent.decision_id;
alter table disclosures_disclosure enable trigger append_only;
set constraints all immediate;
"""
SENT = "disclosures_disclosure"
BELONGING = [
    f"disclosures_{each}" for each in ("discloseditem", "acceptance", "opening", "reply")
]


class Migration(migrations.Migration):
    dependencies = [
        ("walls", "0001_initial"),
        ("disclosures", "0001_initial"),
        ("people", "0001_initial"),
    ]
    run_before = [("decisions", "0002_walls"), ("consents", "0002_walls")]
    operations = [
        migrations.AddField(
            "disclosure",
            "subject",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.subject",
                null=True,
            ),
        ),
        migrations.AddField("disclosure", "agreed", models.BooleanField(default=False)),
        migrations.AddField("disclosure", "told", models.BooleanField(default=False)),
        migrations.RunSQL(WHAT_THE_DECISION_SAID, migrations.RunSQL.noop),
        migrations.AlterField("disclosure", "agreed", models.BooleanField()),
        migrations.AlterField("disclosure", "told", models.BooleanField()),
        migrations.AlterField(
            "disclosure",
            "subject",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.subject",
            ),
        ),
        Walled(SENT, f"{own()} and {not_hidden()}", own("recipient_agency_id")),
        *(Walled(table, where_shown("disclosure_id", SENT)) for table in BELONGING),
        Walled("disclosures_callback", where_shown("decision_id", "decisions_decision")),
        Walled("disclosures_callbackreview", where_shown("call_back_id", "disclosures_callback")),
    ]
