"""A record of a person is counted from the day on which the agency began it."""

from collections.abc import Iterator
from uuid import UUID

from sharewell.keeping.declaring import Counted, Keeps
from sharewell_hub.people.models import Subject


def counted(agency: UUID) -> Iterator[Counted]:
    """Give from when to when the agency's own records of people reach."""
    found = Subject.objects.filter(agency=agency).values_list("pk", "recorded_at")
    return (Counted(id, at.date(), at.date()) for id, at in found.iterator())


KEEPS = (
    Keeps(
        kind="person",
        says="Whom we know",
        counted_from="the day the record was begun",
        tables=(
            "people_subject",
            "people_exclusion",
            "people_seal",
            "people_shield",
            "people_relationship",
            "people_sensitivity",
            "people_brokenglass",
        ),
        cites=("bromley_2017 9.1", "bromley_2017 app.record"),
        counted=counted,
    ),
)
