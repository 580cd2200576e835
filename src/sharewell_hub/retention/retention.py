"""Erasures that were ordered and cut off are finished; the room's own rows go with the record."""

from sharewell.keeping.declaring import Keeps
from sharewell_hub.retention.actions import SERVICE, finish
from sharewell_hub.retention.models import Erasure
from sharewell_hub.walls.seeing import served_by


def finish_what_was_ordered() -> int:
    """Go on with every erasure that was cut off, and say how many were done."""
    with served_by(SERVICE):
        left = list(Erasure.objects.filter(done_at=None).values_list("pk", flat=True))
    return sum(finish(id) for id in left)


KEEPS = (
    Keeps(
        kind="erasure",
        says="Erasures that a person confirmed",
        counted_from="the confirmation; finished at once",
        tables=("retention_erasure",),
        cites=("bromley_2017 9.1",),
        sweep=finish_what_was_ordered,
    ),
    Keeps(
        kind="hold",
        says="Holds and reviews",
        counted_from="as long as the record they are about",
        tables=("retention_hold", "retention_review"),
        cites=("bromley_2017 app.record",),
    ),
)
