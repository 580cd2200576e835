"""Saying how long, holding, keeping longer, and erasing; each with its line in the log."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.keystore.queries import destroyed_keys, live_keys
from sharewell_hub.logbook.actions import log
from sharewell_hub.retention.models import Erasure, Hold, Period, Review
from sharewell_hub.retention.queries import (
    Record,
    hold_for,
    record_for,
    refuse_other_roles,
)
from sharewell_hub.vault.actions import destroy, seal
from sharewell_hub.vault.queries import contents_under
from sharewell_hub.walls.seeing import served_by
from sharewell_hub.walls.waiting import one_at_a_time

SERVICE = "retention"
NO_HOLD = "no_hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class HowLong:
    """What a guardian says about one kind of record; without months it is for ever."""

    kind: str
    under: str
    months: int | None = None
    until_age: int = 0
    review_months: int | None = None
    reason: str = ""


@transaction.atomic
def set_period(viewer: Practitioner, how: HowLong) -> Period:
    """Say how long the viewer's agency keeps one kind of record from now on; the history stays.

    Raises:  NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    row = Period(
        agency=viewer.agency, kind=how.kind, months=how.months, until_age=how.until_age,
        review_months=how.review_months, under=how.under, set_by=viewer, set_at=timezone.now(),
    )  # fmt: skip
    if how.reason:
        place = "retention_period.reason"
        agency = viewer.agency_id
        row.reason_content = seal(how.reason, agency=agency, subject=agency, place=place)
    row.save(force_insert=True)
    log(
        "period_set", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id, purpose=how.kind,
        contents=[row.reason_content] if row.reason_content else [],
    )  # fmt: skip
    return row


@transaction.atomic
def hold(viewer: Practitioner, subject: UUID, *, reason: str) -> Hold:
    """Hold a record of the viewer's agency, so that nobody erases it until the hold is lifted.

    Raises:  NotAllowed for other roles. NotFound.
    """
    one_at_a_time(_record(viewer.agency_id, subject))
    record_for(viewer, subject)
    content = _sealed(viewer, subject, reason, "retention_hold.reason")
    row = Hold.objects.create(
        agency=viewer.agency, subject_id=subject, reason_content=content, placed_by=viewer,
        placed_at=timezone.now(),
    )  # fmt: skip
    log(
        "hold_placed", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id,
        contents=[content],
    )  # fmt: skip
    return row


@transaction.atomic
def lift_hold(viewer: Practitioner, id: UUID) -> Hold:
    """Lift a hold of the viewer's agency.

    Raises:  NotAllowed for other roles. NotFound.
    """
    row = hold_for(viewer, id)
    row.lifted_by, row.lifted_at = viewer, timezone.now()
    row.save(update_fields=["lifted_by", "lifted_at"])
    log("hold_lifted", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)
    return row


@transaction.atomic
def keep_longer(viewer: Practitioner, subject: UUID, *, until: date, reason: str) -> Review:
    """Review a record of the viewer's agency and keep it until a day, for a written reason.

    Raises:  NotAllowed for other roles. NotFound.
    Source:  Bromley appendix, Record: "indefinitely" needs a review process.
    """
    record_for(viewer, subject)
    content = _sealed(viewer, subject, reason, "retention_review.reason")
    row = Review.objects.create(
        agency=viewer.agency, subject_id=subject, reason_content=content, until=until,
        reviewed_by=viewer, reviewed_at=timezone.now(),
    )  # fmt: skip
    log(
        "kept_longer", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id,
        contents=[content],
    )  # fmt: skip
    return row


@transaction.atomic
def order_erasure(viewer: Practitioner, subject: UUID) -> Erasure:
    """Confirm that a record which is due, and which nothing holds, is erased; then erase it.

    The order stands before the first key goes, so that it is known who gave it, whatever is cut
    off after that.

    Raises:  NotAllowed for other roles, and where it is not due or is held. NotFound.
    """
    one_at_a_time(_record(viewer.agency_id, subject))
    period, due_on = _what_is_over(record_for(viewer, subject))
    row = Erasure.objects.create(
        agency=viewer.agency_id, subject=subject, period=period, due_on=due_on,
        ordered_by=viewer, ordered_at=timezone.now(),
    )  # fmt: skip
    log(
        "erasure_ordered", object_id=subject, actor=viewer.pk, agency=viewer.agency_id,
        purpose=period.kind, rules=_rules(row),
    )  # fmt: skip
    transaction.on_commit(lambda: finish(row.pk), robust=True)
    return row


@transaction.atomic
def finish(id: UUID) -> bool:
    """Do an erasure that was ordered: the keys first, then the words; cut off, it goes on.

    Returns: whether it was done now; not while a hold was placed after all.
    """
    with served_by(SERVICE):
        row = Erasure.objects.filter(pk=id).select_related("period").first()
        if row is None:
            return False
        agency, subject = row.agency, row.subject
        one_at_a_time(_record(agency, subject))
        waiting = Erasure.objects.filter(pk=id, done_at=None)
        held = Hold.objects.filter(agency=agency, subject=subject, lifted_at=None)
        if held.exists() or not waiting.exists():
            return False
        log(
            "erased", object_id=subject, actor=row.ordered_by_id, agency=agency,
            purpose=row.period.kind if row.period else "", rules=_rules(row),
            contents=_under_its_keys(agency, subject),
        )  # fmt: skip
        destroy(agency=agency, subject=subject)
        return bool(waiting.update(done_at=timezone.now()))


def _under_its_keys(agency: UUID, subject: UUID) -> list[UUID]:
    """Name what is left to erase, also where its keys went before everything was cut off."""
    whose = {"agency": agency, "subject": subject}
    return contents_under([*live_keys(**whose), *destroyed_keys(**whose)])


def _rules(row: Erasure) -> list[str]:
    """Name the period it went under, and that no hold stood in its way."""
    return [f"period:{row.period_id}", NO_HOLD]


def _what_is_over(record: Record) -> tuple[Period, date]:
    """Give the period under which a record may go now, and since when.

    Raises:  NotAllowed where none is over, or a hold stands in the way.
    """
    if record.holds:
        raise NotAllowed(
            what="Nothing was erased: this record is held.",
            why="Somebody said that it is needed for the time being; the reason stands below.",
            next="When it is needed no longer, lift the hold, and come back.",
        )
    day = record.standing.day
    if record.period is None or day is None or not record.due:
        raise NotAllowed(
            what="Nothing was erased: this record is not due.",
            why="A period still runs for part of it, or none has been set.",
            next="Look at its periods below; nothing needs doing now.",
            cites=("bromley_2017 9.1",),
        )
    return record.period, day


def _sealed(viewer: Practitioner, subject: UUID, reason: str, place: str) -> UUID:
    return seal(reason, agency=viewer.agency_id, subject=subject, place=place)


def _record(agency: UUID, subject: UUID) -> str:
    """Name a record, so that nobody else holds or erases it at the same time."""
    return f"retention {agency} {subject}"
