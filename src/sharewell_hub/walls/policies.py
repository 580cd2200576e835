"""Walls for tables, as operations of migrations: each row is shown to those it is for."""

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

WALLED = "alter table {table} enable row level security"
FORCED = "alter table {table} force row level security"
OPEN = "alter table {table} disable row level security, no force row level security"
SERVED = "current_setting('sharewell.service', true) = any('{{{services}}}')"


class Walled(Operation):
    """Put a wall around a table: a row is shown where one of these conditions holds of it.

    Another agency's row is not refused: it is as if it were not there. A wall that is `forced`
    stands before the tables' owner too; only what the walls themselves are made of is not.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self, table: str, *shown: str, services: tuple[str, ...] = (), forced: bool = True
    ) -> None:
        self.table, self.shown = table, shown
        self.services, self.forced = services, forced

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing that Django knows of."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Put the wall up."""
        shown = " or ".join(f"({each})" for each in (*self.shown, *self._served()))
        policy = f"create policy shown on {{table}} using ({shown})"
        for words in (WALLED, policy, *([FORCED] if self.forced else [])):
            schema_editor.execute(words.replace("{table}", self.table), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take the wall down."""
        for words in ("drop policy shown on {table}", OPEN):
            schema_editor.execute(words.replace("{table}", self.table), params=None)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Let the database itself show {self.table} only to those it is for"

    def _served(self) -> tuple[str, ...]:
        return (SERVED.format(services=",".join(self.services)),) if self.services else ()


def own(column: str = "agency_id") -> str:
    """Say that a row is shown to the agency in a column.

    The list is made once for a statement, not once for a row: on a million rows that is a
    millisecond against a third of a second.
    """
    return f"{column} = any(array(select own_agencies()))"


def not_hidden(column: str = "subject_id") -> str:
    """Say that a row is not about somebody whose record this practitioner is not shown."""
    return f"{column} <> all(array(select hidden_subjects()))"


def where_shown(column: str, parent: str) -> str:
    """Say that a row is shown to whom the row that it belongs to is shown."""
    return f"exists (select from {parent} where {parent}.id = {column})"
