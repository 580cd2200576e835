"""A table whose rows are written once: the database itself refuses to change or remove them."""

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

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


class AppendOnly(Operation):
    """Make a table append-only by a trigger, and by taking the privileges from everybody else."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing that Django knows of."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Add the trigger and revoke the privileges."""
        for words in (FUNCTION, TRIGGER, PRIVILEGES):
            schema_editor.execute(words.replace("{table}", self.table), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take the trigger away."""
        schema_editor.execute(f"drop trigger append_only on {self.table}", params=None)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Make {self.table} append-only"
