"""Stops words in which a hidden address stands, wherever words leave an agency."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from sharewell.delivering.hidden import HiddenPlace, fields_with
from sharewell.terms.errors import PlaceHidden
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.models import Shield
from sharewell_hub.vault.queries import KEEP_SEALED, open_many
from sharewell_hub.walls.seeing import served_by
from sharewell_hub.whereabouts.models import Whereabouts

GUARD = "guard_addresses"
"""The identity under which hidden places are compared with words; it shows them to nobody."""


def refuse_hidden(subject: UUID, texts: Mapping[str, str]) -> None:
    """Refuse texts in which a hidden place of a person stands, also to whoever may not know it.

    Shapes:  texts are by what a page calls them; the refusal names those, and no address.
    Raises:  PlaceHidden.
    Source:  London CPP 3.4.2.
    """
    found = fields_with(texts, hidden_places(subject))
    if found:
        raise PlaceHidden(
            what="Nothing was sent: a hidden address stands in the text.",
            why=f"Look at {', '.join(found)}. Where this child lives is hidden, and an address "
            "that is hidden leaves only when an officer lets it be told to one person.",
            next="Take it out, or ask a lead information officer or Caldicott Guardian to let it "
            "be told. What you typed is kept.",
            cites=("london_2007 3.4.2",),
        )


def hidden_places(subject: UUID) -> list[HiddenPlace]:
    """Open the hidden places of a person, to be compared and never shown."""
    with served_by(GUARD):
        if not Shield.objects.filter(subject=subject, until=None).exists():
            return []
        rows = Whereabouts.objects.filter(subject=subject, until=None)
        contents = list(rows.values_list("place_content", flat=True))
    with served_by(KEEP_SEALED):
        words = open_many(contents)
    return [_hidden(json.loads(words[content])) for content in contents]


@transaction.atomic
def note_stopped(viewer: Practitioner, subject: UUID) -> None:
    """Write into the log that words were stopped: whoever tries addresses leaves a line each time.

    It is done after the refusal, because what is refused is rolled back.
    """
    log("address_stopped", object_id=subject, actor=viewer.pk, agency=viewer.agency_id)


def _hidden(said: Mapping[str, str]) -> HiddenPlace:
    return HiddenPlace(
        address=said["address"], postcode=said["postcode"], telephone=said["telephone"]
    )
