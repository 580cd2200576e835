"""Of two who act on the same thing at once, the second waits."""

from django.db import connection

from sharewell_hub.walls.remembering import forget


def one_at_a_time(what: object) -> None:
    """Let whoever else acts on the same thing wait until this transaction ends.

    Whoever waited finds out anew what they are shown.

    Shapes:  what is an id, or words that name the thing.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(what)])
    forget()
