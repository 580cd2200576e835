"""Re-wrapping what lies below a key; killed at any point, it goes on where it stopped.

The old version opens what it still wraps until the last key is re-wrapped. Nothing new is wrapped
by it meanwhile: whoever makes a key stands still for the moment in which the new one appears.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from sharewell.terms.errors import NotAllowed
from sharewell_hub.keystore.actions import (
    DERIVED_BEFORE,
    ROOT,
    add_agency_key,
    agency_key,
    drop_superseded_agency_keys,
    service_key,
    stand_still,
)
from sharewell_hub.keystore.models import AgencyKey, IndexKey, ServiceKey, SubjectKey
from sharewell_hub.keystore.queries import agency_opens
from sharewell_hub.keystore.roots import RootKey, root_key
from sharewell_hub.keystore.router import ALIAS
from sharewell_hub.keystore.wrapping import unwrap, wrap

AT_ONCE = 200
BY_THE_ROOT: tuple[type[AgencyKey] | type[ServiceKey], ...] = (AgencyKey, ServiceKey)
BY_AN_AGENCY: tuple[type[SubjectKey] | type[IndexKey], ...] = (SubjectKey, IndexKey)


def rotate_root(*, before: str = "") -> Iterator[int]:
    """Begin a new root key, or go on with one begun; give how many keys each step re-wrapped.

    Shapes:  before names another driver's root key, as the setting would, which wrapped till now.
    Raises:  NotAllowed while another rotation runs.
    """
    with _alone():
        for name in DERIVED_BEFORE:
            service_key(name)
        root = root_key()
        if not (before or root.begun() or still_under_old_root()):
            with transaction.atomic(using=ALIAS):
                stand_still(ROOT, alone=True)
                root.begin()
        for kind in BY_THE_ROOT:
            while rows := _some(kind, root.current(), root_key(before)):
                yield rows
        root.finish()


def still_under_old_root() -> int:
    """Count the keys that the current root key does not wrap; those of before ids are its own."""
    current = root_key().current()
    kept: list[Any] = [kind.objects.exclude(root__in=("", current)) for kind in BY_THE_ROOT]
    return sum(rows.count() for rows in kept)


def _some(kind: Any, current: str, old: RootKey) -> int:
    """Re-wrap some keys by the current root key, and say how many."""
    with transaction.atomic(using=ALIAS):
        rows = list(kind.objects.select_for_update().exclude(root=current)[:AT_ONCE])
        for row in rows:
            key = old.unwrap(bytes(row.wrapped), row.root)
            row.root, row.wrapped = root_key().wrap(key)
        kind.objects.bulk_update(rows, ["root", "wrapped"])
    return len(rows)


def rotate_agency(agency: UUID) -> Iterator[int]:
    """Make an agency's next key, or go on with one made; give how many keys each step re-wrapped.

    Raises:  NotAllowed while another rotation runs.
    """
    with _alone():
        newest = agency_key(agency)
        if not AgencyKey.objects.filter(agency=agency).exclude(pk=newest.pk).exists():
            with transaction.atomic(using=ALIAS):
                stand_still(agency, alone=True)
                newest = add_agency_key(agency, after=newest.version)
        for kind in BY_AN_AGENCY:
            while rows := _some_of_agency(kind, newest):
                yield rows
        drop_superseded_agency_keys(agency)


def _some_of_agency(kind: Any, newest: AgencyKey) -> int:
    """Re-wrap some of an agency's keys by its newest key, and say how many."""
    with transaction.atomic(using=ALIAS):
        left = kind.objects.select_for_update(of=("self",)).select_related("agency_key")
        rows: Sequence[Any] = list(
            left.filter(agency=newest.agency).exclude(agency_key=newest)[:AT_ONCE]
        )
        opens = agency_opens(newest)
        for row in rows:
            key = unwrap(agency_opens(row.agency_key), bytes(row.wrapped), of=row.pk)
            row.wrapped, row.agency_key = wrap(opens, key), newest
        kind.objects.bulk_update(rows, ["wrapped", "agency_key"])
    return len(rows)


@contextmanager
def _alone() -> Iterator[None]:
    """Be the only one who rotates; the lock ends with the connection when we are killed."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtextextended('keystore rotation', 0))")
        if cursor.fetchone() != (True,):
            raise NotAllowed(
                what="Nothing was rotated.",
                why="Another rotation of keys runs at this moment.",
                next="Wait until it has ended, then run this again.",
            )
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(hashtextextended('keystore rotation', 0))")
