"""What time it is for everything that ends: the machine's, or the latest that was seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone

NEVER = datetime.min.replace(tzinfo=UTC)
_seen: ContextVar[datetime | None] = ContextVar("seen", default=None)


def latest_time() -> datetime:
    """Give the time, or the latest that was seen where the machine's clock went back.

    Otherwise whatever had ended would begin again: a sign-in, an hour behind the glass.
    """
    return max(timezone.now(), _seen.get() or _latest_seen())


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask the database once for the latest time it has seen, for as long as this lasts."""
    before = _seen.set(_seen.get() or _latest_seen())
    try:
        yield
    finally:
        _seen.reset(before)


def _latest_seen() -> datetime:
    """Ask for the latest time at which anything was logged or looked at."""
    with connection.cursor() as cursor:
        cursor.execute("select latest_time()")
        seen: datetime | None = cursor.fetchone()[0]
    return seen or NEVER
