"""Recording where somebody lives, hiding it, and letting one hidden place be told once."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.keystore.queries import apart
from sharewell_hub.logbook.actions import log
from sharewell_hub.people.models import Shield, Subject
from sharewell_hub.people.queries import own, refuse_other_roles
from sharewell_hub.vault.actions import seal
from sharewell_hub.walls.moment import latest_time
from sharewell_hub.whereabouts.models import Unshielding, Whereabouts
from sharewell_hub.whereabouts.queries import (
    Place,
    is_shielded,
    place_for,
    shields,
)
from sharewell_hub.whereabouts.refusing import not_unshielded

HOLDS_FOR = timedelta(days=7)
"""How long a hidden place may be told to whom it was un-shielded for, where nobody did before."""


@transaction.atomic
def record_place(viewer: Practitioner, subject: Subject, place: Place, *, kind: str) -> None:
    """Record where a person of the viewer's own agency lives, stays, was placed or goes to.

    Whoever learns a place may write it down, also where they are not shown it afterwards.

    Raises:  NotFound for another agency's record.
    """
    row = Whereabouts(
        id=uuid4(), subject=own(viewer, subject), agency_id=viewer.agency_id, kind=kind,
        recorded_by=viewer, at=timezone.now(),
    )  # fmt: skip
    row.place_content = _sealed(subject, place.as_json(), "whereabouts_whereabouts.place")
    row.save(force_insert=True)
    log(
        "place_recorded", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id,
        contents=[row.place_content],
    )  # fmt: skip


@transaction.atomic
def end_place(viewer: Practitioner, id: UUID) -> None:
    """Note that somebody is no longer at a place.

    Raises:  NotFound for what the viewer is not shown.
    """
    row = place_for(viewer, id)
    if Whereabouts.objects.filter(pk=row.pk, until=None).update(until=timezone.now()):
        log("place_ended", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def put_up_shield(
    viewer: Practitioner, subject: Subject, named: Iterable[Practitioner], *, reason: str
) -> None:
    """Hide where a person lives from everybody but those named, whoever does it among them.

    A shield of the viewer's own that was there before is taken down; another guardian's stays.

    Raises:  NotFound for another agency's record. NotAllowed for other roles, and where nobody
             else is named: then nobody could see the place, or lift the shield, without them.
    """
    refuse_other_roles(viewer)
    people = dict.fromkeys([viewer.pk, *(each.pk for each in named)])
    if len(people) == 1:
        raise NotAllowed(
            what="Nothing was hidden: nobody but you is named.",
            why="While you are away, somebody must be able to reach the child.",
            next="Name at least one colleague. What you typed is kept.",
            cites=("london_2007 3.2.4",),
        )
    take_down_shield(viewer, subject)
    row = Shield(
        subject=own(viewer, subject), set_by=viewer, reason=reason, named=[*people],
        since=timezone.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    log("shield_put_up", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def take_down_shield(viewer: Practitioner, subject: Subject) -> None:
    """Take down every shield that names the viewer.

    Raises:  NotFound for another agency's record. NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    for row in shields(viewer, subject):
        if Shield.objects.filter(pk=row.pk, until=None).update(until=timezone.now()):
            log("shield_taken_down", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def unshield(
    viewer: Practitioner, id: UUID, to: tuple[Destination, Practitioner], *, reason: str
) -> Unshielding:
    """Let one hidden place be told to one practitioner at one service, once, within a week.

    Raises:  NotFound for what the viewer is not shown. NotAllowed for other roles, for a place
             that is not hidden, and for a recipient who works elsewhere.
    """
    refuse_other_roles(viewer)
    row, (destination, recipient) = place_for(viewer, id), to
    if not is_shielded(viewer, row):
        raise not_unshielded("This place is not hidden. It can be told like anything else.")
    if recipient.agency_id != destination.agency_id or recipient.agency_id == viewer.agency_id:
        raise not_unshielded("Whoever is to know it must work at the service you chose.")
    now = latest_time()
    made = Unshielding(
        id=uuid4(), whereabouts=row, destination=destination, recipient=recipient, officer=viewer,
        at=now, until=now + HOLDS_FOR,
    )  # fmt: skip
    made.reason_content = _sealed(row.subject, reason, "whereabouts_unshielding.reason")
    made.save(force_insert=True)
    log(
        "unshielded", object_id=made.pk, actor=viewer.pk, agency=viewer.agency_id,
        contents=[made.reason_content],
    )  # fmt: skip
    return made


@transaction.atomic
def use_unshielding(viewer: Practitioner, row: Unshielding) -> None:
    """Note that a hidden place is told now, in the transaction that tells it.

    Raises:  NotAllowed where it was told already, or its time is over.
    """
    now = latest_time()
    waiting = Unshielding.objects.filter(pk=row.pk, used_at=None, until__gt=now)
    if not waiting.update(used_at=now):
        raise not_unshielded("This place was told under it already, or its week is over.")
    log("unshielding_used", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


def _sealed(subject: Subject, words: str, place: str) -> UUID:
    return seal(
        words, agency=subject.agency_id, subject=apart(subject.pk), about=subject.pk, place=place
    )
