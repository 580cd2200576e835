"""Gathers what `may` has to know: who asks, and what stands around the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from sharewell.permitting import Asking, BrokenGlass, Relationship, Thing
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.strength import strength
from sharewell_hub.agencies.training import NOT_KEPT
from sharewell_hub.agreements.queries import agreements_of
from sharewell_hub.look.needing import Found
from sharewell_hub.walls.moment import latest_time

STANDS = """
    select 'related', kind, purpose, since, until, null::uuid[] from people_relationship
    where practitioner_id = %(viewer)s and subject_id = %(subject)s
    union all
    select 'opened', '', '', at, stepped_up_at, null from people_brokenglass
    where practitioner_id = %(viewer)s and subject_id = %(subject)s
    union all
    select 'kept_out', reason, '', since, until, null from people_exclusion
    where practitioner_id = %(viewer)s and subject_id = %(subject)s and until is null
    union all
    select 'sealed', '', '', sealed_at, lifted_at, named from people_seal
    where subject_id = %(subject)s and lifted_at is null
    union all
    select 'shielded', reason, '', since, until, named from people_shield
    where subject_id = %(subject)s and until is null
    union all
    select 'sensitive', tier, '', since, until, null from people_sensitivity
    where subject_id = %(subject)s and until is null
    union all
    (select 'trained', what, '', at, (until + 1)::timestamp at time zone %(zone)s, null
    from agencies_training
    where practitioner_id = %(viewer)s and what = 'confidentiality'
    order by at desc, id desc limit 1)
"""
"""One statement, for it is asked at every door."""


class Standing(NamedTuple):
    """One thing that stands between somebody and a record, or joins them to it.

    Shapes:  until is, for a broken glass, when whoever broke it had last signed in.
    """

    what: str
    code: str
    purpose: str
    since: datetime
    until: datetime | None
    named: list[UUID] | None


@dataclass(frozen=True, slots=True)
class Around:
    """All that stands around a record for somebody who asks for it."""

    viewer: Practitioner
    found: Found
    stands: tuple[Standing, ...]

    def each(self, what: str) -> Iterator[Standing]:
        """Give what stands there of one sort."""
        return (one for one in self.stands if one.what == what)

    @property
    def purpose(self) -> str:
        """Say what the viewer stands in relation to this child for, now."""
        now = latest_time()
        each = self.each("related")
        return next((one.purpose for one in each if _holds(one, now)), "")

    def asking(self, request: HttpRequest) -> Asking:
        """Say who asks."""
        child, found = str(self.found.subject), self.found
        step, ours = strength(request), self.viewer.agency_id in (found.holder, found.recipient)
        trained = next(self.each("trained"), None)
        return Asking(
            practitioner=str(self.viewer.pk),
            agency=str(self.viewer.agency_id),
            roles=frozenset(self.viewer.roles),
            trained_until=trained.until if trained else NOT_KEPT,
            stepped_up_at=step.stepped_up_at if step.fresh else None,
            relationships={child: tuple(map(self._relationship, self.each("related")))},
            agreements=() if ours else agreements_of(self.viewer, latest_time()),
            excluded_from=dict((child, out.code) for out in self.each("kept_out")),
            broken_glass={child: tuple(map(self._broken, self.each("opened")))},
        )

    def thing(self, kind: str) -> Thing:
        """Say what is asked for."""
        seal = next(self.each("sealed"), None)
        said = next(self.each("sensitive"), None)
        # What was told of a place stands at the other end for whom it was told to, in its own wall.
        up = () if self.found.recipient else self.each("shielded")
        shields = [frozenset(map(str, one.named or ())) for one in up]
        child, found = str(self.found.subject), self.found
        return Thing(
            kind=kind,
            holder=str(found.holder),
            child=child,
            people=frozenset({child}),
            tier=said.code if said else "confidential",
            sealed=seal is not None,
            named=frozenset(map(str, (seal and seal.named) or ())),
            location_shielded=bool(shields),
            may_locate=frozenset.intersection(*shields) if shields else frozenset(),
            recipient=str(found.recipient or ""),
            limits=frozenset(filter(None, [found.purpose])),
            sensitive_service=found.sensitive_service,
            child_agrees=found.child_agrees,
            reasonable_cause=found.reasonable_cause,
        )

    def _relationship(self, row: Standing) -> Relationship:
        return Relationship(
            child=str(self.found.subject),
            kind=row.code,
            since=row.since,
            until=row.until or NOT_KEPT,
            practitioner=str(self.viewer.pk),
        )

    def _broken(self, row: Standing) -> BrokenGlass:
        return BrokenGlass(
            practitioner=str(self.viewer.pk),
            child=str(self.found.subject),
            at=row.since,
            stepped_up_at=row.until,
            reason_recorded=True,
        )


def around(viewer: Practitioner, found: Found) -> Around:
    """Gather all that stands around a record for somebody."""
    with connection.cursor() as cursor:
        zone = str(settings.TIME_ZONE)
        cursor.execute(STANDS, {"viewer": viewer.pk, "subject": found.subject, "zone": zone})
        return Around(viewer, found, tuple(map(Standing._make, cursor.fetchall())))


def _holds(row: Standing, now: datetime) -> bool:
    return row.since <= now < (row.until or NOT_KEPT)
