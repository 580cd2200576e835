"""Changing a table, in a migration, in ways of which Django itself knows nothing."""

from abc import ABC, abstractmethod
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class OfTheDatabase(Operation, ABC):
    """Say some statements about one table, and others to take them back.

    Shapes:  in the statements {table} is the table's name.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    @abstractmethod
    def puts(self) -> tuple[str, ...]:
        """Give the statements."""

    @abstractmethod
    def takes(self) -> tuple[str, ...]:
        """Give the statements that take them back."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing that Django knows of."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Say them."""
        self._say(schema_editor, self.puts())

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take them back."""
        self._say(schema_editor, self.takes())

    def _say(self, schema_editor: Any, statements: tuple[str, ...]) -> None:
        for words in statements:
            schema_editor.execute(words.replace("{table}", self.table), params=None)
