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


class WalledAnew(Walled):
    """Change to whom the rows of a walled table are shown."""

    reversible = False

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Put the new condition in the place of the old one."""
        shown = " or ".join(f"({each})" for each in (*self.shown, *self._served()))
        schema_editor.execute(f"alter policy shown on {self.table} using ({shown})", params=None)


class BegunByTheirOwn(Operation):
    """Let an agency's own practitioners begin rows that they are shown only afterwards."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing that Django knows of."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Let them begin."""
        words = f"create policy begun on {self.table} for insert with check ({own()})"
        schema_editor.execute(words, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Show every row begun from its first moment, or not at all."""
        schema_editor.execute(f"drop policy begun on {self.table}", params=None)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Let whoever begins a row of {self.table} be its first reader"


def own(column: str = "agency_id") -> str:
    """Say that a row is shown to the agency in a column.

    The list is made once for a statement, not once for a row: on a million rows that is a
    millisecond against a third of a second.
    """
    return f"{column} = any(array(select own_agencies()))"


def not_hidden(column: str = "subject_id") -> str:
    """Say that a row is not about somebody whose record this practitioner is not shown."""
    return f"{column} <> all(array(select hidden_subjects()))"


def needed(column: str = "subject_id", agency: str = "agency_id", desks: str = "desk") -> str:
    """Say that a row is shown to its agency's desk, and to whoever works with the child.

    Shapes:  desks is "desk" or "receiving": which of an agency's roles need no relationship of
             their own.
    """
    at_desk = f"{agency} = any(array(select {desks}_agencies()))"
    related = f"{own(agency)} and {column} = any(array(select related_subjects()))"
    return f"(({at_desk}) or ({related})) and {not_hidden(column)}"


def needed_of_any(
    column: str = "subjects", agency: str = "agency", desks: str = "receiving"
) -> str:
    """Say the same of a row about several: one of them is needed, and none of them is hidden.

    Shapes:  column is an array; agency and desks are as they are for `needed`.
    """
    at_desk = f"{agency} = any(array(select {desks}_agencies()))"
    related = f"{own(agency)} and {column} && array(select related_subjects())"
    return f"(({at_desk}) or ({related})) and not {column} && array(select hidden_subjects())"


def where_shown(column: str, parent: str) -> str:
    """Say that a row is shown to whom the row that it belongs to is shown."""
    return f"exists (select from {parent} where {parent}.id = {column})"
