"""The tree over the log: its root, and what proves that an entry is in it and that it only grew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

HASH = 32
EMPTY = sha256(b"").digest()
Hashes = Callable[[int, int], bytes]
"""Gives the hash of a complete subtree by its level (0 is a leaf) and its place at that level."""


def node(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them.

    Source:  RFC 6962, section 2.1.
    """
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: bytes) -> bytes:
    """Give the root over subtrees of one height that stand side by side.

    Shapes:  hashes are run together, 32 bytes each; the last may stand for a lower subtree.
    Returns: the root of the empty tree for none.
    Source:  RFC 6962, section 2.1.
    """
    while len(hashes) > HASH:
        even = len(hashes) & -2 * HASH
        hashes = (
            b"".join([sha256(b"\x01" + hashes[at : at + 64]).digest() for at in range(0, even, 64)])
            + hashes[even:]
        )
    return hashes or EMPTY


def over(leaves: Sequence[bytes]) -> Hashes:
    """Give the subtrees over leaf hashes that are at hand, each computed when it is asked for."""
    return lambda level, place: fold(b"".join(leaves[place << level : (place + 1) << level]))


def root(size: int, hashes: Hashes) -> bytes:
    """Give the root of the tree over the first entries of a log."""
    return _span(hashes, 0, size) if size else EMPTY


def prove_inclusion(index: int, size: int, hashes: Hashes) -> list[bytes]:
    """Prove that an entry stands at its place in a tree, from its neighbour up to the root.

    Raises:  ValueError if the tree has no such entry.
    Source:  RFC 6962, section 2.1.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} entries has no entry {index}.")
    low, high, proof = 0, size, []
    while high - low > 1:
        middle = low + _left(high - low)
        if index < middle:
            proof.append(_span(hashes, middle, high))
            high = middle
        else:
            proof.append(_span(hashes, low, middle))
            low = middle
    return proof[::-1]


def prove_consistency(old: int, new: int, hashes: Hashes) -> list[bytes]:
    """Prove that a tree grew out of an older one, nothing changed and nothing taken away.

    Returns: nothing where there is nothing to prove: from no entries, or from the same number.
    Raises:  ValueError if the older tree is the larger.
    Source:  RFC 6962, section 2.1.2.
    """
    if not 0 <= old <= new:
        raise ValueError(f"A tree of {new} entries did not grow out of {old}.")
    low, high, proof = 0, new if old else 0, []
    while high != old:
        middle = low + _left(high - low)
        if old <= middle:
            proof.append(_span(hashes, middle, high))
            high = middle
        else:
            proof.append(_span(hashes, low, middle))
            low = middle
    if low:
        proof.append(_span(hashes, low, high))
    return proof[::-1]


def root_by_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """Compute the root that a proof leads to from the hash of an entry.

    Returns: None where the proof has another length than such a place in such a tree asks for.
    Source:  RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    last, found = size - 1, leaf
    for hash in proof:
        if not last:
            return None
        if index & 1 or index == last:
            found = node(hash, found)
            down = _zeros(index)
            index, last = index >> down, last >> down
        else:
            found = node(found, hash)
        index, last = index >> 1, last >> 1
    return None if last else found


def roots_by_consistency(
    old: int, new: int, old_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """Compute the two roots that a proof of growth leads to; it holds if they are the two known.

    Returns: None where the proof has another length than such a growth asks for, or where there is
             nothing to compute: from no entries, or from the same number.
    Source:  RFC 9162, section 2.1.4.2.
    """
    if not 0 < old < new:
        return None
    hashes = iter(proof)
    before = after = old_root if old & (old - 1) == 0 else next(hashes, b"")
    down = _zeros(~(old - 1))
    index, last = (old - 1) >> down, (new - 1) >> down
    for hash in hashes:
        if not last:
            return None
        if index & 1 or index == last:
            before, after = node(hash, before), node(hash, after)
            down = _zeros(index)
            index, last = index >> down, last >> down
        else:
            after = node(after, hash)
        index, last = index >> 1, last >> 1
    return None if last else (before, after)


def grew(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that one tree grew out of another.

    Shapes:  old and new are a size and a root. From no entries, and to the same size, the proof is
             empty.
    """
    if old[0] == new[0] or not old[0]:
        same = old[1] == new[1] if old[0] == new[0] else old[1] == EMPTY
        return same and not proof
    return roots_by_consistency(old[0], new[0], old[1], proof) == (old[1], new[1])


def _left(size: int) -> int:
    """Give the number of entries on the left of a tree: the largest power of two below its size."""
    return 1 << ((size - 1).bit_length() - 1)


def _zeros(number: int) -> int:
    """Count the zero bits at the end of a number; none at the end of nought."""
    return (number & -number).bit_length() - 1 if number else 0


def _span(hashes: Hashes, start: int, end: int) -> bytes:
    """Give the root over a run of entries as it occurs in a proof."""
    parts = [hashes(level, place) for level, place in _complete(start, end)]
    whole = parts.pop()
    while parts:
        whole = node(parts.pop(), whole)
    return whole


def _complete(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lay out a run of entries as complete subtrees, from the left."""
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, _zeros(start))
        yield level, start >> level
        start += 1 << level
