"""From when to when records reach, whose they are, and the day on which each is looked at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils import timezone

from sharewell.keeping.counting import Period as Kept
from sharewell.keeping.counting import Standing, stands
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.people.models import Subject
from sharewell_hub.retention.gathering import about_people
from sharewell_hub.retention.models import Erasure, Hold, Period, Review
from sharewell_hub.vault.queries import open_many

Reach = dict[str, tuple[date, date]]


def reach_of(viewer: Practitioner) -> dict[UUID, Reach]:
    """Find from when to when each record reaches, kind by kind; what is erased is left out."""
    gone = set(Erasure.objects.filter(agency=viewer.agency_id).values_list("subject", flat=True))
    found: dict[UUID, Reach] = defaultdict(dict)
    for kind, keeps in about_people().items():
        for each in keeps.counted(viewer.agency_id) if keeps.counted else ():
            if each.subject not in gone:
                found[each.subject][kind] = (each.first, each.last)
    return dict(found)


def standing_of(
    viewer: Practitioner, reach: Mapping[UUID, Reach], periods: Mapping[str, Period]
) -> dict[UUID, Standing]:
    """Say when each record is looked at; a birthday is opened only where nothing else is left.

    Returns: of a record whose periods still run, the day before which it is not looked at.
    """
    kept = {kind: _kept(row) for kind, row in periods.items()}
    ageless = {kind: replace(each, until_age=0) for kind, each in kept.items()}
    reviews, today = _reviews(viewer, reach), timezone.localdate()
    found = {id: stands(each, ageless, reviewed=reviews.get(id)) for id, each in reach.items()}
    if kept == ageless:
        return found
    over = [id for id, standing in found.items() if standing.day and standing.day <= today]
    born = birthdays_of(viewer, over)
    return found | {
        id: stands(reach[id], kept, born_on=born.get(id), reviewed=reviews.get(id)) for id in over
    }


def names_of(viewer: Practitioner, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Open names: as our own record has them, or as they were sent to us."""
    return _opened(viewer, ids, "name_for_recipient", "name_content")


def birthdays_of(viewer: Practitioner, ids: Iterable[UUID]) -> dict[UUID, date]:
    """Open birthdays: as our own record has them, or as they were sent to us."""
    found = _opened(viewer, ids, "born_on_for_recipient", "born_on_content")
    return {id: date.fromisoformat(day) for id, day in found.items()}


def holds_on(viewer: Practitioner, ids: Iterable[UUID]) -> dict[UUID, list[Hold]]:
    """Find what holds records of the viewer's agency now."""
    found: dict[UUID, list[Hold]] = defaultdict(list)
    rows = Hold.objects.filter(agency=viewer.agency_id, subject__in=list(ids), lifted_at=None)
    for row in rows.order_by("placed_at"):
        found[row.subject_id].append(row)
    return found


def _opened(
    viewer: Practitioner, ids: Iterable[UUID], received: str, recorded: str
) -> dict[UUID, str]:
    """Open one content of each record, our own before what was sent to us."""
    wanted = list(ids)
    theirs = Disclosure.objects.filter(subject__in=wanted, recipient_agency=viewer.agency_id)
    ours = Subject.objects.filter(pk__in=wanted, agency=viewer.agency_id)
    held: dict[UUID, UUID | None] = dict(theirs.values_list("subject", received))
    held |= dict(ours.values_list("pk", recorded))
    words = open_many(content for content in held.values() if content)
    return {id: words[content] for id, content in held.items() if content}


def _kept(row: Period) -> Kept:
    return Kept(months=row.months, until_age=row.until_age, review_months=row.review_months)


def _reviews(viewer: Practitioner, ids: Iterable[UUID]) -> dict[UUID, tuple[date, date]]:
    rows = Review.objects.filter(agency=viewer.agency_id, subject__in=list(ids))
    newest = rows.order_by("reviewed_at").values_list("subject", "reviewed_at", "until")
    return {id: (timezone.localdate(at), until) for id, at, until in newest}
