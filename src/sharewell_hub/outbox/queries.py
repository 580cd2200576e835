"""Reading letters: an agency reads its own."""

from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet

from sharewell.terms.errors import NotFound
from sharewell_hub.outbox.models import FAILED, UNKNOWN, Letter
from sharewell_hub.outbox.words import RECOVERY


class Viewer(Protocol):
    """Whoever looks: practitioners live in a later room, which this one does not know."""

    pk: UUID
    agency_id: UUID


def letters(viewer: Viewer) -> QuerySet[Letter]:
    """List the letters that the viewer's agency has written, oldest first.

    Not those whose reference is half of a code: only its mailbox may show it.
    """
    return Letter.objects.filter(agency=viewer.agency_id).exclude(kind=RECOVERY)


def not_arrived(viewer: Viewer) -> QuerySet[Letter]:
    """List the letters of the viewer's agency that a person must see to."""
    return letters(viewer).filter(state__in=(FAILED, UNKNOWN))


def letters_about(viewer: Viewer, object_id: UUID) -> QuerySet[Letter]:
    """List the letters of the viewer's agency that tell of one thing."""
    return letters(viewer).filter(object_id=object_id)


def letter_for(viewer: Viewer, id: UUID) -> Letter:
    """Find one letter of the viewer's agency.

    Raises:  NotFound, also for another agency's.
    """
    found = letters(viewer).filter(pk=id).first()
    if found is None:
        raise NotFound(
            what="Nothing was found at this address.",
            why="There is no such letter, or your agency did not write it.",
            next="Look at the letters of your own agency.",
        )
    return found
