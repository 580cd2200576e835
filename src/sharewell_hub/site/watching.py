"""What the service's keeper looks after in its tables while the pages are served."""

import contextlib
from datetime import timedelta

from django.db import connection
from django.db.utils import DatabaseError
from django.utils import timezone

from sharewell_hub.logbook.queries import waiting_since
from sharewell_hub.retention.gathering import declared
from sharewell_hub.site.telling import tell

LONGEST_WAIT = timedelta(seconds=5)
"""A place in the log is found in a fifth of a second; after this, somebody has to look."""


def say_when_the_log_stands_still() -> None:
    """Tell whoever watches the service that what is recorded finds no place in the log."""
    with contextlib.suppress(DatabaseError):
        since = waiting_since()
        if since and timezone.now() - since > LONGEST_WAIT:
            tell().error("log_stands_still")
    connection.close()


def sweep() -> None:
    """Have each room remove what is nobody's record and has had its time."""
    for kept in declared():
        if kept.sweep:
            with contextlib.suppress(DatabaseError):
                kept.sweep()
