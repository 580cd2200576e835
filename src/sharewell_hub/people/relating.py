"""Recording who has to do with a child's case, how sensitive it is, and who broke the glass."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.models import BrokenGlass, Relationship, Sensitivity, Subject
from sharewell_hub.people.queries import refuse_other_roles, relationship_for, subject_for
from sharewell_hub.vault.actions import Sealer
from sharewell_hub.walls.moment import latest_time

HOLDS_FOR = timedelta(days=365)
"""How long somebody is taken to work with a child where nobody said for how long."""

OPEN_FOR = timedelta(minutes=60)
"""How long a record stays open to whoever broke the glass."""


@transaction.atomic
def relate(
    viewer: Practitioner, subject: Subject, colleague: Practitioner, *, kind: str = "works_with"
) -> Relationship:
    """Note that a colleague has to do with the case of a child whose record is in hand.

    Shapes:  subject came from a query for the viewer: who is not shown it hands nothing on.
    Raises:  NotAllowed for somebody of another agency.
    Source:  London CPP 3.5.4; Sussex 3.2.20, principle 4.
    """
    if colleague.agency_id != viewer.agency_id:
        raise NotAllowed(
            what="Nobody was added: this person works for another agency.",
            why="What another agency is to know is decided, and sent, with its reason.",
            next="Share it with them, or name somebody of your own agency.",
            cites=("london_2007 3.5.4",),
        )
    now = latest_time()
    row = Relationship(
        id=uuid4(), subject=subject, agency_id=viewer.agency_id, practitioner=colleague,
        kind=kind, purpose="protect_child", given_by=viewer, since=now, until=now + HOLDS_FOR,
    )  # fmt: skip
    row.save(force_insert=True)
    log("related", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)
    return row


@transaction.atomic
def end(viewer: Practitioner, id: UUID) -> None:
    """Note that somebody has nothing more to do with a child's case.

    Raises:  NotFound for what the viewer is not shown.
    """
    row, now = relationship_for(viewer, id), latest_time()
    if Relationship.objects.filter(pk=row.pk, until__gt=now).update(until=now):
        log("relationship_ended", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def set_sensitivity(viewer: Practitioner, subject: Subject, tier: str) -> None:
    """Say how sensitive a record is.

    Raises:  NotFound for another agency's record. NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    own = subject_for(viewer, subject.pk)
    Sensitivity.objects.filter(subject=own, until=None).update(until=timezone.now())
    row = Sensitivity(subject=own, tier=tier, set_by=viewer, since=timezone.now())
    row.save(force_insert=True)
    log("sensitivity_set", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def break_glass(
    viewer: Practitioner, subject: UUID, *, reason: str, stepped_up_at: datetime
) -> BrokenGlass:
    """Open a record of the viewer's own agency to them for an hour, with the reason they typed.

    It opens no seal and lets in nobody who is kept out: then the row stands, and nothing is seen.
    Whoever orders it logs the attempt: one line, whatever there was to open.
    """
    row, now = BrokenGlass(id=uuid4(), subject_id=subject, practitioner=viewer), latest_time()
    sealer = Sealer(agency=viewer.agency_id, subject=subject)
    row.reason_content = sealer.seal(reason, "people_brokenglass.reason")
    sealer.keep()
    row.agency, row.stepped_up_at = viewer.agency, stepped_up_at
    row.at, row.until = now, now + OPEN_FOR
    row.save(force_insert=True)
    return row
