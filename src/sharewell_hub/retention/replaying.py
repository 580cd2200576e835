"""Doing erasures again that an old backup brought back: from the log's entries, and from what the
keystore remembers of destroyed keys."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sharewell.ledger.leaf import id_of
from sharewell_hub.keystore.models import DestroyedKey, SubjectKey
from sharewell_hub.keystore.queries import apart, destroyed_keys, live_keys
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.models import Entry
from sharewell_hub.retention.actions import SERVICE
from sharewell_hub.retention.models import Erasure, Hold
from sharewell_hub.vault.actions import destroy
from sharewell_hub.vault.queries import anything_left
from sharewell_hub.walls.seeing import served_by

AGAIN = "erased_again"
ORDERED = "erasure_ordered"
ERASING = (ORDERED, "erased", AGAIN)
"""What says in the log that a record is gone for good; its id is never used again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """One agency's record of one subject, and when it was erased; or only ordered to be."""

    agency: UUID
    subject: UUID
    at: datetime
    done: bool = True


def erasures_in(leaves: Iterable[bytes]) -> Iterator[Gone]:
    """Read from entries of the log which records were erased."""
    for leaf in leaves:
        said: dict[str, Any] = json.loads(leaf)
        if said["act"] in ERASING:
            at = datetime.fromtimestamp(said["at"] / 1000, UTC)
            done = said["act"] != ORDERED
            yield Gone(agency=id_of(said["of"]), subject=id_of(said["on"]), at=at, done=done)


def erasures_known() -> Iterator[Gone]:
    """Give every record of which the log or the keystore knows that it was erased.

    A subject of whose key any version lives was not erased: its key was rotated.
    """
    entries = Entry.objects.filter(kind__in=ERASING).values_list("leaf", flat=True)
    logged = list(erasures_in(bytes(leaf) for leaf in entries.iterator()))
    yield from logged
    alive = set(SubjectKey.objects.values_list("agency", "subject"))
    gone = list(DestroyedKey.objects.values_list("agency", "subject", "destroyed_at"))
    known = {(one.agency, one.subject) for one in logged} | {row[:2] for row in gone}
    places = {(agency, apart(subject)) for agency, subject in known}
    for agency, subject, at in gone:
        if (agency, subject) not in alive | places:
            yield Gone(agency=agency, subject=subject, at=at)


def replay(erasures: Iterable[Gone]) -> int:
    """Erase again whatever is left of erased records, each with its line in the log.

    Returns: of how many records something was left.
    """
    found: dict[tuple[UUID, UUID], Gone] = {}
    for one in sorted(erasures, key=lambda each: each.done):
        found[one.agency, one.subject] = one
    return sum(_erased_again(one) for one in found.values() if not is_held(one))


def is_held(one: Gone) -> bool:
    """Tell whether an erasure was only ordered, and somebody held the record since."""
    if one.done:
        return False
    with served_by(SERVICE):
        whose = {"agency": one.agency, "subject": one.subject}
        return Hold.objects.filter(**whose, lifted_at=None).exists()


def left_of(one: Gone) -> bool:
    """Tell whether a key, a word or an identifier is left of an erased record."""
    whose = {"agency": one.agency, "subject": one.subject}
    if live_keys(**whose):
        return True
    return anything_left(**whose, keys=destroyed_keys(**whose))


@transaction.atomic
def _erased_again(one: Gone) -> bool:
    """Destroy the keys first, then the words, and let nobody be shown the record again."""
    left = left_of(one)
    with served_by(SERVICE):
        _, was_shown = Erasure.objects.update_or_create(
            agency=one.agency,
            subject=one.subject,
            defaults={"done_at": one.at},
            create_defaults={"due_on": one.at.date(), "ordered_at": one.at, "done_at": one.at},
        )
    if not (left or was_shown):
        return False
    log(AGAIN, object_id=one.subject, actor=None, agency=one.agency, rules=["restored"])
    destroy(agency=one.agency, subject=one.subject)
    return True
