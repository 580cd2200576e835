"""A table whose rows are written once: the database itself refuses to change or remove them."""

from sharewell_hub.walls.operations import OfTheDatabase

FUNCTION = """
create or replace function refuse_to_rewrite() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: a row is superseded or corrected by a new one, never edited',
        tg_table_name using errcode = 'restrict_violation';
end $$
"""
TRIGGER = """
create trigger append_only before update or delete or truncate on {table}
    for each statement execute function refuse_to_rewrite()
"""
PRIVILEGES = """
do $$
declare role name;
begin
    for role in
        select distinct grantee from information_schema.role_table_grants
        where table_schema = current_schema() and table_name = '{table}'
          and grantee not in (current_user, 'PUBLIC')
    loop
        execute format('revoke update, delete, truncate on {table} from %I', role);
    end loop;
end $$
"""


class AppendOnly(OfTheDatabase):
    """Make a table append-only by a trigger, and by taking the privileges from everybody else."""

    def puts(self) -> tuple[str, ...]:
        """Add the trigger and revoke the privileges."""
        return (FUNCTION, TRIGGER, PRIVILEGES)

    def takes(self) -> tuple[str, ...]:
        """Take the trigger away."""
        return ("drop trigger append_only on {table}",)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Make {self.table} append-only"
