"""Recording how it stands with agreement."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.consents.models import Position
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.models import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands: obtained, refused, or not sought for a reason, and whose agreement it is.

    Shapes:  reason is a code "pack:reason"; limb is "a", "b", "c" or nothing.
    """

    state: str
    by: str = ""
    reason: str = ""
    limb: str = ""


@transaction.atomic(savepoint=False)
def record_position(viewer: Practitioner, subject: Subject, standing: Standing) -> Position:
    """Record how it stands with agreement to one sharing, and log it.

    Source:  London CPP 3.7.2: sought and obtained, refused, or not sought; always recorded.
    """
    position = Position.objects.create(
        agency=viewer.agency,
        subject=subject,
        state=standing.state,
        by=standing.by,
        reason=standing.reason,
        limb=standing.limb,
        recorded_by=viewer,
        recorded_at=timezone.now(),
    )
    log(
        "agreement_recorded",
        object_id=position.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose=standing.state,
    )
    return position
