"""A worry is counted from the day on which it was recorded."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Max, Min

from sharewell.keeping.declaring import Counted, Keeps
from sharewell_hub.concerns.models import Concern


def counted(agency: UUID) -> Iterator[Counted]:
    """Give from when to when an agency's worries about each of its people reach."""
    found = Concern.objects.filter(agency=agency).values_list("subject")
    reach = found.annotate(first=Min("recorded_at"), last=Max("recorded_at")).order_by()
    return (Counted(id, first.date(), last.date()) for id, first, last in reach.iterator())


KEEPS = (
    Keeps(
        kind="worry",
        says="Worries",
        counted_from="the day the last one was recorded",
        tables=("concerns_concern", "concerns_item"),
        cites=("bromley_2017 9.1", "bromley_2017 app.record"),
        counted=counted,
    ),
)
