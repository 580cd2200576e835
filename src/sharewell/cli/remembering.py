"""A witness's memory in one file: written whole, and on the disk before anything is answered."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock

from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import Note
from sharewell.terms.errors import LogFileRefused, SharewellError

MOST_FORKS = 100


class Remembered:
    """The last checkpoint signed for each log; one process at a time holds the file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        self._last = _read(file)

    @classmethod
    @contextmanager
    def at(cls, file: Path) -> Iterator[Remembered]:
        """Hold the file for as long as the witness runs.

        Raises:  LogFileRefused if another process holds it, or it cannot be understood.
        """
        with file.with_name(f"{file.name}.lock").open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise _refused("Another witness is using it.", "Stop the other one.") from None
            yield cls(file)

    def __len__(self) -> int:
        return len(self._last)

    def last(self, origin: str) -> Checkpoint | None:
        """Give the last checkpoint signed for a log."""
        return self._last.get(origin)

    def keep(self, before: Checkpoint | None, after: Checkpoint) -> bool:
        """Put a checkpoint in the place of the one before, and on the disk."""
        with self._lock:
            if self._last.get(after.origin) != before:
                return False
            next = {**self._last, after.origin: after}
            said = {origin: str(each) for origin, each in next.items()}
            _write(self._file, json.dumps(said, indent=1).encode())
            self._last = next
            return True

    def keep_fork(self, note: Note) -> None:
        """Keep a checkpoint that cannot be true beside one signed before, as proof of it."""
        digest = sha256(note.text.encode()).hexdigest()[:16]
        with self._lock:
            if len(list(self._file.parent.glob(f"{self._file.name}.forked-*"))) < MOST_FORKS:
                _write(self._file.with_name(f"{self._file.name}.forked-{digest}"), bytes(note))


def _read(file: Path) -> dict[str, Checkpoint]:
    if not file.exists():
        return {}
    try:
        said = json.loads(file.read_bytes())
        return {origin: Checkpoint.parse(text) for origin, text in said.items()}
    except (ValueError, AttributeError, SharewellError):
        raise _refused(
            "It is not what a witness wrote.", "Put back its last copy; never start it empty."
        ) from None


def _write(file: Path, held: bytes) -> None:
    """Write a file whole, or not at all, and wait until the disk has it and its name."""
    new = file.with_name(f"{file.name}.new")
    with new.open("wb") as writing:
        writing.write(held)
        writing.flush()
        os.fsync(writing.fileno())
    new.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refused(why: str, next: str) -> LogFileRefused:
    return LogFileRefused(
        what="The witness did not start: its state was not taken.", why=why, next=next
    )
