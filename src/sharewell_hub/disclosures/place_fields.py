"""The boxes for telling where somebody lives: never ticked beforehand, and without the address."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from sharewell.delivering.sending import TickedPlace
from sharewell_hub.disclosures.placing import PlaceOffered
from sharewell_hub.look.forms import PlainText

ELSEWHERE = "This address was let be told at {}. Choose that service, or untick it."


def place_fields(place: PlaceOffered) -> dict[str, forms.Field]:
    """Make the boxes of one place."""
    return {
        f"place-{place.key}-send": forms.BooleanField(
            label=f"Tell them where the child lives: {place.label}", required=False
        ),
        f"place-{place.key}-needed": PlainText(
            label="Why do they need the address?", max_length=1000, rows=2, required=False
        ),
    }


def faults_of(said: Mapping[str, Any], places: list[PlaceOffered]) -> Iterator[tuple[str, str]]:
    """Name what a ticked place lacks, box by box."""
    for place in _ticked(said, places):
        if not said.get(f"place-{place.key}-needed"):
            yield f"place-{place.key}-needed", "Say why they need the address."
        let = place.unshielding
        if let and said.get("destination") != str(let.destination_id):
            yield f"place-{place.key}-send", ELSEWHERE.format(let.destination.service)


def ticked_places(said: Mapping[str, Any], places: list[PlaceOffered]) -> tuple[TickedPlace, ...]:
    """Give the places that were ticked, with why."""
    return tuple(
        TickedPlace(key=place.key, needed_because=said[f"place-{place.key}-needed"])
        for place in _ticked(said, places)
    )


def _ticked(said: Mapping[str, Any], places: list[PlaceOffered]) -> Iterator[PlaceOffered]:
    return (place for place in places if said.get(f"place-{place.key}-send"))
