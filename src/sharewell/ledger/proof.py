"""Receipts: one small file that proves, with no database and no network, that an entry is logged.

Source:  C2SP tlog-proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sharewell.ledger.checkpoint import Checkpoint, hash_of, number
from sharewell.ledger.leaf import leaf_hash
from sharewell.ledger.note import LARGEST, Key, Note, Signature, decoded, encoded
from sharewell.ledger.tree import Hashes, prove_inclusion, root_by_inclusion
from sharewell.ledger.trusting import Policy, Standing, opened
from sharewell.terms.errors import LogFileRefused, NotProved

FIRST = "c2sp.org/tlog-proof@v1"
LONGEST = 1536
MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry's place in the log, the hashes from there to the root, and the signed checkpoint.

    Shapes:  index counts from 0. extra is whatever the giver adds; nothing vouches for it.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes = b""

    @classmethod
    def parse(cls, written: bytes) -> Receipt:
        """Read a receipt.

        Raises:  LogFileRefused for anything that is not written as it must be.
        """
        head, blank, note = written.partition(b"\n\n")
        try:
            first, *lines = head[:LARGEST].decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise _refused("It has letters where none may be.") from None
        if first != FIRST or not blank or not lines or len(lines) > MOST_HASHES + 2:
            raise _refused(f"It does not begin with {FIRST}, or is cut off.")
        extra = decoded(lines.pop(0).removeprefix("extra ")) if lines[0][:6] == "extra " else b""
        word, _, index = lines[0].partition(" ") if lines else ("", "", "")
        if word != "index":
            raise _refused("It does not say which entry it is about.")
        hashes = tuple(hash_of(line) for line in lines[1:])
        return cls(number(index), hashes, Note.parse(note), extra)

    def __bytes__(self) -> bytes:
        lines = [FIRST, f"index {self.index}", *(encoded(hash) for hash in self.hashes), ""]
        if self.extra:
            lines.insert(1, f"extra {encoded(self.extra)}")
        return "".join(f"{line}\n" for line in lines).encode() + bytes(self.note)


@dataclass(frozen=True, slots=True)
class Proved:
    """What a receipt proves: this entry is there, in a log of this size, signed by these."""

    index: int
    standing: Standing

    def sentences(self) -> Iterator[str]:
        """Say it for whoever holds the receipt, the entry counted from 1 as people count."""
        checkpoint = self.standing.checkpoint
        yield f"This entry is number {self.index + 1:,} of a log of {checkpoint.size:,} entries."
        yield f"The log {checkpoint.origin} signed that."
        yield f"It is {self.standing}."
        for each in self.standing.cosigned:
            at = datetime.fromtimestamp(each.at, UTC)
            yield f"{each.agency} saw it on {at.day} {at:%B %Y at %H:%M} UTC ({each.witness})."


def write_receipt(
    index: int,
    note: Note,
    hashes: Hashes,
    *,
    witnesses: Mapping[Key, str] | None = None,
    extra: bytes = b"",
) -> Receipt:
    """Write the receipt of an entry from a signed checkpoint and the hashes of its tree.

    Returns: one of at most 1,536 bytes. Where not every cosignature fits, one of each agency is
             kept before a second of any; witnesses says whose they are.
    Raises:  ValueError if the log has no such entry, or extra leaves no room for the log's own
             signature.
    """
    size = Checkpoint.parse(note.text).size
    receipt = Receipt(index, tuple(prove_inclusion(index, size, hashes)), note, extra)
    signatures = _weightiest_first(note, witnesses or {})
    while len(bytes(receipt)) > LONGEST:
        signatures = signatures[:-1]
        if not signatures:
            raise ValueError("The extra data leaves no room in a receipt.")
        receipt = replace(receipt, note=replace(note, signatures=signatures))
    return receipt


def verify_receipt(written: bytes, leaf: bytes, policy: Policy) -> Proved:
    """Verify that an entry, byte for byte, is the one that a receipt is about.

    Raises:  LogFileRefused if the receipt cannot be read. NotProved if the entry is another one,
             or the checkpoint is not signed as the policy asks.
    """
    receipt = Receipt.parse(written)
    standing = opened(receipt.note, policy)
    checkpoint = standing.checkpoint
    root = root_by_inclusion(receipt.index, checkpoint.size, leaf_hash(leaf), receipt.hashes)
    if root != checkpoint.root:
        raise NotProved(
            what="This entry is not the one that the receipt is about.",
            why="Its bytes do not lead to the root that was signed (RFC 6962, section 2.1.1).",
            next="Give the entry byte for byte. If it is, keep both, and tell who keeps the log.",
        )
    return Proved(receipt.index, standing)


def _weightiest_first(note: Note, witnesses: Mapping[Key, str]) -> tuple[Signature, ...]:
    """Order signatures: the log's own, one of each agency, second ones, and those not known."""
    agencies = {(key.name, key.id): agency for key, agency in witnesses.items()}
    origin, heard = Checkpoint.parse(note.text).origin, set[str]()

    def weight(each: Signature) -> int:
        agency = agencies.get((each.name, each.id))
        if each.name == origin or agency is None:
            return 0 if each.name == origin else 3
        again = agency in heard
        heard.add(agency)
        return 2 if again else 1

    weighed = [(weight(each), each) for each in note.signatures]
    return tuple(each for _, each in sorted(weighed, key=lambda pair: pair[0]))


def _refused(why: str) -> LogFileRefused:
    return LogFileRefused(
        what="The receipt was not taken.",
        why=f"{why} (C2SP tlog-proof)",
        next="Ask for it again, and keep it byte for byte.",
    )
