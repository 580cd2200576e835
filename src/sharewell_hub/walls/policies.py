"""Walls for tables, as operations of migrations: each row is shown to those it is for."""

from sharewell_hub.walls.operations import OfTheDatabase

WALLED = "alter table {table} enable row level security"
FORCED = "alter table {table} force row level security"
OPEN = "alter table {table} disable row level security, no force row level security"
OWN = "select own_agencies()"
OWN_OR_EVERY = "select own_agencies() union all select id from agencies_agency where {served}"
SERVED = "current_setting('sharewell.service', true) = any('{{{services}}}')"

FINDS = """
create or replace function {name}() returns setof uuid
language plpgsql stable security definer set search_path from current as $$
declare
    me uuid := nullif(current_setting('sharewell.practitioner', true), '')::uuid;
    moment timestamptz := coalesce(
        nullif(current_setting('sharewell.at', true), '')::timestamptz, now());
begin
    return query {query};
end $$
"""


class Walled(OfTheDatabase):
    """Put a wall around a table: a row is shown where one of these conditions holds of it.

    Another agency's row is not refused: it is as if it were not there. A wall that is `forced`
    stands before the tables' owner too; only what the walls themselves are made of is not.
    """

    def __init__(
        self, table: str, *shown: str, services: tuple[str, ...] = (), forced: bool = True
    ) -> None:
        super().__init__(table)
        self.shown, self.services, self.forced = shown, services, forced

    def puts(self) -> tuple[str, ...]:
        """Put the wall up."""
        policy = f"create policy shown on {{table}} using ({self._using()})"
        return (WALLED, policy, FORCED) if self.forced else (WALLED, policy)

    def takes(self) -> tuple[str, ...]:
        """Take the wall down."""
        return ("drop policy shown on {table}", OPEN)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Let the database itself show {self.table} only to those it is for"

    def _using(self) -> str:
        served = SERVED.format(services=",".join(self.services))
        conditions = (*self.shown, served) if self.services else self.shown
        return " or ".join(f"({each})" for each in conditions)


class WalledAnew(Walled):
    """Change to whom the rows of a walled table are shown."""

    reversible = False

    def puts(self) -> tuple[str, ...]:
        """Put the new condition in the place of the old one."""
        return (f"alter policy shown on {{table}} using ({self._using()})",)


class BegunByTheirOwn(OfTheDatabase):
    """Let an agency's own practitioners begin rows that they are shown only afterwards."""

    def puts(self) -> tuple[str, ...]:
        """Let them begin."""
        return (f"create policy begun on {{table}} for insert with check ({own()})",)

    def takes(self) -> tuple[str, ...]:
        """Show every row begun from its first moment, or not at all."""
        return ("drop policy begun on {table}",)

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Let whoever begins a row of {self.table} be its first reader"


def finds(name: str, query: str) -> str:
    """Make a function that finds ids for a wall, past every wall.

    Shapes:  in the query `me` is who is looking, and `moment` when.
    """
    return FINDS.format(name=name, query=query)


def own(column: str = "agency_id") -> str:
    """Say that a row is shown to the agency in a column.

    The list is made once for a statement, not once for a row: on a million rows that is a
    millisecond against a third of a second.
    """
    return f"{column} = any(array({OWN}))"


def not_hidden(column: str = "subject_id") -> str:
    """Say that a row is not about somebody whose record this practitioner is not shown."""
    return f"{column} <> all(array(select hidden_subjects()))"


def needed(
    column: str = "subject_id",
    agency: str = "agency_id",
    *,
    desks: str = "desk",
    services: tuple[str, ...] = (),
) -> str:
    """Say that a row is shown to its agency's desk, and to whoever works with the child.

    The agency stands first and alone, so that an index finds its rows. What holds of every row
    alike is found out once for a statement: a desk from which nothing is hidden looks at no row.

    Shapes:  desks is "desk" or "receiving": which of an agency's roles need no relationship of
             their own; services see every agency's rows.
    """
    served = SERVED.format(services=",".join(services)) if services else "false"
    theirs = OWN_OR_EVERY.format(served=served) if services else OWN
    at_desk = f"exists (select {desks}_agencies())"
    every = f"{served} or ({at_desk} and not exists (select hidden_subjects()))"
    related = f"{column} = any(array(select related_subjects()))"
    need = f"((select {at_desk}) or {related}) and {not_hidden(column)}"
    return f"{agency} = any(array({theirs})) and ((select {every}) or ({need}))"


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
