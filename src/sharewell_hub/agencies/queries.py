"""Reading the partnership's agencies, colleagues and directory: for whoever has signed in."""

from uuid import UUID

from django.db.models import Q, QuerySet

from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.models import Agency, Destination, Practitioner
from sharewell_hub.agencies.roles import KEEPS_THE_DIRECTORY, ROLES


def agencies(viewer: Practitioner) -> QuerySet[Agency]:
    """List the members of the partnership by name."""
    return Agency.objects.all()


def colleagues(viewer: Practitioner, role: str = "") -> QuerySet[Practitioner]:
    """List who works for the viewer's own agency, or only those in one role."""
    found = Practitioner.objects.filter(agency=viewer.agency_id, is_active=True)
    return found.filter(roles__contains=[role]) if role else found


def destinations(
    viewer: Practitioner, recipient_role: str | None = None, *, words: str = ""
) -> QuerySet[Destination]:
    """List the directory by agency and service, or the part that fits a role or some words."""
    found = Destination.objects.select_related("agency", "verified_by")
    if recipient_role:
        found = found.filter(recipient_role=recipient_role)
    for word in words.split():
        found = found.filter(Q(service__icontains=word) | Q(agency__name__icontains=word))
    return found


def destination_for(viewer: Practitioner, id: UUID) -> Destination:
    """Find one destination.

    Raises:  NotFound.
    """
    found = destinations(viewer).filter(pk=id).first()
    if found is None:
        raise NotFound(
            what="Nothing was found at this address.",
            why="The directory has no such destination, or it was taken out.",
            next="Look for it by its service in the directory.",
        )
    return found


def may_keep_the_directory(viewer: Practitioner) -> bool:
    """Tell whether the viewer's role answers for the directory."""
    return any(role in KEEPS_THE_DIRECTORY for role in viewer.roles)


def refuse_other_roles(viewer: Practitioner) -> None:
    """Refuse whoever does not answer for the directory.

    Raises:  NotAllowed.
    """
    if not may_keep_the_directory(viewer):
        keepers = ", ".join(ROLES[code].label.lower() for code in KEEPS_THE_DIRECTORY[:-1])
        raise NotAllowed(
            what="Nothing was recorded: your role does not keep the directory.",
            why="A wrong number here would send a child’s record to a stranger, so only a "
            f"{keepers} or {ROLES[KEEPS_THE_DIRECTORY[-1]].label.lower()} records a check.",
            next="Tell one of them what you found out. What you typed is kept on this page.",
            cites=("london_2007 3.2.4", "london_2007 3.7.4"),
        )
