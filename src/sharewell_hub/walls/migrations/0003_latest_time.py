"""The latest time that was seen, before anything says so: none."""

from django.db import migrations

NONE = """
create function latest_time() returns timestamptz
language plpgsql stable security definer set search_path from current as $$
begin
    return null;
end $$
"""


class Migration(migrations.Migration):
    dependencies = [("walls", "0002_need_to_know")]
    operations = [migrations.RunSQL(NONE, "drop function latest_time()")]
