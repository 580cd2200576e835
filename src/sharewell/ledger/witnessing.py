"""A witness: it signs a log's checkpoint only if the log grew from what it signed before.

Source:  C2SP tlog-witness, add-checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sharewell.ledger.checkpoint import Checkpoint, hash_of, number
from sharewell.ledger.note import Key, Note, Signer, encoded, read_signatures
from sharewell.ledger.tree import EMPTY, Hashes, grew, prove_consistency
from sharewell.terms.errors import LogFileRefused, NotProved

MOST_HASHES = 63
OF_SIZE, PLAIN = "text/x.tlog.size", "text/plain; charset=utf-8"


class Memory(Protocol):
    """Where a witness remembers, log by log, the last checkpoint it signed."""

    def last(self, origin: str) -> Checkpoint | None:
        """Give the last checkpoint signed for a log; None before the first."""

    def keep(self, before: Checkpoint | None, after: Checkpoint) -> bool:
        """Put a checkpoint in the place of the one before, lastingly and in one step.

        Returns: only once it would survive a power cut; False, and nothing is kept, if the one
                 before is no longer the last.
        """


@dataclass(frozen=True, slots=True)
class Witness:
    """Who witnesses: its own key, and the keys of each log it knows, by the log's origin."""

    signer: Signer
    logs: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness answers.

    Shapes:  status is HTTP's. forked is the checkpoint, signed by its log, that cannot be true
             beside one signed before: keep it, it is proof.
    """

    status: int
    body: str
    kind: str = PLAIN
    forked: Note | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A log's request: the size it last had signed, a proof of growth, and its new checkpoint."""

    old: int
    hashes: tuple[bytes, ...]
    note: Note

    @classmethod
    def parse(cls, body: bytes) -> Request:
        """Read a request.

        Raises:  LogFileRefused for anything that is not written as it must be.
        """
        head, _, note = body.partition(b"\n\n")
        first, *lines = head.decode("ascii", "replace").split("\n")
        if not first.startswith("old ") or len(lines) > MOST_HASHES:
            raise _refused("It is an old size, at most 63 hashes, an empty line and a checkpoint.")
        hashes = tuple(hash_of(line) for line in lines)
        return cls(number(first.removeprefix("old ")), hashes, Note.parse(note))

    def __bytes__(self) -> bytes:
        lines = [f"old {self.old}", *(encoded(hash) for hash in self.hashes), ""]
        return "".join(f"{line}\n" for line in lines).encode() + bytes(self.note)


def add_checkpoint(
    witness: Witness, body: bytes, *, memory: Memory, now: Callable[[], int]
) -> Answer:
    """Cosign a checkpoint that grew from the last one signed, or say why not.

    The signature is made after the memory has kept the checkpoint, so nobody can be given one that
    the witness might forget.

    Units:   now gives seconds since 1970, UTC.
    """
    try:
        request, new = _read(body)
    except LogFileRefused as refusal:
        return Answer(400, f"{refusal.why}\n")
    refused = _not_from_a_known_log(witness, request.note, new)
    last = None if refused else memory.last(new.origin)
    refused = refused or _not_grown_from(last, request, new)
    if refused:
        return refused
    if not memory.keep(last, new):
        return _conflict(memory.last(new.origin))
    return Answer(200, str(witness.signer.sign(request.note.text, now())))


def ask_for(old: int, note: Note, hashes: Hashes) -> Request:
    """Write a log's request from the size its witness knows: the last signed, or as it answered.

    Shapes:  hashes are those of the log at the size of the new checkpoint.
    Raises:  ValueError if the witness knows a larger log than this.
    """
    size = Checkpoint.parse(note.text).size
    return Request(old, tuple(prove_consistency(old, size, hashes)), note)


def taken(note: Note, answer: str, witnesses: tuple[Key, ...]) -> Note:
    """Add to a checkpoint what a witness answered, as far as its keys are known and verify.

    Raises:  LogFileRefused if the answer is no signature lines. NotProved for a known witness's
             signature over something else.
    """
    answered = Note(note.text, read_signatures(answer))
    return note.signed_too(filter(None, [answered.by(key) for key in witnesses]))


def _not_from_a_known_log(witness: Witness, note: Note, new: Checkpoint) -> Answer | None:
    own = [key for key in witness.logs if key.name == new.origin]
    if not own:
        return Answer(404, "This witness does not know the log.\n")
    try:
        signed = any([note.by(key) for key in own])
    except NotProved:
        signed = False
    return None if signed else Answer(403, "The log's known key did not sign this.\n")


def _not_grown_from(last: Checkpoint | None, request: Request, new: Checkpoint) -> Answer | None:
    before = (last.size, last.root) if last else (0, EMPTY)
    if request.old != before[0]:
        return _conflict(last)
    if new.size == before[0] and new.root != before[1]:
        return _conflict(last, forked=request.note)
    if not grew(before, (new.size, new.root), request.hashes):
        return Answer(422, "The proof does not lead from the old root to the new.\n")
    return None


def _conflict(last: Checkpoint | None, forked: Note | None = None) -> Answer:
    return Answer(409, f"{last.size if last else 0}\n", OF_SIZE, forked)


def _read(body: bytes) -> tuple[Request, Checkpoint]:
    request = Request.parse(body)
    new = Checkpoint.parse(request.note.text)
    if request.old > new.size:
        raise _refused("The old size is larger than the new.")
    return request, new


def _refused(why: str) -> LogFileRefused:
    return LogFileRefused(
        what="The request was not taken.", why=why, next="See C2SP tlog-witness, add-checkpoint."
    )
