"""What is closed to all but those named is opened to the officers when all of those have left."""

from uuid import UUID

from django.db import transaction

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.deputies import hidden_from, kept_out_of
from sharewell_hub.people.models import Seal, Shield
from sharewell_hub.people.queries import KEEPS_OUT
from sharewell_hub.walls.seeing import WEIGHS, served_by


@transaction.atomic
def pass_on() -> None:
    """Name an agency's officers beside those who were named, where all of those have left it.

    Otherwise nobody could reach the child, read the record, or ever lift what closes it. Where
    there is no officer, or all are kept out of the record, it stays closed until there is one.

    Source:  London CPP 3.2.4: each agency has an officer who determines.
    """
    with served_by(WEIGHS):
        for seal in Seal.objects.filter(lifted_at=None).select_related("subject"):
            officers = _left_to(seal)
            _name(seal, officers, without=kept_out_of([seal.subject_id], officers))
        for shield in Shield.objects.filter(until=None).select_related("subject"):
            officers = _left_to(shield)
            _name(shield, officers, without=hidden_from(shield.subject_id, officers))


def _left_to(row: Seal | Shield) -> list[Practitioner]:
    """Give the officers of its agency, if nobody who is named works there any more."""
    active = Practitioner.objects.filter(is_active=True)
    if active.filter(pk__in=row.named).exists():
        return []
    return list(active.filter(agency=row.subject.agency_id, roles__overlap=KEEPS_OUT))


def _name(row: Seal | Shield, officers: list[Practitioner], *, without: set[UUID]) -> None:
    if named := [each.pk for each in officers if each.pk not in without]:
        type(row).objects.filter(pk=row.pk).update(named=[*row.named, *named])
        log("passed_on", object_id=row.pk, actor=None, agency=row.subject.agency_id)
