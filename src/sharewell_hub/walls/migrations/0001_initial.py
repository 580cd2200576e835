"""Who is looking, as the database sees it: by the transaction's own setting, or nobody."""

from django.db import migrations

OWN_AGENCIES = """
create function own_agencies() returns setof uuid
language plpgsql stable security definer set search_path from current as $$
begin
    return query
        select agency_id from agencies_practitioner
        where id = nullif(current_setting('sharewell.practitioner', true), '')::uuid
          and is_active;
end $$
"""
HIDDEN_SUBJECTS = """
create function hidden_subjects() returns setof uuid
language plpgsql stable security definer set search_path from current as $$
begin
    return;
end $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(OWN_AGENCIES, "drop function own_agencies()"),
        migrations.RunSQL(HIDDEN_SUBJECTS, "drop function hidden_subjects()"),
    ]
