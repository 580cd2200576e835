"""Reading the log: it holds nothing about people, so it asks for no viewer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Min, QuerySet

from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import Note, read_signatures
from sharewell.ledger.proof import write_receipt
from sharewell.ledger.tiles import Files
from sharewell.ledger.trusting import Cosigned, Policy, Standing, opened, write_keys
from sharewell.terms.errors import NotFound
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.log_key import signer
from sharewell_hub.logbook.models import (
    Check,
    Cosignature,
    Entry,
    Pending,
    Place,
    SignedCheckpoint,
)
from sharewell_hub.logbook.witnesses import known_witnesses

ENOUGH = 2
"""How many different agencies have to have seen a checkpoint, where there are witnesses."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What its holder keeps of an act: the receipt, and the entry that it is about."""

    index: int
    receipt: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Whole:
    """How the log stands: its size, who last saw it when, and what the last check found."""

    origin: str
    size: int
    signed_at: datetime | None
    last_seen: tuple[Cosigned, ...]
    checked: Check | None

    @property
    def year(self) -> str:
        """Which year's log it is now."""
        return self.origin.rsplit("/", 1)[-1]

    @property
    def seen_at(self) -> datetime | None:
        """When a witness last saw it."""
        times = [each.at for each in self.last_seen]
        return datetime.fromtimestamp(max(times), UTC) if times else None


def entries() -> QuerySet[Entry]:
    """Give every entry, oldest first."""
    return Entry.objects.order_by("at", "id")


def entry_for(id: UUID) -> Entry:
    """Find one entry.

    Raises:  NotFound.
    """
    found = Entry.objects.filter(pk=id).first()
    if found is None:
        raise NotFound(
            what="Nothing was found at this address.",
            why="The log has no such entry.",
            next="Open it from the record that it belongs to.",
        )
    return found


def waiting_since() -> datetime | None:
    """Say since when the oldest entry without a place has waited for one; none where none waits."""
    found: datetime | None = Pending.objects.aggregate(at=Min("entry__at"))["at"]
    return found


def last_checkpoint(origin: str | None = None) -> SignedCheckpoint | None:
    """Find what was signed last, of one year's log or of all."""
    found = SignedCheckpoint.objects.filter(**({"origin": origin} if origin else {}))
    return found.order_by("-signed_at", "-size").first()


def receipt_of(entry: UUID) -> Proof | None:
    """Give the receipt of an entry; none while it waits for its place, for a moment.

    It rests on the oldest checkpoint that enough agencies have seen, else on the last one.
    """
    place = Place.objects.select_related("entry").filter(entry=entry).first()
    if place is None:
        return None
    covering = SignedCheckpoint.objects.filter(origin=place.origin, size__gt=place.index)
    note = _best(covering)
    size = Checkpoint.parse(note.text).size
    files = Files(Folder(place.origin).read, size)
    policy = policy_of(place.origin)
    receipt = write_receipt(place.index, note, files.hashes(), witnesses=policy.witnesses)
    return Proof(place.index, bytes(receipt), bytes(place.entry.leaf))


def policy_of(origin: str) -> Policy:
    """Say whose signatures are to be believed of one year's log."""
    known = {each.key: each.agency for each in known_witnesses()}
    quorum = min(ENOUGH, len(set(known.values())))
    return Policy((signer(origin).key,), known, quorum)


def keys_file() -> str:
    """Write the file of keys that everybody needs who verifies a receipt."""
    origins = SignedCheckpoint.objects.order_by("origin").values_list("origin", flat=True)
    logs = tuple(signer(origin).key for origin in origins.distinct())
    known = {each.key: each.agency for each in known_witnesses()}
    return write_keys(Policy(logs, known, min(ENOUGH, len(set(known.values())))))


def whole() -> Whole:
    """Say how the log stands now."""
    last = last_checkpoint()
    seen = Cosignature.objects.order_by("-at").select_related("checkpoint").first()
    standing = _standing(seen.checkpoint) if seen else None
    return Whole(
        origin=last.origin if last else "",
        size=last.size if last else 0,
        signed_at=last.signed_at if last else None,
        last_seen=standing.cosigned if standing else (),
        checked=Check.objects.order_by("-checked_at").first(),
    )


def note_of(checkpoint: SignedCheckpoint) -> Note:
    """Give a checkpoint with every signature there is under it."""
    lines = Cosignature.objects.filter(checkpoint=checkpoint).values_list("line", flat=True)
    own = Note.parse(checkpoint.note.encode())
    return own.signed_too(each for line in lines for each in read_signatures(line))


def kept() -> list[Checkpoint]:
    """Give every checkpoint that was signed, for a verifier to hold the log against."""
    notes = SignedCheckpoint.objects.order_by("signed_at").values_list("note", flat=True)
    return [Checkpoint.parse(Note.parse(note.encode()).text) for note in notes.iterator()]


def _best(covering: QuerySet[SignedCheckpoint]) -> Note:
    seen = covering.filter(pk__in=Cosignature.objects.values("checkpoint")).order_by("size")
    best = None
    for checkpoint in seen[:8]:
        standing = _standing(checkpoint)
        if standing.by >= min(ENOUGH, standing.agencies):
            return note_of(checkpoint)
        best = best or checkpoint
    return note_of(best or covering.order_by("-size")[0])


def _standing(checkpoint: SignedCheckpoint) -> Standing:
    policy = policy_of(checkpoint.origin)
    return opened(note_of(checkpoint), Policy(policy.logs, policy.witnesses))
