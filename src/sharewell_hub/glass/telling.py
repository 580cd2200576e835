"""Who is told of what waits for a second person, and the letter each of them gets."""

from collections.abc import Iterable

from django.utils import timezone

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.glass.models import GLASS, LATE, Attempt, Told
from sharewell_hub.glass.queries import BREAK
from sharewell_hub.outbox.actions import DELIVER_LETTERS, write_letter
from sharewell_hub.walls.seeing import served_by


def tell(attempt: Attempt, people: Iterable[tuple[Practitioner, str]]) -> None:
    """Write down who is told, and write each a letter with a reference and a link."""
    for person, told_as in people:
        with served_by(BREAK):
            Told.objects.bulk_create(
                [Told(attempt=attempt, practitioner=person, told_as=told_as, at=timezone.now())]
            )
        with served_by(DELIVER_LETTERS):
            write_letter(
                destination_address=person.email,
                kind=_letter(attempt, told_as),
                reference=attempt.reference,
                link_path=f"/reviews/{attempt.reference}",
                agency=attempt.agency_id,
                object_id=attempt.pk,
            )


def _letter(attempt: Attempt, told_as: str) -> str:
    if told_as == LATE:
        return "review_late"
    return "review" if attempt.kind == GLASS else "gate_review"
