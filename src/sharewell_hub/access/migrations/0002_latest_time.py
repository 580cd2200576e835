"""The latest time that was seen: of the log's steps and of what anybody looked at."""

from django.db import migrations

LATEST = """
create or replace function latest_time() returns timestamptz
language plpgsql volatile security definer set search_path from current as $$
declare
    before text := coalesce(current_setting('sharewell.service', true), '');
    seen timestamptz;
begin
    perform set_config('sharewell.service', 'digest_looks', true);
    seen := greatest(
        (select signed_at from logbook_signedcheckpoint order by signed_at desc limit 1),
        (select at from access_look order by at desc limit 1)
    );
    perform set_config('sharewell.service', before, true);
    return seen;
end $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("walls", "0003_latest_time"),
        ("logbook", "0003_appended_in_one_statement"),
        ("access", "0001_initial"),
    ]
    operations = [migrations.RunSQL(LATEST, migrations.RunSQL.noop)]
