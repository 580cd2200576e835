"""Reading who looked: for the desk of the agency that holds the record."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from sharewell.permitting.table import READ
from sharewell_hub.access.models import Look
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.people.models import Shield, Subject
from sharewell_hub.walls.seeing import WEIGHS, served_by

SHOWN = 200
TELLS_A_PLACE = [verb for verb, row in READ["verbs"].items() if row["shows"] == "location"]
"""What is done only where there is a place to see."""

SOMEBODY, ELSEWHERE = "Somebody", "another agency"
"""Who looked in vain from a sensitive service: it is not told that it tried to know the child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoLooked:
    """What somebody did with a record on one day, as the holder reads it; `at` is the last time."""

    at: datetime
    times: int
    name: str
    agency: str
    became: str
    wanted: str
    purpose: str


def looks_at(viewer: Practitioner, subject: Subject) -> list[WhoLooked]:
    """List who looked at a record of the viewer's own agency, or tried to, the last first."""
    found = _looks(viewer).filter(subjects__contains=[subject.pk])
    if _place_is_hidden(viewer, subject):
        found = found.exclude(~Q(practitioner=viewer.pk), allowed=True, verb__in=TELLS_A_PLACE)
    rows = list(found.select_related("practitioner", "agency").order_by("-at")[:SHOWN])
    days = Counter(map(_on_a_day, rows))
    last = {_on_a_day(row): row for row in reversed(rows)}
    return [
        WhoLooked(
            at=row.at,
            times=days[_on_a_day(row)],
            name=SOMEBODY if _in_confidence(viewer, row) else row.practitioner.name,
            agency=ELSEWHERE if _in_confidence(viewer, row) else row.agency.name,
            became=_became(row),
            wanted=READ["verbs"][row.verb]["label"],
            purpose=row.purpose,
        )
        for row in sorted(last.values(), key=lambda row: row.at, reverse=True)
    ]


def _on_a_day(look: Look) -> tuple[object, ...]:
    """Tell apart what stands in lines of its own: who, what for, what became of it, which day."""
    did = look.verb, look.purpose, _became(look)
    return look.practitioner_id, *did, timezone.localdate(look.at)


def _place_is_hidden(viewer: Practitioner, subject: Subject) -> bool:
    """Tell whether it is hidden from the viewer where somebody lives: who saw it would tell."""
    with served_by(WEIGHS):
        up = Shield.objects.filter(subject=subject, until=None)
        return up.exclude(named__contains=[viewer.pk]).exists()


def _became(look: Look) -> str:
    if look.allowed:
        return "was let in"
    return "was first asked what for" if look.rules == ["purpose"] else "was refused"


def _in_confidence(viewer: Practitioner, look: Look) -> bool:
    """Tell whether to name who looked would tell that a sensitive service knows the child.

    Whoever opened what the viewer's own agency sent them is named: that is known.
    """
    sent_by_us = look.allowed and look.kind == "disclosure"
    theirs = look.agency_id != viewer.agency_id
    return theirs and bool(look.agency.sensitive_service) and not sent_by_us


def _looks(viewer: Practitioner) -> QuerySet[Look]:
    return Look.objects.filter(holder=viewer.agency_id)
