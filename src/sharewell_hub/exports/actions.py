"""Letting files leave, keeping the keys they are encrypted to, and each that leaves."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.agencies.queries import refuse_other_roles as refuse_other_keepers
from sharewell_hub.decisions.models import Decision
from sharewell_hub.exports.encrypting import encrypted, recipient_of
from sharewell_hub.exports.models import Export, Fetching, ReadyFile, RecipientKey, Switch
from sharewell_hub.exports.parcel import parcel_of
from sharewell_hub.exports.queries import (
    may_leave,
    refuse_other_roles,
    refuse_where_nothing_leaves,
    usable_keys,
)
from sharewell_hub.logbook.actions import log
from sharewell_hub.walls.moment import latest_time

KEPT_FOR = timedelta(hours=24)


@transaction.atomic
def switch(viewer: Practitioner, *, on: bool) -> None:
    """Let the agency's records leave as files, or let none leave; said twice, it is said once.

    Raises:  NotAllowed for other roles.
    """
    refuse_other_roles(viewer)
    if may_leave(viewer) == on:
        return
    row = Switch.objects.create(agency=viewer.agency, on=on, by=viewer, at=timezone.now())
    kind = "exports_allowed" if on else "exports_stopped"
    log(kind, object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def record_key(
    viewer: Practitioner, destination: Destination, *, recipient: str, way: str, source: str
) -> RecipientKey:
    """Keep a service's public key, in place of the one before, with how somebody made sure of it.

    Raises:  NotAllowed when the viewer's role does not answer for the directory.
             FactRefused for what is no public key.
    """
    refuse_other_keepers(viewer)
    written = recipient_of(recipient)
    withdraw_key(viewer, destination)
    key = RecipientKey.objects.create(
        destination=destination, recipient=written, verified_how=way, verified_source=source,
        verified_by=viewer, verified_at=timezone.now(),
    )  # fmt: skip
    log(
        "key_verified", object_id=key.pk, actor=viewer.pk, agency=viewer.agency_id, purpose=way,
        rules=[written],
    )  # fmt: skip
    return key


@transaction.atomic
def withdraw_key(viewer: Practitioner, destination: Destination) -> None:
    """Encrypt nothing to a service's key any more, if it has one.

    Raises:  NotAllowed when the viewer's role does not answer for the directory.
    """
    refuse_other_keepers(viewer)
    held = RecipientKey.objects.select_for_update().filter(
        destination=destination, withdrawn_at=None
    )
    for key in held:
        RecipientKey.objects.filter(pk=key.pk).update(
            withdrawn_by=viewer, withdrawn_at=timezone.now()
        )
        log("key_withdrawn", object_id=key.pk, actor=viewer.pk, agency=viewer.agency_id)


@transaction.atomic
def make_export(viewer: Practitioner, decision: Decision, key: RecipientKey) -> Export:
    """Make a record ready to leave, encrypted to a service of the viewer's own agency.

    Raises:  NotFound for another agency's record. NotAllowed where nothing leaves, and for a key
             that is not, or no longer, one of the agency's own.
    """
    refuse_where_nothing_leaves(viewer)
    if key not in usable_keys(viewer):
        raise _no_such_key()
    made = encrypted(parcel_of(viewer, decision), key.recipient)
    now = latest_time()
    export = Export.objects.create(
        agency=viewer.agency, decision=decision, key=key, made_by=viewer, made_at=now,
        until=now + KEPT_FOR, digest=hashlib.sha256(made).hexdigest(),
    )  # fmt: skip
    ReadyFile.objects.create(export=export, encrypted=made, until=export.until)
    log(
        "exported", object_id=export.pk, actor=viewer.pk, agency=viewer.agency_id,
        rules=[export.digest, str(decision.pk), key.recipient, export.until.isoformat()],
    )  # fmt: skip
    return export


@transaction.atomic
def fetch(viewer: Practitioner, export: Export) -> bytes:
    """Take an export's file out of Sharewell, once; then it is gone from here.

    Raises:  NotAllowed where nothing leaves any more, or the file is gone.
    """
    refuse_where_nothing_leaves(viewer)
    now = latest_time()
    ready = ReadyFile.objects.select_for_update().filter(export=export, until__gt=now).first()
    if ready is None:
        raise NotAllowed(
            what="Nothing was fetched: this file is gone.",
            why="It lies ready for a day and is fetched once.",
            next="Make it again from the record.",
        )
    held = bytes(ready.encrypted)
    ready.delete()
    Fetching.objects.create(export=export, by=viewer, at=now)
    log("export_fetched", object_id=export.pk, actor=viewer.pk, agency=viewer.agency_id)
    return held


@transaction.atomic
def drop_expired() -> int:
    """Remove the files whose time is over, and say how many."""
    over = ReadyFile.objects.select_for_update(of=("self",)).filter(until__lte=latest_time())
    gone = list(over.select_related("export"))
    for ready in gone:
        ready.delete()
        log("export_expired", object_id=ready.export_id, actor=None, agency=ready.export.agency_id)
    return len(gone)


def _no_such_key() -> NotAllowed:
    return NotAllowed(
        what="No file was made: it can be encrypted to no such key.",
        why="A file leaves only for a service of your own agency whose key somebody made sure of. "
        "What another agency should have is shared under the decision.",
        next="Choose another, or have the key recorded in the directory.",
    )
