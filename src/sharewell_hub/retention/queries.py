"""Reading what is due, under which period, and what stands in its way; an agency's own alone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from sharewell.keeping.counting import Standing, State
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.roles import ROLES
from sharewell_hub.retention.finding import Reach, holds_on, names_of, reach_of, standing_of
from sharewell_hub.retention.models import Erasure, Hold, Period, Review
from sharewell_hub.vault.queries import open_content, open_many

KEEPS_THE_PERIODS = ("lead_information_officer", "caldicott_guardian")
"""Who says how long records are kept, and confirms that one goes.

Source:  London CPP 3.2.4; Sussex 3.2.21.
"""
MOST = 200
"""How many records are listed, those looked at first before all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One agency's record of a person: how far it reaches, and when it is looked at."""

    subject: UUID
    name: str
    reach: Reach
    standing: Standing
    period: Period | None
    holds: tuple[Hold, ...]

    @property
    def for_ever(self) -> bool:
        """Tell whether it is kept for ever, and reviewed."""
        return self.standing.state is State.FOR_EVER

    @property
    def due(self) -> bool:
        """Tell whether the day on which somebody looks at it has come."""
        return self.standing.day is not None and self.standing.day <= timezone.localdate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What was said when a record was held or kept longer, opened for the guardian."""

    row: Hold | Review
    reason: str


def refuse_other_roles(viewer: Practitioner) -> None:
    """Refuse whoever does not keep the periods.

    Raises:  NotAllowed.
    """
    if not any(role in KEEPS_THE_PERIODS for role in viewer.roles):
        first, last = (ROLES[code].label for code in KEEPS_THE_PERIODS)
        raise NotAllowed(
            what="Nothing was shown or changed: your role does not decide what is kept.",
            why=f"A {first} or a {last} does, for their own agency.",
            next="Ask one of them. Nothing is erased meanwhile.",
            cites=("bromley_2017 9.1", "bromley_2017 app.record"),
        )


def periods(viewer: Practitioner) -> dict[str, Period]:
    """Give the period that counts now for each kind of record of the viewer's agency.

    Raises:  NotAllowed for other roles.
    """
    return {row.kind: row for row in history(viewer).reverse()}


def history(viewer: Practitioner) -> QuerySet[Period]:
    """List every period the viewer's agency has set, the newest first.

    Raises:  NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    found = Period.objects.filter(agency=viewer.agency_id).select_related("set_by")
    return found.order_by("-set_at", "-id")


def records(viewer: Practitioner) -> list[Record]:
    """List records of the viewer's agency that the viewer may see, those looked at first of all.

    Shapes:  at most `MOST`; names stand where the viewer may see them.
    Raises:  NotAllowed for other roles.
    """
    reach, rows = reach_of(viewer), periods(viewer)
    found = standing_of(viewer, reach, rows)
    first = sorted(found, key=lambda id: (found[id].day or date.max, str(id)))[:MOST]
    return _records(viewer, {id: found[id] for id in first}, reach, rows)


def record_for(viewer: Practitioner, subject: UUID) -> Record:
    """Find how one record of the viewer's agency stands.

    Raises:  NotAllowed for other roles. NotFound.
    """
    rows = periods(viewer)
    reach = {id: each for id, each in reach_of(viewer).items() if id == subject}
    if not reach:
        raise NotFound(
            what="Nothing was found at this address.",
            why="Your agency has no record here, or it was erased.",
            next="Look at the list of what is due.",
        )
    return _records(viewer, standing_of(viewer, reach, rows), reach, rows)[0]


def said_of(viewer: Practitioner, record: Record) -> list[Reviewed]:
    """Open why a record was held or kept longer, the newest first.

    Raises:  NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    whose = {"agency": viewer.agency_id, "subject": record.subject}
    holds = Hold.objects.filter(**whose).select_related("placed_by", "lifted_by")
    reviews = Review.objects.filter(**whose).select_related("reviewed_by")
    rows: list[Hold | Review] = [*holds.order_by("-placed_at"), *reviews.order_by("-reviewed_at")]
    words = open_many(row.reason_content for row in rows)
    return [Reviewed(row=row, reason=words[row.reason_content]) for row in rows]


def reason_of(viewer: Practitioner, period: Period) -> str:
    """Open why something is kept for ever.

    Raises:  NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    own = period.agency_id == viewer.agency_id and period.reason_content
    return open_content(own) if own else ""


def hold_for(viewer: Practitioner, id: UUID) -> Hold:
    """Find a hold of the viewer's agency that is not lifted.

    Raises:  NotAllowed for other roles. NotFound.
    """
    refuse_other_roles(viewer)
    found = Hold.objects.filter(pk=id, agency=viewer.agency_id, lifted_at=None).first()
    if found is None:
        raise NotFound(
            what="Nothing was found at this address.",
            why="Your agency has no such hold, or it was lifted.",
            next="Open the record from the list of what is due.",
        )
    return found


def erasures(viewer: Practitioner) -> QuerySet[Erasure]:
    """List what the viewer's agency had erased, the last first.

    Raises:  NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    found = Erasure.objects.filter(agency=viewer.agency_id).select_related("ordered_by", "period")
    return found.order_by("-ordered_at", "id")


def _records(
    viewer: Practitioner,
    found: dict[UUID, Standing],
    reach: dict[UUID, Reach],
    rows: dict[str, Period],
) -> list[Record]:
    """Say of each record whose it is, and what holds it."""
    names, holds = names_of(viewer, found), holds_on(viewer, found)
    return [
        Record(
            subject=id, name=names.get(id, ""), reach=reach[id], standing=standing,
            period=rows.get(standing.kind), holds=tuple(holds.get(id, ())),
        )
        for id, standing in found.items()
    ]  # fmt: skip
