"""A decision is counted from the day on which it was made, whether to share or not."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Max, Min

from sharewell.keeping.declaring import Counted, Keeps
from sharewell_hub.decisions.models import Decision


def counted(agency: UUID) -> Iterator[Counted]:
    """Give from when to when an agency's decisions about each of its people reach."""
    found = Decision.objects.filter(agency=agency).values_list("subject")
    reach = found.annotate(first=Min("decided_at"), last=Max("decided_at")).order_by()
    return (Counted(id, first.date(), last.date()) for id, first, last in reach.iterator())


KEEPS = (
    Keeps(
        kind="decision",
        says="Decisions, to share or not",
        counted_from="the day the last one was made",
        tables=("decisions_decision",),
        cites=("bromley_2017 app.record",),
        counted=counted,
    ),
)
