"""Who needs to know, before anything says so: nobody's desk, and nobody works with a child."""

from django.db import migrations

NOBODY = """
create function {name}() returns setof uuid
language plpgsql stable security definer set search_path from current as $$
begin
    return;
end $$
"""
NAMES = ("desk_agencies", "receiving_agencies", "related_subjects")


class Migration(migrations.Migration):
    dependencies = [("walls", "0001_initial")]
    operations = [
        migrations.RunSQL(NOBODY.format(name=name), f"drop function {name}()") for name in NAMES
    ]
