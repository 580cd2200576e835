"""Reading whether files may leave, to whose keys, and which have left."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.knowing import is_known
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.agencies.roles import ROLES
from sharewell_hub.exports.models import Export, Fetching, ReadyFile, RecipientKey, Switch
from sharewell_hub.walls.moment import latest_time

ANSWERS_FOR_IT = ("lead_information_officer", "caldicott_guardian")
"""Who may let files leave, and stop it (London CPP 3.2.4; Sussex 3.2.19)."""


def last_switch(viewer: Practitioner) -> Switch | None:
    """Give who last let the agency's records leave as files, or stopped it; none for never."""
    found = Switch.objects.filter(agency=viewer.agency_id).select_related("by")
    return found.order_by("-at").first()


def may_leave(viewer: Practitioner) -> bool:
    """Tell whether the viewer's agency lets records leave as files."""
    last = last_switch(viewer)
    return last is not None and last.on


def may_switch(viewer: Practitioner) -> bool:
    """Tell whether the viewer answers for what leaves their agency."""
    return any(role in ANSWERS_FOR_IT for role in viewer.roles)


def refuse_other_roles(viewer: Practitioner) -> None:
    """Refuse whoever does not answer for what leaves.

    Raises:  NotAllowed.
    """
    if not may_switch(viewer):
        said = " or ".join(ROLES[code].label.lower() for code in ANSWERS_FOR_IT)
        raise NotAllowed(
            what="Nothing was changed: your role does not decide whether files may leave.",
            why=f"A file that leaves is out of everybody’s sight, so a {said} answers for it.",
            next="Ask one of them.",
            cites=("london_2007 3.2.4", "sussex_2023 3.2.19"),
        )


def refuse_where_nothing_leaves(viewer: Practitioner) -> None:
    """Refuse to make a file where the viewer's agency lets none leave.

    Raises:  NotAllowed.
    """
    if not may_leave(viewer):
        raise NotAllowed(
            what="No file was made: your agency lets no record leave Sharewell as a file.",
            why="It is off until somebody who answers for it switches it on.",
            next="Read it here, or print it. If a file is needed, ask your lead information "
            "officer or Caldicott Guardian.",
        )


def key_at(viewer: Practitioner, destination: Destination) -> RecipientKey | None:
    """Give the key to which files for a service are encrypted now."""
    found = RecipientKey.objects.filter(destination=destination, withdrawn_at=None)
    return found.select_related("verified_by").first()


def usable_keys(viewer: Practitioner) -> list[RecipientKey]:
    """List the keys of the viewer's own agency's services, each known and verified in time."""
    found = RecipientKey.objects.filter(
        destination__agency=viewer.agency_id, withdrawn_at=None
    ).select_related("destination__agency")
    since = timezone.now() - timedelta(days=settings.VERIFIED_FOR_DAYS)
    return [each for each in found if is_known(each.destination) and each.verified_at >= since]


def exports(viewer: Practitioner) -> QuerySet[Export]:
    """List what the viewer's agency made ready to leave, the latest first."""
    found = Export.objects.filter(agency=viewer.agency_id).order_by("-made_at")
    return found.select_related("made_by", "key__destination")


def export_for(viewer: Practitioner, id: UUID) -> Export:
    """Find one export of the viewer's own agency.

    Raises:  NotFound.
    """
    found = exports(viewer).filter(pk=id).first()
    if found is None:
        raise NotFound(
            what="Nothing was found at this address.",
            why="Your agency made no such file ready.",
            next="Look for it in the list of what left.",
        )
    return found


def waits(viewer: Practitioner, export: Export) -> bool:
    """Tell whether an export's file still lies ready."""
    return ReadyFile.objects.filter(export=export, until__gt=latest_time()).exists()


def fetched(viewer: Practitioner, export: Export) -> Fetching | None:
    """Give who took an export's file out, and when."""
    return Fetching.objects.filter(export=export).select_related("by").first()
