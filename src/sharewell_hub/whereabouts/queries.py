"""Reading where people live: for those who may locate them, and for nobody else."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.people.models import Shield, Subject
from sharewell_hub.people.queries import own
from sharewell_hub.vault.queries import open_many
from sharewell_hub.whereabouts.models import Unshielding, Whereabouts
from sharewell_hub.whereabouts.refusing import nowhere
from sharewell_hub.whereabouts.seeing import located


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place in words.

    Shapes:  since is a day as ISO writes it, or empty.
    """

    address: str
    postcode: str = ""
    telephone: str = ""
    since: str = ""

    @property
    def since_on(self) -> date | None:
        """Give the day since when, where it is known."""
        return date.fromisoformat(self.since) if self.since else None

    def as_json(self) -> str:
        """Give the words as they are sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)


def places(viewer: Practitioner, subject: Subject) -> QuerySet[Whereabouts]:
    """List where a person of the viewer's own agency lives now, as far as the viewer may know.

    Raises:  NotFound for another agency's record.
    """
    found = Whereabouts.objects.filter(located(viewer), subject=own(viewer, subject), until=None)
    return found.select_related("recorded_by").order_by("-at")


def place_for(viewer: Practitioner, id: UUID) -> Whereabouts:
    """Find one place that the viewer may know.

    Raises:  NotFound.
    """
    found = Whereabouts.objects.filter(located(viewer), pk=id, until=None)
    row = found.select_related("subject").first()
    if row is None:
        raise nowhere()
    return row


def in_words(viewer: Practitioner, rows: Iterable[Whereabouts]) -> dict[UUID, Place]:
    """Open places in hand; those of another agency are left out."""
    ours = [row for row in rows if row.agency_id == viewer.agency_id]
    words = open_many(row.place_content for row in ours)
    return {row.pk: Place(**json.loads(words[row.place_content])) for row in ours}


def shields(viewer: Practitioner, subject: Subject) -> QuerySet[Shield]:
    """List the shields of a person of the viewer's own agency that name the viewer.

    Raises:  NotFound for another agency's record.
    """
    found = Shield.objects.filter(subject=own(viewer, subject), until=None)
    return found.filter(named__contains=[viewer.pk]).select_related("set_by").order_by("since")


def named_in(viewer: Practitioner, rows: Iterable[Shield]) -> list[Practitioner]:
    """List who is named in shields in hand."""
    ids = {id for row in rows for id in row.named}
    return list(Practitioner.objects.filter(pk__in=ids).order_by("name"))


def is_shielded(viewer: Practitioner, row: Whereabouts) -> bool:
    """Tell whether a place that the viewer may know is hidden from others."""
    return Shield.objects.filter(subject=row.subject_id, until=None).exists()


def unshieldings(viewer: Practitioner, row: Whereabouts) -> QuerySet[Unshielding]:
    """List to whom a place that the viewer may know is, or was, let be told."""
    found = Unshielding.objects.filter(whereabouts=row).order_by("-at")
    return found.select_related("destination__agency", "recipient", "officer")
