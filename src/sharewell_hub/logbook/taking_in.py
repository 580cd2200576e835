"""Taking in entries that the files of the log have and the rows have not: an old backup came back.

The log goes on where its files end, so that no witness is shown a second history.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.conf import settings
from django.db import transaction

from sharewell.ledger.checkpoint import PATH, Checkpoint
from sharewell.ledger.leaf import id_of, leaf_hash
from sharewell.ledger.note import Note
from sharewell.ledger.tiles import WIDTH, Files, entries_in
from sharewell.ledger.trusting import Policy, opened
from sharewell.ledger.verifying import breaks, verify_log
from sharewell.terms.errors import NotProved
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.log_key import log_name, signer
from sharewell_hub.logbook.models import (
    Cosignature,
    Entry,
    Pending,
    Place,
    SignedCheckpoint,
)
from sharewell_hub.logbook.queries import last_checkpoint
from sharewell_hub.logbook.witnesses import known_witnesses


def published() -> Iterator[tuple[str, Note]]:
    """Give the log of every year that has files, and the checkpoint that vouches for them.

    Raises:  LogFileRefused where one cannot be read.
    """
    folder = Path(settings.SHAREWELL_LOG_FILES)
    years = sorted(each.name for each in folder.glob("*") if each.name.isdecimal())
    for origin in (f"{log_name()}/{year}" for year in years):
        held = Folder(origin).read(PATH)
        if held is not None:
            yield origin, Note.parse(held)


def ahead() -> int:
    """Count the entries that the files say they have beyond the rows."""
    return sum(
        max(0, Checkpoint.parse(note.text).size - _size(origin)) for origin, note in published()
    )


@transaction.atomic
def take_in() -> int:
    """Take in every entry that the files have and the rows have not, and say how many.

    Raises:  NotProved where the files do not hold together, or did not grow out of the rows.
    """
    return sum(_take_in(origin, note) for origin, note in published())


def _take_in(origin: str, note: Note) -> int:
    size, policy = _size(origin), Policy((signer(origin).key,))
    checkpoint = opened(note, policy).checkpoint
    if checkpoint.size <= size:
        return 0
    mine = SignedCheckpoint.objects.filter(origin=origin).order_by("size")
    kept = [
        Checkpoint.parse(Note.parse(each.encode()).text)
        for each in mine.values_list("note", flat=True)
    ]
    found = list(breaks(verify_log(Folder(origin).read, origin, policy, kept=kept)))
    if found:
        raise NotProved(
            what="Nothing was taken in from the files of the log.",
            why=f"They do not hold together: {found[0]}.",
            next="Change nothing, and follow docs/guides/broken-log.md.",
        )
    entries = [_entry(leaf) for leaf in _leaves(Files(Folder(origin).read, checkpoint.size), size)]
    _keep(origin, size, entries)
    _keep_note(origin, checkpoint, note, at=max(each.at for each in entries))
    return len(entries)


def _keep(origin: str, size: int, entries: list[Entry]) -> None:
    """Give each entry its row and its place; one that waited in the rows waits no longer."""
    Entry.objects.bulk_create(entries, ignore_conflicts=True)
    Pending.objects.filter(pk__in=[each.pk for each in entries]).delete()
    Place.objects.bulk_create(
        Place(entry_id=each.pk, origin=origin, index=index)
        for index, each in enumerate(entries, start=size)
    )


def _keep_note(origin: str, checkpoint: Checkpoint, note: Note, *, at: datetime) -> None:
    """Keep what the log signed about them, and who cosigned."""
    own = note.by(signer(origin).key)
    signed = Note(note.text, (own,) if own else ())
    row = SignedCheckpoint.objects.create(
        origin=origin, size=checkpoint.size, note=bytes(signed).decode(), signed_at=at
    )
    for each in known_witnesses():
        if found := note.by(each.key):
            when = datetime.fromtimestamp(found.time() or 0, UTC)
            said = {"witness": each.key.name, "agency": each.agency, "line": str(found)}
            Cosignature.objects.create(checkpoint=row, at=when, **said)


def _leaves(files: Files, start: int) -> Iterable[bytes]:
    for place in range(start // WIDTH, -(-files.size // WIDTH)):
        held = entries_in(files.bundle(place) or b"")
        yield from held[max(0, start - place * WIDTH) :]


def _entry(leaf: bytes) -> Entry:
    """Make the row of an entry from its bytes; a year's opening has no id, and is named by them."""
    said: dict[str, Any] = json.loads(leaf)
    hash = leaf_hash(leaf)
    named: UUID = id_of(said["id"]) if "id" in said else uuid5(NAMESPACE_OID, hash.hex())
    return Entry(
        id=named,
        kind=said["act"],
        object_id=id_of(said["on"]) if "on" in said else named,
        at=datetime.fromtimestamp(said["at"] / 1000, UTC),
        leaf=leaf,
        leaf_hash=hash,
    )


def _size(origin: str) -> int:
    last = last_checkpoint(origin)
    return last.size if last else 0
