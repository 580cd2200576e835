"""Reading worries: an agency's own; and the numbers to ring in danger, which are everybody's."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sharewell.terms.errors import NotFound
from sharewell.terms.information import Standing
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.concerns.models import Concern, Item
from sharewell_hub.people.seeing import shown
from sharewell_hub.vault.queries import open_many


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """One item of a worry, opened for somebody of the agency that recorded it."""

    id: UUID
    standing: Standing
    text: str
    seen_on: date | None
    about_somebody_else: bool
    content: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsShown:
    """What stands around the items: an adult others should know about, and the child's view."""

    adult: str
    child_wants: str
    explained: str


def duty_numbers(viewer: object) -> QuerySet[Destination]:
    """List who receives a child in danger, with their numbers by day and night: for anybody."""
    found = Destination.objects.filter(recipient_role="statutory_child_protection")
    return found.select_related("agency").order_by("agency__name", "service")


def concerns(viewer: Practitioner) -> QuerySet[Concern]:
    """List the worries of the viewer's own agency that they need to know, the newest first."""
    found = Concern.objects.filter(shown(viewer))
    return found.select_related("subject", "recorded_by").order_by("-recorded_at", "id")


def concern_for(viewer: Practitioner, id: UUID) -> Concern:
    """Find one worry of the viewer's own agency.

    Raises:  NotFound.
    """
    return own(viewer, concerns(viewer).filter(pk=id).first())


def own(viewer: Practitioner, concern: Concern | None) -> Concern:
    """Give back a worry in hand that the viewer's own agency recorded.

    Raises:  NotFound for another agency's, and for none.
    """
    if concern is None or concern.agency_id != viewer.agency_id:
        raise NotFound(
            what="Nothing was found at this address.",
            why="Your agency has no worry recorded here.",
            next="Look on your desk for what is recorded.",
        )
    return concern


def items_of(viewer: Practitioner, concern: Concern) -> list[ItemShown]:
    """Open the items of a worry in the order they were told.

    Raises:  NotFound for another agency's worry.
    """
    rows = list(Item.objects.filter(concern=own(viewer, concern)).order_by("place"))
    words = open_many(row.text_content for row in rows)
    return [
        ItemShown(
            id=row.pk,
            standing=Standing(row.standing),
            text=words[row.text_content],
            seen_on=row.seen_on,
            about_somebody_else=row.about_somebody_else,
            content=row.text_content,
        )
        for row in rows
    ]


def words_of(viewer: Practitioner, concern: Concern) -> WordsShown:
    """Open what stands around the items of a worry.

    Raises:  NotFound for another agency's worry.
    """
    told = own(viewer, concern)
    ids = {
        "adult": told.adult_content,
        "child_wants": told.child_wants_content,
        "explained": told.explained_content,
    }
    words = open_many(id for id in ids.values() if id)
    return WordsShown(**{name: words[id] if id else "" for name, id in ids.items()})


def with_the_childs_words(viewer: Practitioner) -> set[UUID]:
    """Give the worries in which the child's own words stand."""
    told = Item.objects.filter(concern__agency=viewer.agency_id, standing=Standing.CHILD_SAID)
    return set(told.values_list("concern_id", flat=True))


def is_recorded(viewer: Practitioner, submission: str) -> bool:
    """Tell whether a form with this id was recorded before, by the viewer's own agency."""
    try:
        return concerns(viewer).filter(submission=UUID(submission)).exists()
    except ValueError:
        return False
