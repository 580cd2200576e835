"""The files a log is published as: tiles of 256 hashes, and bundles of the entries under them.

Source:  C2SP tlog-tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from sharewell.ledger.tree import HASH, Hashes, fold
from sharewell.terms.errors import LogFileRefused

HEIGHT, WIDTH = 8, 256
TILE = WIDTH * HASH
Read = Callable[[str], bytes | None]
"""Reads a file of the log by its path below the log's address; None where there is none."""
Settle = Callable[[int, int, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: all that must be known of it to let it grow.

    Shapes:  tiles holds the partial tile of each level, hashes run together, empty where there is
             none.
    Raises:  ValueError if the tiles are not those of such a size.
    """

    size: int = 0
    tiles: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        widths = [width_at(level, self.size) for level in range(len(self.tiles))]
        if [len(tile) for tile in self.tiles] != [width * HASH for width in widths]:
            raise ValueError(f"These are not the partial tiles of {self.size} entries.")
        if self.size >> HEIGHT * len(self.tiles):
            raise ValueError(f"A tree of {self.size} entries has more partial tiles.")

    def root(self) -> bytes:
        """Give the root of the whole tree."""
        lower = b""
        for tile in self.tiles:
            lower = fold(tile + lower) if tile or lower else b""
        return fold(lower)


@dataclass(frozen=True, slots=True)
class Growth:
    """What came of adding entries: the new edge, and each tile to be written, by its path."""

    edge: Edge
    tiles: dict[str, bytes]


def grow(edge: Edge, leaves: Sequence[bytes], settle: Settle | None = None) -> Growth:
    """Add the hashes of new entries to a tree.

    Shapes:  leaves are leaf hashes in order; tiles are those completed, and the partial ones of the
             new size that have changed. settle, if given, is shown every completed tile with its
             level and place, and says which bytes to go on with.
    """
    size, levels, tiles = edge.size + len(leaves), list(edge.tiles), dict[str, bytes]()
    arriving, level = b"".join(leaves), 0
    while arriving:
        if level == len(levels):
            levels.append(b"")
        held, place, above = levels[level] + arriving, edge.size >> HEIGHT * (level + 1), []
        whole = len(held) - len(held) % TILE
        for at in range(0, whole, TILE):
            tile = held[at : at + TILE]
            if settle:
                tile = settle(level, place, tile)
            tiles[tile_path(level, place)] = tile
            above.append(fold(tile))
            place += 1
        levels[level] = held[whole:]
        if levels[level]:
            tiles[tile_path(level, place, len(levels[level]) // HASH)] = levels[level]
        arriving, level = b"".join(above), level + 1
    return Growth(Edge(size, tuple(levels)), tiles)


def width_at(level: int, size: int, place: int | None = None) -> int:
    """Count the hashes in a tile of a tree of some size; in its partial tile, if no place is said.

    Returns: 0 for a tile that such a tree has not.
    """
    full, partial = divmod(size >> HEIGHT * level, WIDTH)
    if place is None or place == full:
        return partial
    return WIDTH if place < full else 0


def tile_path(level: int | str, place: int, width: int = WIDTH) -> str:
    """Write the path of a tile; of a bundle, where the level is `entries`."""
    digits = str(place)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    partial = f".p/{width}" if width < WIDTH else ""
    return "/".join(["tile", str(level), *(f"x{part}" for part in parts[:-1]), parts[-1] + partial])


def bundles(size: int, held: bytes, entries: Sequence[bytes]) -> dict[str, bytes]:
    """Bundle new entries of a log, each with its length before it.

    Shapes:  size is that of the log before, held its partial bundle. The last of the bundles is
             the partial one, unless the log ends with a full one.
    Raises:  OverflowError for an entry of more than 65,535 bytes.
    """
    made: dict[str, bytes] = {}
    done = 0
    while done < len(entries):
        place, before = divmod(size + done, WIDTH)
        part = entries[done : done + WIDTH - before]
        written = held + b"".join([len(entry).to_bytes(2) + entry for entry in part])
        made[tile_path("entries", place, before + len(part))] = written
        held, done = b"", done + len(part)
    return made


def entries_in(bundle: bytes) -> list[bytes]:
    """Read the entries of a bundle.

    Raises:  LogFileRefused where the lengths and the bundle do not agree.
    """
    found, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2])
        found.append(bundle[at + 2 : end])
        at = end
    if at != len(bundle):
        raise LogFileRefused(
            what="The bundle was not read: it ends within an entry.",
            why="Each entry has its length before it (C2SP tlog-tiles, Log entries).",
            next="Fetch the file again; if it stays so, verify the whole log.",
        )
    return found


def leaf_hashes(bundle: bytes) -> tuple[list[bytes], bool]:
    """Hash every entry of a bundle as a leaf of the tree.

    Returns: the hashes of the entries that are whole, and whether the bundle ends with one.
    Source:  RFC 6962, section 2.1.
    """
    found, at, end = [], 0, len(bundle)
    while at + 2 <= end:
        stop = at + 2 + (bundle[at] << 8 | bundle[at + 1])
        found.append(sha256(b"\x00" + bundle[at + 2 : stop]).digest())
        at = stop
    if at > end:
        found.pop()
    return found, at == end


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a log at one of its sizes."""

    read: Read
    size: int

    def tile(self, level: int, place: int) -> bytes | None:
        """Read a tile as it is at this size; a full one may stand where it was partial.

        Returns: None where it is missing, or is not as long as it must be.
        """
        width = width_at(level, self.size, place)
        held = self.read(tile_path(level, place, width)) if width else None
        if held is None and 0 < width < WIDTH:
            held = (self.read(tile_path(level, place)) or b"")[: width * HASH]
        return held if held is not None and len(held) == width * HASH else None

    def bundle(self, place: int) -> bytes | None:
        """Read a bundle of entries as it is at this size, None where it is missing."""
        width = width_at(0, self.size, place)
        held = self.read(tile_path("entries", place, width)) if width else None
        if held is None and 0 < width < WIDTH:
            whole = self.read(tile_path("entries", place))
            held = whole and whole[: _end_of(whole, width)]
        return held

    def edge(self) -> Edge:
        """Read the right edge.

        Raises:  FileNotFoundError where one of its tiles is missing.
        """
        return Edge(
            self.size,
            tuple(
                self._needed(level, self.size >> HEIGHT * (level + 1))
                if width_at(level, self.size)
                else b""
                for level in range(-(-self.size.bit_length() // HEIGHT))
            ),
        )

    def hashes(self) -> Hashes:
        """Give the hashes of complete subtrees, as roots and proofs ask for them.

        Raises:  FileNotFoundError, when asked for one whose tile is missing.
        """

        needed = lru_cache(64)(self._needed)

        def hash_of(level: int, place: int) -> bytes:
            tile_level, inside = divmod(level, HEIGHT)
            first = place << inside
            tile = needed(tile_level, first // WIDTH)
            at = first % WIDTH * HASH
            return fold(tile[at : at + (HASH << inside)])

        return hash_of

    def _needed(self, level: int, place: int) -> bytes:
        tile = self.tile(level, place)
        if tile is None:
            raise FileNotFoundError(tile_path(level, place, width_at(level, self.size, place)))
        return tile


def _end_of(bundle: bytes, width: int) -> int:
    """Find where the first entries of a bundle end."""
    at = 0
    for _ in range(width):
        at += 2 + int.from_bytes(bundle[at : at + 2])
    return at
