"""Remembering an act, in the same transaction as the act."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from sharewell.ledger.leaf import binding, code, leaf_bytes, leaf_hash, short
from sharewell_hub.logbook.models import Entry
from sharewell_hub.vault.queries import digests_of
from sharewell_hub.walls.remembering import forget

COLUMNS = ("id", "kind", "object_id", "at", "leaf", "leaf_hash")
APPENDED = """
with entry as (
    insert into logbook_entry (id, kind, object_id, at, leaf, leaf_hash)
    values (%s, %s, %s, %s, %s, %s) returning id
)
insert into logbook_pending (entry_id) select id from entry
"""
"""One statement, so that remembering costs an act one journey to the database and no more."""


def log(
    kind: str,
    *,
    object_id: UUID,
    actor: UUID | None,
    agency: UUID | None,
    purpose: str = "",
    rules: Iterable[str] = (),
    contents: Iterable[UUID] = (),
    previous: UUID | str = "",
) -> Entry:
    """Write an act into the log: who, when, what about, by ids and digests alone.

    Shapes:  kind and purpose are codes; contents are ids of sealed contents; previous is the id
             of the object that this one supersedes or corrects.
    Raises:  ValueError for words that are no code. RuntimeError outside a transaction, because an
             entry must stand or fall with its act.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An act is logged in its own transaction; there is none.")
    id, at = uuid4(), timezone.now()
    leaf = leaf_bytes(
        v=1,
        act=code(kind),
        id=short(id),
        on=short(object_id),
        at=round(at.timestamp() * 1000),
        by=short(actor),
        of=short(agency),
        to=code(purpose),
        was=short(UUID(str(previous))) if previous else "",
        binds=binding(contents=digests_of(contents), rules=rules),
    )
    row = (id, kind, object_id, at, leaf, leaf_hash(leaf))
    with connection.cursor() as cursor:
        cursor.execute(APPENDED, row)
    forget()
    return Entry.from_db(connection.alias, COLUMNS, row)
