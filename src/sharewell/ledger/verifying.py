"""Verifying a whole log from its files: every entry hashed again, every break located."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sharewell.ledger.checkpoint import PATH, Checkpoint
from sharewell.ledger.note import Note
from sharewell.ledger.shards import follows
from sharewell.ledger.tiles import (
    HEIGHT,
    WIDTH,
    Edge,
    Files,
    Read,
    grow,
    leaf_hashes,
    tile_path,
    width_at,
)
from sharewell.ledger.tree import HASH, fold
from sharewell.ledger.trusting import Policy, opened
from sharewell.terms.errors import LogFileRefused, NotProved


class Kind(StrEnum):
    """What is wrong."""

    UNREADABLE = "the checkpoint cannot be read"
    UNSIGNED = "the checkpoint is not signed by its log"
    UNWITNESSED = "the checkpoint is not cosigned as it must be"
    OTHER_LOG = "the checkpoint is another log's"
    REPLAYED = "the checkpoint is older than one already seen"
    REWRITTEN = "the log did not grow out of a checkpoint already seen"
    ENTRY = "the entry is not the one that was logged"
    TILE = "the hash is not that of what stands below it"
    MISSING = "the file is missing, or is not as long as it must be"
    ROOT = "the files do not lead to the root that was signed"
    UNBOUND = "the first entry does not bind the last checkpoint of the year before"


@dataclass(frozen=True, slots=True)
class Break:
    """One place where a log does not hold together.

    Shapes:  path is that of the file at fault; first is the first entry concerned, counted from 0,
             and count how many there are. Of `REWRITTEN` and `ROOT` it is the run of entries within
             which the change lies.
    """

    kind: Kind
    path: str
    first: int = 0
    count: int = 0

    def __str__(self) -> str:
        last = self.first + self.count - 1
        which = (
            f"entry {self.first:,}" if self.count == 1 else f"entries {self.first:,} to {last:,}"
        )
        return f"{self.path}{f', {which}' if self.count else ''}: {self.kind}"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the work that is done: how many entries it was, of how many, and what broke."""

    entries: int
    of: int
    breaks: tuple[Break, ...]


