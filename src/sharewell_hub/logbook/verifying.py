"""Verifying the log whole: the files against what was signed, and the rows against the files."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.tiles import WIDTH, Files, entries_in
from sharewell.ledger.trusting import Policy
from sharewell.ledger.verifying import verify_log
from sharewell.terms.errors import LogFileRefused
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.log_key import signer
from sharewell_hub.logbook.models import Check, Entry, Place
from sharewell_hub.logbook.queries import kept

UNPLACED = """
select entry.id from logbook_entry entry
left join logbook_place place on place.entry_id = entry.id
left join logbook_pending pending on pending.entry_id = entry.id
where place.entry_id is null and pending.entry_id is null
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """A part of the work that is done: how many entries, and the breaks found in it, in words."""

    entries: int
    breaks: tuple[str, ...] = ()


def verify() -> Iterator[Progress]:
    """Verify every year's log, and every row; each break says which entry and which file.

    The checkpoints that were signed before are what the log is held against; what a witness
    signed cannot be replaced by anybody here.
    """
    signed = kept()
    origins = sorted({each.origin for each in signed})
    before: Checkpoint | None = None
    for origin in origins:
        mine = [each for each in signed if each.origin == origin]
        policy = Policy((signer(origin).key,))
        steps = verify_log(Folder(origin).read, origin, policy, kept=mine, before=before)
        for step in steps:
            yield Progress(step.entries, tuple(map(str, step.breaks)))
        yield from _rows(origin, mine[-1].size)
        before = mine[-1]
    lost = [str(each.pk) for each in Entry.objects.raw(UNPLACED)]
    yield Progress(
        0, tuple(f"entry {id}: it has no place and does not wait for one" for id in lost)
    )


def check() -> Check:
    """Verify everything, and keep what was found."""
    entries, breaks = 0, 0
    for done in verify():
        entries, breaks = entries + done.entries, breaks + len(done.breaks)
    return Check.objects.create(entries=entries, breaks=breaks, checked_at=timezone.now())


def total() -> int:
    """Count what verifying goes through."""
    return Place.objects.count()


def _rows(origin: str, size: int) -> Iterator[Progress]:
    """Compare every row with the entry in the files at its place."""
    files = Files(Folder(origin).read, size)
    for place in range(-(-size // WIDTH)):
        start = place * WIDTH
        rows = dict(
            Place.objects.filter(origin=origin, index__gte=start, index__lt=start + WIDTH)
            .values_list("index", "entry__leaf")
        )  # fmt: skip
        held = _entries(files.bundle(place))
        wide = min(WIDTH, size - start)
        apart = [
            start + at
            for at in range(wide)
            if start + at not in rows or at >= len(held) or bytes(rows[start + at]) != held[at]
        ]
        yield Progress(
            0, tuple(f"{origin}, entry {n:,}: its row is not what was logged" for n in apart)
        )


def _entries(bundle: bytes | None) -> list[bytes]:
    try:
        return entries_in(bundle or b"")
    except LogFileRefused:
        return []
