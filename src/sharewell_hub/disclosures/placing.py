"""Telling where somebody lives with a disclosure: which places may go, and what became of them."""

import json
from dataclasses import dataclass
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from sharewell.delivering.sending import Covered, Sending, too_much
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.decisions.models import Decision
from sharewell_hub.disclosures.models import DisclosedPlace, Disclosure
from sharewell_hub.disclosures.queries import accepted
from sharewell_hub.disclosures.refusing import nowhere
from sharewell_hub.keystore.queries import apart
from sharewell_hub.vault.actions import Sealer
from sharewell_hub.vault.queries import open_many
from sharewell_hub.walls.moment import latest_time
from sharewell_hub.whereabouts.actions import use_unshielding
from sharewell_hub.whereabouts.forms import HOW
from sharewell_hub.whereabouts.models import Unshielding, Whereabouts
from sharewell_hub.whereabouts.queries import (
    Place,
    in_words,
    is_shielded,
    places,
    unshieldings,
)

PLACE = "disclosures_disclosedplace"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOffered:
    """One place that may be told, without its words; where it is hidden, to one person alone."""

    row: Whereabouts
    unshielding: Unshielding | None = None

    @property
    def key(self) -> str:
        """Give what a form keeps it under."""
        return "_".join(str(each.pk) for each in (self.row, self.unshielding) if each)

    @property
    def label(self) -> str:
        """Say which it is, and no address."""
        said = f"{HOW[self.row.kind]}, recorded {timezone.localdate(self.row.at):%d %B %Y}"
        if not self.unshielding:
            return said
        to = self.unshielding
        return f"{said}; hidden, and only for {to.recipient.name} at {to.destination.service}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTold:
    """One place that was told, for the end that it is shown at; opened only when asked for."""

    row: DisclosedPlace
    needed_because: str
    words: Place | None = None

    @property
    def kind(self) -> str:
        """Say what somebody does there."""
        return HOW[self.row.kind]


def offered_places(viewer: Practitioner, decision: Decision) -> list[PlaceOffered]:
    """List the places that the viewer may tell: those not hidden, and those let be told."""
    found = []
    for row in places(viewer, decision.subject):
        if not is_shielded(viewer, row):
            found.append(PlaceOffered(row=row))
            continue
        waiting = unshieldings(viewer, row).filter(used_at=None, until__gt=latest_time())
        found += [PlaceOffered(row=row, unshielding=each) for each in waiting]
    return found


def refuse_places(
    viewer: Practitioner,
    decision: Decision,
    sending: Sending,
    covered: Covered,
    destination: Destination,
) -> None:
    """Refuse a place that may not be told, or not at this destination.

    Raises:  TooMuch.
    """
    if not sending.places:
        return
    if covered.anonymised:
        raise too_much("An address says who it is.", "Untick the address.")
    for each in _chosen(viewer, decision, sending):
        if each.unshielding and each.unshielding.destination != destination:
            raise too_much(
                "A hidden address was let be told at another service.",
                "Untick it, or have it un-shielded for this one.",
            )


def tell_places(
    viewer: Practitioner, row: Disclosure, decision: Decision, sending: Sending
) -> list[DisclosedPlace]:
    """Tell the places that were ticked, each sealed for both ends under the places' own keys.

    Raises:  NotAllowed where a hidden place was told already under what let it be told. TooMuch
             where one may be told no longer.
    """
    because = {ticked.key: ticked.needed_because for ticked in sending.places}
    if not because:
        return []
    subject, made = row.subject_id, []
    ours = Sealer(agency=row.agency_id, subject=apart(subject), about=subject)
    theirs = Sealer(agency=row.recipient_agency_id, subject=apart(subject), about=subject)
    chosen = _chosen(viewer, decision, sending)
    words = in_words(viewer, [each.row for each in chosen])
    for each in chosen:
        if each.unshielding:
            use_unshielding(viewer, each.unshielding)
        why = because[each.key]
        made.append(
            DisclosedPlace(
                id=uuid4(), disclosure=row, agency_id=row.agency_id, whereabouts=each.row,
                kind=each.row.kind, unshielding=each.unshielding,
                recipient=each.unshielding.recipient if each.unshielding else None,
                about_content=ours.seal(why, f"{PLACE}.about"),
                about_for_recipient=theirs.seal(why, f"{PLACE}.about_for_recipient"),
                words_for_recipient=theirs.seal(
                    words[each.row.pk].as_json(), f"{PLACE}.words_for_recipient"
                ),
            )
        )  # fmt: skip
    ours.keep()
    theirs.keep()
    DisclosedPlace.objects.bulk_create(made)
    return made


def places_told(viewer: Practitioner, disclosure: Disclosure) -> list[PlaceTold]:
    """List the places told with a disclosure, for either end, without their words.

    A hidden place is there for the one person it was told to, and for the end that told it.
    """
    sender = disclosure.agency_id == viewer.agency_id
    rows = _told(viewer, disclosure)
    about = {row.pk: row.about_content if sender else row.about_for_recipient for row in rows}
    words = open_many(about.values())
    return [PlaceTold(row=row, needed_because=words[about[row.pk]]) for row in rows]


def open_places(viewer: Practitioner, disclosure: Disclosure) -> list[PlaceTold]:
    """Open the places told to the viewer's agency, for whoever accepted the limits.

    Raises:  NotFound where none was told to the viewer, and before its limits are accepted.
    """
    ours = disclosure.recipient_agency_id == viewer.agency_id
    told = places_told(viewer, disclosure) if ours and accepted(viewer, disclosure) else []
    if not told:
        raise nowhere()
    words = open_many(each.row.words_for_recipient for each in told)
    return [
        PlaceTold(
            row=each.row,
            needed_because=each.needed_because,
            words=Place(**json.loads(words[each.row.words_for_recipient])),
        )
        for each in told
    ]


def _chosen(viewer: Practitioner, decision: Decision, sending: Sending) -> list[PlaceOffered]:
    """Find what was ticked among what may be told now.

    Raises:  TooMuch where it is not, or no longer, there.
    """
    known = {each.key: each for each in offered_places(viewer, decision)}
    keys = {ticked.key for ticked in sending.places}
    if keys - known.keys():
        raise too_much("An address is not, or no longer, one that you may tell.", "Untick it.")
    return [known[key] for key in sorted(keys)]


def _told(viewer: Practitioner, disclosure: Disclosure) -> list[DisclosedPlace]:
    mine = Q(agency=viewer.agency_id) | Q(recipient=None) | Q(recipient=viewer.pk)
    found = DisclosedPlace.objects.filter(mine, disclosure=disclosure)
    return list(found.select_related("recipient", "unshielding__officer").order_by("id"))