@dataclass(slots=True)
class Verification:
    """One log at one of its sizes, verified from the left; what is asked of its files is kept.

    Shapes:  kept are checkpoints of this log that the reader has seen before, smallest first.
    """

    files: Files
    checkpoint: Checkpoint
    kept: Sequence[Checkpoint] = ()
    edge: Edge = field(default_factory=Edge)
    found: list[Break] = field(default_factory=list)
    first: bytes = b""
    _vouched: dict[tuple[int, int], bool] = field(default_factory=dict)
    _agreed: int = 0

    def steps(self) -> Iterator[Step]:
        """Verify bundle after bundle, then what is left at the right edge and the root."""
        size = self.checkpoint.size
        for place in range(-(-size // WIDTH)):
            hashes = self._leaves(place)
            self._see_kept(hashes)
            self.edge = grow(self.edge, hashes, self._settled).edge
            yield self._step(len(hashes))
        settled = [
            self._settled(level, size >> HEIGHT * (level + 1), tile) if tile else tile
            for level, tile in enumerate(self.edge.tiles)
        ]
        if Edge(size, tuple(settled)).root() != self.checkpoint.root:
            self._broke(Kind.ROOT, PATH, self._agreed, size - self._agreed)
        yield self._step(0)

    def _step(self, entries: int) -> Step:
        found, self.found = self.found, []
        return Step(entries, self.checkpoint.size, tuple(found))

    def _leaves(self, place: int) -> list[bytes]:
        """Hash the entries of a bundle, and find where they are not those of the tile above."""
        held, tile = self.files.bundle(place), self.files.tile(0, place)
        hashes, whole = leaf_hashes(held or b"")
        if whole and tile == b"".join(hashes):
            return hashes
        first, width = place * WIDTH, width_at(0, self.files.size, place)
        kind = Kind.MISSING if held is None else Kind.ENTRY
        path, above = tile_path("entries", place, width), tile_path(0, place, width)
        if tile is None:
            if held is None:
                self._broke(kind, path, first, width)
            self._broke(Kind.MISSING, above, first, width)
            return (hashes + [bytes(HASH)] * width)[:width]
        logged = [tile[at : at + HASH] for at in range(0, len(tile), HASH)]
        apart = _apart(hashes, logged)
        if not whole or len(hashes) != width or self._is_vouched(0, place):
            self._broke(kind, path, first + apart[0], len(apart))
            return logged
        self._broke(Kind.TILE, above, first + apart[0], len(apart))
        return hashes

    def _settled(self, level: int, place: int, tile: bytes) -> bytes:
        """Compare a tile with the one on file; go on with whichever the tiles above vouch for."""
        if not level:
            return tile
        path = tile_path(level, place, len(tile) // HASH)
        held = self.files.tile(level, place)
        below = WIDTH**level
        if held is None:
            self._broke(Kind.MISSING, path, place * WIDTH * below, len(tile) // HASH * below)
            return tile
        if held == tile:
            return tile
        vouched = self._is_vouched(level, place)
        for at in range(0, len(tile), HASH):
            if tile[at : at + HASH] != held[at : at + HASH]:
                child = place * WIDTH + at // HASH
                kind, said = (
                    (Kind.ENTRY, tile_path(level - 1, child)) if vouched else (Kind.TILE, path)
                )
                self._broke(kind, said, child * below, below)
        return held if vouched else tile

    def _is_vouched(self, level: int, place: int) -> bool:
        """Say whether the tiles above, and the root above them, agree with a tile as it is."""
        where = (level, place)
        if where not in self._vouched:
            tile = self.files.tile(level, place)
            if width_at(level, self.files.size, place) < WIDTH:
                self._vouched[where] = self._edge_is_vouched()
            else:
                parent = self.files.tile(level + 1, place // WIDTH) or b""
                at = place % WIDTH * HASH
                agrees = tile is not None and fold(tile) == parent[at : at + HASH]
                self._vouched[where] = agrees and self._is_vouched(level + 1, place // WIDTH)
        return self._vouched[where]

    def _edge_is_vouched(self) -> bool:
        try:
            return self.files.edge().root() == self.checkpoint.root
        except FileNotFoundError:
            return False

    def _see_kept(self, hashes: list[bytes]) -> None:
        """Compare every checkpoint already seen whose size is reached with the next entries."""
        start, end = self.edge.size, self.edge.size + len(hashes)
        reached = (bisect_right(self.kept, size, key=_size) for size in (start, end))
        for seen in self.kept[slice(*reached)]:
            if grow(self.edge, hashes[: seen.size - start]).edge.root() == seen.root:
                self._agreed = seen.size
            else:
                self._broke(Kind.REWRITTEN, PATH, self._agreed, seen.size - self._agreed)

    def _broke(self, kind: Kind, path: str, first: int, count: int) -> None:
        self.found.append(Break(kind, path, first, count))


def verify_log(
    read: Read,
    origin: str,
    policy: Policy,
    *,
    kept: Sequence[Checkpoint] = (),
    before: Checkpoint | None = None,
) -> Iterator[Step]:
    """Verify one log whole, a step at a time; stop at a checkpoint that is not this log's own.

    Shapes:  kept are checkpoints of this log that the reader has seen, from receipts or witnesses;
             before is the last checkpoint of the year before, where the reader has it.
    """
    note, checkpoint, wrong = _signed_checkpoint(read(PATH), origin, policy)
    if wrong:
        yield Step(0, 0, (Break(wrong, PATH),))
        return
    found = [] if _is_cosigned(note, policy) else [Break(Kind.UNWITNESSED, PATH)]
    mine = sorted((seen for seen in kept if seen.origin == origin), key=_size)
    if mine and mine[-1].size > checkpoint.size:
        missing = mine[-1].size - checkpoint.size
        found.append(Break(Kind.REPLAYED, PATH, checkpoint.size, missing))
    files = Files(read, checkpoint.size)
    if before and not _is_bound(files, before):
        found.append(Break(Kind.UNBOUND, tile_path("entries", 0), 0, 1))
    yield Step(0, checkpoint.size, tuple(found))
    yield from Verification(files, checkpoint, mine).steps()


def breaks(steps: Iterator[Step]) -> Iterator[Break]:
    """Give only what is broken."""
    for step in steps:
        yield from step.breaks


def _signed_checkpoint(
    held: bytes | None, origin: str, policy: Policy
) -> tuple[Note, Checkpoint, Kind | None]:
    """Read the checkpoint, and say what keeps the files from being measured by it."""
    wrong = None
    note, checkpoint = Note(""), Checkpoint(origin, 0, b"")
    try:
        note = Note.parse(held or b"")
        checkpoint = opened(note, Policy(policy.logs)).checkpoint
    except LogFileRefused:
        wrong = Kind.UNREADABLE
    except NotProved:
        wrong = Kind.UNSIGNED
    if not wrong and checkpoint.origin != origin:
        wrong = Kind.OTHER_LOG
    return note, checkpoint, wrong


def _is_cosigned(note: Note, policy: Policy) -> bool:
    try:
        return bool(opened(note, policy))
    except NotProved:
        return False


def _is_bound(files: Files, before: Checkpoint) -> bool:
    held = files.bundle(0) or b""
    first = held[2 : 2 + int.from_bytes(held[:2])]
    return follows(first, before)


def _size(checkpoint: Checkpoint) -> int:
    return checkpoint.size


def _apart(hashes: list[bytes], logged: list[bytes]) -> list[int]:
    """Find the places at which entries are not those logged; beyond the last if none of them is."""
    apart = [at for at, hash in enumerate(logged) if at >= len(hashes) or hashes[at] != hash]
    return apart or [len(logged)]
