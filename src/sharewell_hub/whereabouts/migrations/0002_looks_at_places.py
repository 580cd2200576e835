"""Who saw a hidden place is shown to those who may know that there is one."""

from importlib import import_module

from django.db import migrations

from sharewell_hub.walls.policies import WalledAnew

AT_THE_DESK = import_module("sharewell_hub.access.migrations.0001_initial").AT_THE_DESK
IN_SIGHT = """(
    not allowed or (verb <> 'locate' and verb <> 'unshield')
    or practitioner_id = nullif(current_setting('sharewell.practitioner', true), '')::uuid
    or not subjects && array(select unlocatable_subjects())
)"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("whereabouts", "0001_initial")]
    operations = [
        WalledAnew("access_look", f"({AT_THE_DESK}) and {IN_SIGHT}", services=("digest_looks",)),
    ]
