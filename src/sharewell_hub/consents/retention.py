"""A position on agreement is counted from the day on which it was recorded."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Max, Min

from sharewell.keeping.declaring import Counted, Keeps
from sharewell_hub.consents.models import Position


def counted(agency: UUID) -> Iterator[Counted]:
    """Give from when to when an agency's positions on agreement reach, person by person."""
    found = Position.objects.filter(agency=agency).values_list("subject")
    reach = found.annotate(first=Min("recorded_at"), last=Max("recorded_at")).order_by()
    return (Counted(id, first.date(), last.date()) for id, first, last in reach.iterator())


KEEPS = (
    Keeps(
        kind="agreement",
        says="Whether somebody agreed",
        counted_from="the day the last position was recorded",
        tables=("consents_position",),
        cites=("bromley_2017 9.1",),
        counted=counted,
    ),
)
