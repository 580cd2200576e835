"""Reading whom an agency has a record of: its own and nobody else's."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sharewell.permitting.table import LINES
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.roles import ROLES
from sharewell_hub.people.models import Exclusion, Relationship, Seal, Sensitivity, Subject
from sharewell_hub.people.seeing import shown
from sharewell_hub.vault.queries import open_content, open_many
from sharewell_hub.walls.moment import latest_time

KEEPS_OUT = sorted(LINES["close", "subject"].roles)
"""Who says that somebody is kept out of a record, or that it is for those named alone.

Source:  London CPP 3.2.4; Sussex 3.2.21.
"""


def subjects(viewer: Practitioner) -> QuerySet[Subject]:
    """List whom the viewer's own agency has a record of and the viewer may see, newest first."""
    found = Subject.objects.filter(shown(viewer, "pk"))
    return found.order_by("-recorded_at", "id")


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
        raise _nobody_here()
    return subject


def _nobody_here() -> NotFound:
    """Say that there is no such record, for whatever reason."""
    return NotFound(
        what="Nothing was found at this address.",
        why="Your agency has no record of this kind here.",
        next="Choose the record from your own list, or write the name down anew.",
    )


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


def may_keep_out(viewer: Practitioner) -> bool:
    """Tell whether the viewer's role decides who is kept out of a record."""
    return any(role in KEEPS_OUT for role in viewer.roles)


def refuse_other_roles(viewer: Practitioner) -> None:
    """Refuse whoever does not decide who is kept out.

    Raises:  NotAllowed.
    """
    if not may_keep_out(viewer):
        *some, last = (ROLES[code].label for code in KEEPS_OUT)
        raise NotAllowed(
            what="Nothing was changed: your role does not decide who sees a record.",
            why=f"A {', a '.join(some)} or a {last} does.",
            next="Ask one of them, today if it cannot wait.",
            cites=("london_2007 3.2.4", "sussex_2023 3.2.21"),
        )


def kept_out(viewer: Practitioner, subject: Subject) -> QuerySet[Exclusion]:
    """List who is kept out of a record of the viewer's own agency.

    Raises:  NotFound for another agency's record. NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    found = Exclusion.objects.filter(subject=own(viewer, subject), until=None)
    return found.select_related("practitioner__agency").order_by("since")


def exclusion_for(viewer: Practitioner, id: UUID) -> Exclusion:
    """Find that somebody is kept out of a record of the viewer's own agency.

    Raises:  NotFound.
    """
    found = Exclusion.objects.select_related("subject").filter(pk=id).first()
    own(viewer, found.subject if found else None)
    return Exclusion.objects.get(pk=id)


def relationships(viewer: Practitioner, subject: Subject) -> QuerySet[Relationship]:
    """List who of the viewer's agency has to do with a case now.

    Shapes:  subject came from a query for the viewer.
    """
    now = latest_time()
    found = Relationship.objects.filter(
        subject=subject, agency=viewer.agency_id, since__lte=now, until__gt=now
    )
    return found.select_related("practitioner").order_by("since")


def relationship_for(viewer: Practitioner, id: UUID) -> Relationship:
    """Find that somebody of the viewer's agency has to do with a case that the viewer is shown.

    Raises:  NotFound.
    """
    found = Relationship.objects.filter(shown(viewer, sent=True), pk=id).first()
    if found is None:
        raise _nobody_here()
    return found


def sensitivity_of(viewer: Practitioner, subject: Subject) -> str:
    """Tell how sensitive a record of the viewer's own agency is."""
    found = Sensitivity.objects.filter(subject=own(viewer, subject), until=None).first()
    return found.tier if found else "confidential"


def seal_on(viewer: Practitioner, subject: Subject) -> Seal | None:
    """Find the seal that is on a record of the viewer's own agency."""
    return Seal.objects.filter(subject=own(viewer, subject), lifted_at=None).first()


def named_on(viewer: Practitioner, subject: Subject) -> list[Practitioner]:
    """List who is named on a sealed record of the viewer's own agency."""
    sealed = seal_on(viewer, subject)
    found = Practitioner.objects.filter(pk__in=sealed.named if sealed else [])
    return list(found.order_by("name"))
