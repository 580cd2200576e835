"""Until when somebody's training counts: kept by their own agency, and asked at every door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from sharewell.permitting.table import LINES, OPERATORS
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.models import TRAINED_IN, Practitioner, Training
from sharewell_hub.agencies.queries import colleagues

CONFIDENTIALITY = TRAINED_IN[0]
"""The training without which no record is opened."""

NOT_KEPT = datetime.max.replace(tzinfo=UTC)
"""Until when somebody is trained where nobody keeps that: what was never asked is no no."""

WORDS = {
    "confidentiality": "Confidentiality and sharing information",
    "safeguarding": "Safeguarding children",
}
KEEPS = LINES["review", "call_back"].roles
"""Who keeps the dates: the desk, the manager of the front door and the guardians."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A colleague, and by what they were trained in the row that counts."""

    colleague: Practitioner
    rows: dict[str, Training]

    @property
    def is_over(self) -> bool:
        """Tell whether a date is recorded for confidentiality and has gone by."""
        row = self.rows.get(CONFIDENTIALITY)
        return row is not None and row.until < timezone.localdate()


def trained_until(viewer: Practitioner) -> datetime | None:
    """Say until, and not at, which moment somebody's training in confidentiality counts.

    Returns: nothing where nobody recorded a date: what was never asked is no "no".
    Source:  Bromley, Caldicott principle 5.
    """
    row = _recorded([viewer.pk]).filter(what=CONFIDENTIALITY).last()
    if row is None:
        return None
    after = row.until + timedelta(days=1)
    return timezone.make_aware(datetime.combine(after, time.min))


def may_keep_training(viewer: Practitioner) -> bool:
    """Tell whether the viewer records when colleagues of their agency were trained."""
    return not KEEPS.isdisjoint(viewer.roles) and OPERATORS.isdisjoint(viewer.roles)


def keepers_of_training(viewer: Practitioner) -> list[Practitioner]:
    """List who of the viewer's agency can record a new date."""
    return [one for one in colleagues(viewer) if may_keep_training(one)]


def training(viewer: Practitioner) -> list[Trained]:
    """List everybody of the viewer's agency who reads records, with the dates that count.

    Raises:  NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    people = [one for one in colleagues(viewer) if one.reads_records]
    rows: dict[UUID, dict[str, Training]] = {one.pk: {} for one in people}
    for row in _recorded(rows):
        rows[row.practitioner_id][row.what] = row
    return [Trained(colleague=one, rows=rows[one.pk]) for one in people]


def trained_colleague(viewer: Practitioner, id: UUID) -> Trained:
    """Find one colleague with the dates that count.

    Raises:  NotAllowed for other roles. NotFound for other agencies' people.
    """
    found = next((one for one in training(viewer) if one.colleague.pk == id), None)
    if found is None:
        raise NotFound(
            what="Nobody was found at this address.",
            why="Your agency has no such account, or it is closed.",
            next="Look for your colleague in the list of training.",
        )
    return found


def refuse_other_roles(viewer: Practitioner) -> None:
    """Refuse whoever does not keep these dates.

    Raises:  NotAllowed.
    """
    if not may_keep_training(viewer):
        raise NotAllowed(
            what="The dates of your colleagues’ training were not opened.",
            why="Your agency’s safeguarding lead, named professional, lead information officer or "
            "Caldicott Guardian keeps them.",
            next="Ask one of them. Your own date is on the page “Your training”.",
            cites=("bromley_2017 cal5", "london_2007 3.2.1"),
        )


def _recorded(people: Iterable[UUID]) -> QuerySet[Training]:
    found = Training.objects.filter(practitioner__in=list(people))
    return found.select_related("recorded_by").order_by("at", "id")
