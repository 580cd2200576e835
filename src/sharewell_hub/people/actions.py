"""Recording whom information is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.identifying import identifiers
from sharewell_hub.people.models import Exclusion, Relationship, Seal, Subject
from sharewell_hub.people.queries import exclusion_for, own, refuse_other_roles, seal_on
from sharewell_hub.people.relating import HOLDS_FOR
from sharewell_hub.vault.actions import Sealer
from sharewell_hub.vault.matching import keep_for_matching


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whom a worry is about: a record the agency has already, or a name for a new one."""

    known: UUID | None = None
    name: str = ""
    born_on: date | None = None


@transaction.atomic(savepoint=False)
def record_subject(
    viewer: Practitioner, *, name: str, born_on: date | None = None, kind: str = "child"
) -> Subject:
    """Begin the agency's own record of a child or an adult, and log it.

    Shapes:  kind is "child" or "adult".
    """
    subject = Subject(
        id=uuid4(), agency=viewer.agency, kind=kind, recorded_by=viewer, recorded_at=timezone.now()
    )
    sealer = Sealer(agency=viewer.agency_id, subject=subject.pk)
    subject.name_content = sealer.seal(name, "people_subject.name")
    if born_on:
        subject.born_on_content = sealer.seal(born_on.isoformat(), "people_subject.born_on")
    sealer.keep()
    subject.save(force_insert=True)
    keep_for_matching(agency=viewer.agency_id, subject=subject.pk, known=identifiers(name, born_on))
    contents = [each for each in (subject.name_content, subject.born_on_content) if each]
    first = Relationship(
        subject=subject, agency_id=viewer.agency_id, practitioner=viewer, kind="works_with",
        purpose="protect_child", given_by=viewer, since=subject.recorded_at,
        until=subject.recorded_at + HOLDS_FOR,
    )  # fmt: skip
    first.save(force_insert=True)
    log(
        "person_recorded",
        object_id=subject.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        contents=contents,
    )
    return subject


@transaction.atomic
def keep_out(
    viewer: Practitioner, subject: Subject, practitioner: Practitioner, *, reason: str
) -> None:
    """Never show one practitioner, of whichever agency, a record or what was sent of it.

    Raises:  NotFound for another agency's record. NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    row = Exclusion(
        subject=own(viewer, subject), practitioner=practitioner, reason=reason,
        recorded_by=viewer, since=timezone.now(),
    )  # fmt: skip
    if not Exclusion.objects.filter(
        subject=subject, practitioner=practitioner, until=None
    ).exists():
        row.save(force_insert=True)
        log("kept_out", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def let_in_again(viewer: Practitioner, id: UUID) -> None:
    """End keeping somebody out.

    Raises:  NotFound. NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    row = exclusion_for(viewer, id)
    if Exclusion.objects.filter(pk=row.pk, until=None).update(until=timezone.now()):
        log("let_in_again", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def seal_record(viewer: Practitioner, subject: Subject, named: Iterable[Practitioner]) -> None:
    """Show a record to those named alone, whoever seals it among them; to others it is not there.

    Raises:  NotFound for another agency's record. NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    lift(viewer, subject)
    people = dict.fromkeys([viewer.pk, *(each.pk for each in named)])
    row = Seal(
        subject=own(viewer, subject), sealed_by=viewer, sealed_at=timezone.now(), named=[*people]
    )
    row.save(force_insert=True)
    log("sealed", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def lift(viewer: Practitioner, subject: Subject) -> None:
    """Lift the seal on a record, if there is one.

    Raises:  NotFound for another agency's record. NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    row = seal_on(viewer, own(viewer, subject))
    if row and Seal.objects.filter(pk=row.pk, lifted_at=None).update(lifted_at=timezone.now()):
        log("seal_lifted", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)
