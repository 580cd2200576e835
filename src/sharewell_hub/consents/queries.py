"""Reading positions on agreement: an agency's own."""

from uuid import UUID

from sharewell.terms.errors import NotFound
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.consents.models import Position

OBTAINED, REFUSED, NOT_SOUGHT = "obtained", "refused", "not_sought"


def position_for(viewer: Practitioner, id: UUID) -> Position:
    """Find one position that the viewer's own agency recorded.

    Raises:  NotFound.
    """
    found = Position.objects.filter(agency=viewer.agency_id, pk=id).first()
    if found is None:
        raise NotFound(
            what="Nothing was found at this address.",
            why="Your agency has no position on agreement here.",
            next="Open it from the decision it belongs to.",
        )
    return found
