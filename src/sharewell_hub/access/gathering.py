"""Gathers what `may` has to know: who asks, and what stands around the record."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils import timezone

from sharewell.permitting import Asking, BrokenGlass, Relationship, Thing
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.strength import strength
from sharewell_hub.agreements.queries import agreements_of
from sharewell_hub.look.needing import Found
from sharewell_hub.people import models

NOT_KEPT = datetime.max.replace(tzinfo=UTC)
"""Until when somebody is trained where nobody keeps that: what was never asked is no no."""


def asking_of(viewer: Practitioner, found: Found, request: HttpRequest) -> Asking:
    """Gather who asks for a record."""
    child = str(found.subject)
    here = {"practitioner": viewer.pk, "subject": found.subject}
    out = models.Exclusion.objects.filter(**here, until=None).values_list("reason", flat=True)
    step, ours = strength(request), viewer.agency_id in (found.holder, found.recipient)
    return Asking(
        practitioner=str(viewer.pk),
        agency=str(viewer.agency_id),
        roles=frozenset(viewer.roles),
        trained_until=NOT_KEPT,
        stepped_up_at=step.stepped_up_at if step.fresh else None,
        relationships={child: _relationships(viewer, found)},
        agreements=() if ours else agreements_of(viewer, timezone.now()),
        excluded_from=dict.fromkeys([child] if out else [], "".join(out[:1])),
        broken_glass={child: _broken(viewer, found)},
    )


def thing_of(kind: str, found: Found) -> Thing:
    """Gather what stands around a record."""
    seal = models.Seal.objects.filter(subject=found.subject, lifted_at=None).first()
    said = models.Sensitivity.objects.filter(subject=found.subject, until=None).first()
    return Thing(
        kind=kind,
        holder=str(found.holder),
        child=str(found.subject),
        people=frozenset({str(found.subject)}),
        tier=said.tier if said else "confidential",
        sealed=seal is not None,
        named=frozenset(map(str, seal.named if seal else ())),
        recipient=str(found.recipient or ""),
        limits=frozenset(filter(None, [found.purpose])),
    )


def _relationships(viewer: Practitioner, found: Found) -> tuple[Relationship, ...]:
    rows = models.Relationship.objects.filter(practitioner=viewer.pk, subject=found.subject)
    return tuple(
        Relationship(
            child=str(row.subject_id),
            kind=row.kind,
            since=row.since,
            until=row.until,
            practitioner=str(row.practitioner_id),
        )
        for row in rows
    )


def _broken(viewer: Practitioner, found: Found) -> tuple[BrokenGlass, ...]:
    rows = models.BrokenGlass.objects.filter(practitioner=viewer.pk, subject=found.subject)
    return tuple(
        BrokenGlass(
            practitioner=str(row.practitioner_id),
            child=str(row.subject_id),
            at=row.at,
            stepped_up_at=row.stepped_up_at,
            reason_recorded=True,
        )
        for row in rows
    )
