"""Checkpoints: what a log signs about itself, its origin, its size and its root.

Source:  C2SP tlog-checkpoint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from sharewell.ledger.note import Note, Signer, decoded, encoded
from sharewell.ledger.tree import HASH
from sharewell.terms.errors import LogFileRefused

PATH = "checkpoint"
NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log at one of its sizes.

    Shapes:  the origin names the log for ever; extensions are lines of text that we neither write
             nor heed, but that were signed.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the text of a checkpoint.

        Raises:  LogFileRefused if it is written otherwise.
        """
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise _refused("It is an origin, a size and a root, on three lines or more.")
        origin, size, root, *extensions = lines
        return cls(origin, number(size), hash_of(root), tuple(extensions))

    def __str__(self) -> str:
        lines = (self.origin, self.size, encoded(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @property
    def digest(self) -> bytes:
        """A digest of the text: the same whoever has signed it."""
        return sha256(str(self).encode()).digest()

    def signed_by(self, log: Signer) -> Note:
        """Sign it as the log it is about.

        Raises:  ValueError if the log has another name.
        """
        if log.key.name != self.origin:
            raise ValueError("A log signs checkpoints of its own.")
        return Note(str(self), (log.sign(str(self)),))


def number(written: str) -> int:
    """Read a number that is written in the one way it may be written.

    Raises:  LogFileRefused for anything else, and from 2 to the power of 63.
    """
    if not NUMBER.fullmatch(written) or int(written) >= 1 << 63:
        raise _refused("Sizes and places are plain decimal numbers.")
    return int(written)


def hash_of(written: str) -> bytes:
    """Read a hash on a line of its own.

    Raises:  LogFileRefused if it is not base64 of 32 bytes.
    """
    hash = decoded(written)
    if len(hash) != HASH:
        raise _refused("A hash has 32 bytes.")
    return hash


def _refused(why: str) -> LogFileRefused:
    return LogFileRefused(
        what="The checkpoint or proof was not taken.",
        why=f"{why} (C2SP tlog-checkpoint)",
        next="Ask for it again, and keep it byte for byte.",
    )
