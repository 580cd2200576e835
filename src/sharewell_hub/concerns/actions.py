"""Recording a worry as it was told, each item sealed and marked."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.concerns.models import Concern, Item
from sharewell_hub.concerns.queries import concern_for
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.actions import Who, record_subject
from sharewell_hub.people.models import Subject
from sharewell_hub.people.queries import subject_for
from sharewell_hub.vault.actions import Sealer
from sharewell_hub.walls.waiting import one_at_a_time


@transaction.atomic(savepoint=False)
def record_concern(viewer: Practitioner, draft: Mapping[str, Any], *, who: Who) -> Concern:
    """Record a worry, and whom it is about where the agency has no record yet, and log it.

    Returns:  the worry recorded before, when the same draft is sent again.
    Raises:  NotFound when that one, or the record chosen, is another agency's.
    Source:  Bromley 7: if a child tells you, be sure to act on it.
    """
    if before := _already_recorded(viewer, draft):
        return before
    subject = _subject(viewer, who)
    sealer = Sealer(agency=subject.agency_id, subject=subject.pk)
    view = draft.get("child_view", {})
    concern = Concern.objects.create(
        id=uuid4(),
        submission=UUID(draft["submission"]),
        agency=viewer.agency,
        subject=subject,
        wants=draft["wants"],
        said=[{**said, "by": str(viewer.pk)} for said in draft["said"]],
        adult_content=_sealed(draft.get("adult"), "adult", sealer),
        child_wants_content=_sealed(view.get("wants"), "child_wants", sealer),
        explained_content=_sealed(view.get("explained"), "explained", sealer),
        recorded_by=viewer,
        recorded_at=timezone.now(),
    )
    items = [_item(concern, place, said, sealer) for place, said in enumerate(draft["items"])]
    sealer.keep()
    Item.objects.bulk_create(items)
    log(
        "worry_recorded",
        object_id=concern.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        contents=_contents(concern, items),
    )
    return concern


def _already_recorded(viewer: Practitioner, draft: Mapping[str, Any]) -> Concern | None:
    """Find what the same draft recorded before; of two sent at once, the second waits here."""
    submission = UUID(draft["submission"])
    one_at_a_time(submission)
    found = Concern.objects.filter(submission=submission).values_list("pk", flat=True).first()
    return concern_for(viewer, found) if found else None


def _subject(viewer: Practitioner, who: Who) -> Subject:
    """Find the record that was chosen, or begin a new one."""
    if who.known:
        return subject_for(viewer, who.known)
    return record_subject(viewer, name=who.name, born_on=who.born_on)


def _item(concern: Concern, place: int, said: Mapping[str, Any], sealer: Sealer) -> Item:
    """Seal one item's words."""
    return Item(
        id=uuid4(),
        concern=concern,
        place=place,
        standing=said["standing"],
        text_content=sealer.seal(said["text"], "concerns_item.text"),
        seen_on=said["seen_on"] or None,
        about_somebody_else=said["about_somebody_else"],
    )


def _sealed(text: str | None, column: str, sealer: Sealer) -> UUID | None:
    """Seal words, where there are any."""
    return sealer.seal(text, f"concerns_concern.{column}") if text else None


def _contents(concern: Concern, items: Iterable[Item]) -> list[UUID]:
    """Gather every sealed content of a worry, for its line in the log."""
    around = (concern.adult_content, concern.child_wants_content, concern.explained_content)
    return [*(item.text_content for item in items), *(each for each in around if each)]
