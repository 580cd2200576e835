"""Reading the partnership's agencies, colleagues and directory: for whoever has signed in."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.models import (
    KEEPER_OF_ACCOUNTS,
    Agency,
    Destination,
    Practitioner,
    SignIn,
)
from sharewell_hub.agencies.roles import KEEPS_THE_DIRECTORY, ROLES
from sharewell_hub.walls.moment import latest_time

NO_COLLEAGUE = "Nobody works at your agency under the address {}. Look it up again."


def agencies(viewer: Practitioner) -> QuerySet[Agency]:
    """List the members of the partnership by name."""
    return Agency.objects.all()


def colleagues(viewer: Practitioner, role: str = "") -> QuerySet[Practitioner]:
    """List who works for the viewer's own agency, or only those in one role."""
    found = Practitioner.objects.filter(agency=viewer.agency_id, is_active=True)
    return found.filter(roles__contains=[role]) if role else found


def colleague_at(viewer: Practitioner, email: str) -> Practitioner | None:
    """Find somebody of the viewer's own agency by their address at work."""
    found = Practitioner.objects.filter(agency=viewer.agency_id, is_active=True)
    return found.filter(email=email.lower()).first()


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


def sign_ins(viewer: Practitioner) -> QuerySet[SignIn]:
    """List where the viewer is signed in now, the one used last first."""
    now = latest_time()
    return SignIn.objects.filter(
        practitioner=viewer,
        ended_at=None,
        seen_at__gt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE),
        began_at__gt=now - timedelta(hours=settings.SIGN_IN_HOURS),
    )


def may_keep_accounts(viewer: Practitioner) -> bool:
    """Tell whether the viewer opens, closes and recovers the accounts of their agency."""
    return KEEPER_OF_ACCOUNTS in viewer.roles


def accounts(viewer: Practitioner) -> QuerySet[Practitioner]:
    """List every account of the viewer's own agency, with its last sign-in.

    Raises:  NotAllowed for whoever does not keep them.
    """
    if not may_keep_accounts(viewer):
        raise NotAllowed(
            what="The accounts of your agency were not opened.",
            why="Only its account administrator lets people in and out.",
            next="Ask them. Your own account is under your name, at the top of each page.",
        )
    last = SignIn.objects.filter(practitioner=OuterRef("pk")).order_by("-seen_at")
    used_at = Subquery(last.values("seen_at")[:1])
    return Practitioner.objects.filter(agency=viewer.agency_id).annotate(used_at=used_at)


def account_for(viewer: Practitioner, id: UUID) -> Practitioner:
    """Find one account of the viewer's own agency.

    Raises:  NotAllowed. NotFound.
    """
    found = accounts(viewer).filter(pk=id).first()
    if found is None:
        raise NotFound(
            what="No account was found at this address.",
            why="Your agency has no such account.",
            next="Look for it in the list of accounts.",
        )
    return found


def refuse_oneself(viewer: Practitioner, person: Practitioner) -> None:
    """Refuse to help oneself back in, or to lock oneself out.

    Raises:  NotAllowed.
    """
    if viewer.pk == person.pk:
        raise NotAllowed(
            what="Nothing was changed: this is your own account.",
            why="Nobody lets themselves in or out here, so that two people know of it.",
            next="Ask the other account administrator, or whoever runs the service.",
        )
