"""Reading whom an agency has a record of: its own and nobody else's."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sharewell.terms.errors import NotFound
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.people.models import Subject
from sharewell_hub.vault.queries import open_content, open_many


def subjects(viewer: Practitioner) -> QuerySet[Subject]:
    """List whom the viewer's own agency has a record of, the newest first."""
    return Subject.objects.filter(agency=viewer.agency_id).order_by("-recorded_at", "id")


def subject_for(viewer: Practitioner, id: UUID) -> Subject:
    """Find one record of the viewer's own agency.

    Raises:  NotFound.
    """
    return own(viewer, subjects(viewer).filter(pk=id).first())


def own(viewer: Practitioner, subject: Subject | None) -> Subject:
    """Give back a record in hand that is the viewer's own agency's.

    Raises:  NotFound for another agency's, and for none.
    """
    if subject is None or subject.agency_id != viewer.agency_id:
        raise NotFound(
            what="Nothing was found at this address.",
            why="Your agency has no record of this kind here.",
            next="Choose the record from your own list, or write the name down anew.",
        )
    return subject


def name_of(viewer: Practitioner, subject: Subject) -> str:
    """Open the name of somebody the viewer's agency has a record of.

    Raises:  NotFound for another agency's record.
    """
    return open_content(own(viewer, subject).name_content)


def born_on(viewer: Practitioner, subject: Subject) -> date | None:
    """Open the birthday of somebody the viewer's agency has a record of.

    Raises:  NotFound for another agency's record.
    """
    content = own(viewer, subject).born_on_content
    return date.fromisoformat(open_content(content)) if content else None


def named(viewer: Practitioner, people: Iterable[Subject]) -> dict[UUID, str]:
    """Open the names of several at once; those of another agency are left out."""
    own = [person for person in people if person.agency_id == viewer.agency_id]
    words = open_many(person.name_content for person in own)
    return {person.pk: words[person.name_content] for person in own}
