"""From the quarantine back to service: compared, replayed, verified, and opened by a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import Note
from sharewell.ledger.trusting import Policy, opened
from sharewell.ledger.verifying import breaks, verify_log
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.models import Cosignature
from sharewell_hub.logbook.queries import last_checkpoint, note_of, policy_of
from sharewell_hub.logbook.taking_in import published, take_in
from sharewell_hub.logbook.verifying import verify
from sharewell_hub.retention.models import Quarantine
from sharewell_hub.retention.queries import refuse_other_roles
from sharewell_hub.retention.replaying import erasures_known, is_held, left_of, replay


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check of restored records did and found."""

    taken_in: int
    erased_again: int
    entries: int
    lost: int
    faults: tuple[str, ...]


def begin(*, backup_made_at: datetime, keys_restored: bool) -> Quarantine:
    """Close the service until somebody has checked and opened what came back."""
    return Quarantine.objects.create(
        backup_made_at=backup_made_at, keys_restored=keys_restored, restored_at=timezone.now()
    )


def in_quarantine() -> Quarantine | None:
    """Find what came back and was not opened yet."""
    return Quarantine.objects.filter(opened_at=None).order_by("-restored_at").first()


def check(notes: Iterable[Note] = ()) -> Checked:
    """Compare with every checkpoint at hand, erase again what was erased, and verify all of it.

    Shapes:  notes are checkpoints that somebody else has kept, such as a partner's witness.
    Raises:  NotFound where nothing came back. NotProved where a checkpoint or the log's files
             prove nothing. LogFileRefused where they cannot be read.
    """
    row = _needed()
    at_hand = [*notes, *(note for _, note in published()), *_cosigned()]
    taken_in = take_in()
    faults = [fault for note in at_hand for fault in _apart(note)]
    entries = 0
    for done in verify():
        entries += done.entries
        faults += done.breaks
    again = replay(erasures_known())
    faults += [f"something is left of the record {one.subject}" for one in erasures_known()
               if left_of(one) and not is_held(one)]  # fmt: skip
    lost = max((_missing(note) for note in at_hand), default=0)
    if not faults:
        row.checked_at, row.entries_lost = timezone.now(), lost
    row.erased_again += again
    row.save()
    return Checked(
        taken_in=taken_in, erased_again=again, entries=entries, lost=lost, faults=tuple(faults)
    )


@transaction.atomic
def open_again(viewer: Practitioner, *, lost: int = 0) -> Quarantine:
    """Open the service after a restore that was checked, in the name of a person.

    Shapes:  lost is how many entries of the log are known to be missing, said by whoever opens.
    Raises:  NotFound where nothing came back. NotAllowed for other roles, for what was not
             checked, and where entries are missing that nobody has answered for.
    """
    refuse_other_roles(viewer)
    row = _needed()
    if row.checked_at is None:
        raise NotAllowed(
            what="The service was not opened: what came back has not been checked.",
            why="What was erased since the backup could be read again.",
            next="Run sharewell-hub restore --check, and put right what it names.",
        )
    if row.entries_lost != lost:
        raise NotAllowed(
            what=f"The service was not opened: its log lacks {row.entries_lost:,} entries.",
            why="A checkpoint that others have seen covers them; erasures may be among them.",
            next="Bring the log's later files back and check again. Where they are gone for good, "
            f"erase again by hand what is known, and open with --lost {row.entries_lost}.",
        )
    row.opened_at, row.opened_by = timezone.now(), viewer
    row.save()
    log(
        "restored", object_id=row.pk, actor=viewer.pk, agency=viewer.agency_id,
        rules=[f"lost:{row.entries_lost}", f"erased_again:{row.erased_again}"],
    )  # fmt: skip
    return row


def _needed() -> Quarantine:
    row = in_quarantine()
    if row is None:
        raise NotFound(
            what="Nothing was checked or opened.",
            why="No records came back from a backup, or they were opened already.",
            next="Bring them back with sharewell-hub restore FOLDER.",
        )
    return row


def _cosigned() -> list[Note]:
    """Give the newest checkpoint that a witness signed, of each year's log."""
    rows = Cosignature.objects.select_related("checkpoint").order_by("checkpoint__size")
    newest = {row.checkpoint.origin: row.checkpoint for row in rows}
    return [note_of(each) for each in newest.values()]


def _missing(note: Note) -> int:
    """Count the entries that a checkpoint covers and that we have not."""
    seen = Checkpoint.parse(note.text)
    last = last_checkpoint(seen.origin)
    return max(0, seen.size - (last.size if last else 0))


def _apart(note: Note) -> list[str]:
    """Say where our log is not the one of a checkpoint that covers no more than we have."""
    trusted = policy_of(Checkpoint.parse(note.text).origin)
    policy = Policy(trusted.logs, trusted.witnesses)
    seen = opened(note, policy).checkpoint
    if _missing(note):
        return []
    steps = verify_log(Folder(seen.origin).read, seen.origin, policy, kept=[seen])
    return [str(each) for each in breaks(steps)]
