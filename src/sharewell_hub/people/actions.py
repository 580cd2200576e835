"""Recording whom information is about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.models import Subject
from sharewell_hub.vault.actions import Sealer


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
    contents = [each for each in (subject.name_content, subject.born_on_content) if each]
    log(
        "person_recorded",
        object_id=subject.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        contents=contents,
    )
    return subject
