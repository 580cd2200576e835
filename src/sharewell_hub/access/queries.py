"""Reading who looked: for the desk of the agency that holds the record."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sharewell.permitting.table import READ
from sharewell_hub.access.models import Look
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.people.models import Subject

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoLooked:
    """One look, as the holder reads it."""

    at: datetime
    name: str
    agency: str
    became: str
    wanted: str
    purpose: str


def looks_at(viewer: Practitioner, subject: Subject) -> list[WhoLooked]:
    """List who looked at a record of the viewer's own agency, or tried to, the last first."""
    found = _looks(viewer).filter(subjects__contains=[subject.pk])
    rows = found.select_related("practitioner", "agency").order_by("-at")[:SHOWN]
    return [
        WhoLooked(
            at=row.at,
            name=row.practitioner.name,
            agency=row.agency.name,
            became=_became(row),
            wanted=READ["verbs"][row.verb]["label"],
            purpose=row.purpose,
        )
        for row in rows
    ]


def _became(look: Look) -> str:
    if look.allowed:
        return "was let in"
    return "was first asked what for" if look.rules == ["purpose"] else "was refused"


def _looks(viewer: Practitioner) -> QuerySet[Look]:
    return Look.objects.filter(holder=viewer.agency_id)
