"""Entries to try things on, and what an insider could do to them."""

from uuid import uuid4

from django.db import connection

from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.verifying import verify
from sharewell_hub.site import postgres

WHO = {"actor": uuid4(), "agency": uuid4()}


def acts(count):
    return [log("decided", object_id=uuid4(), **WHO) for _ in range(count)]


def broken():
    return [each for done in verify() for each in done.breaks]


def as_a_superuser(words, *values):
    """Change what nobody may change, as somebody could who runs the server."""
    with postgres.connect(connection.settings_dict["NAME"]) as server:
        server.execute("set session_replication_role = replica")
        server.execute(words, values)


INSIDERS = {
    "edited": "update logbook_entry set leaf = leaf || ' '::bytea where id = %s",
    "deleted": "delete from logbook_entry where id = %s",
    "taken out of the tree": "delete from logbook_place where entry_id = %s",
    "put elsewhere": "update logbook_place set index = 10000 where entry_id = %s",
}
