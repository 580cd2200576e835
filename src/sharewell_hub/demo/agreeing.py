"""What the borough's agencies have agreed, as agreements.toml invents it."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agreements.actions import Agreed, record_agreement, sign_agreement

READ = tomllib.loads((Path(__file__).parent / "agreements.toml").read_text(encoding="utf-8"))


def agree(people: Mapping[str, Practitioner], keeper: Practitioner) -> None:
    """Have the partnership's manager record each agreement, and every agency sign it."""
    today = timezone.localdate()
    for told in READ["agreements"]:
        made = record_agreement(keeper, _agreed(dict(told)))
        for person, role in _signing(people).values():
            sign_agreement(keeper, made, person.agency, signed_on=today, signed_as=role)


def _agreed(told: dict[str, Any]) -> Agreed:
    first = timezone.localdate()
    days, says = told.pop("days"), told.pop("says").strip()
    return Agreed(**told, says=says, begins_on=first, ends_on=first + timedelta(days=days))


def _signing(people: Mapping[str, Practitioner]) -> dict[Any, tuple[Practitioner, str]]:
    """Find who signs for each agency: the first of the roles that somebody there has."""
    found: dict[Any, tuple[Practitioner, str]] = {}
    for role in reversed(READ["signs"]):
        for person in people.values():
            if role in person.roles:
                found[person.agency_id] = person, role
    return found
