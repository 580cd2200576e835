"""Of two who act on the same thing at once, the second waits."""

from uuid import UUID

from django.db import connection

from sharewell_hub.walls.remembering import forget


def one_at_a_time(id: UUID) -> None:
    """Let whoever else works on the same thing wait until this transaction ends.

    Whoever waited finds out anew what they are shown.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [id.int % 2**63])
    forget()
