"""A log of a million entries as it lies on a disk: verified whole, and receipts made of it."""

import json
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sharewell.ledger.checkpoint import PATH, Checkpoint
from sharewell.ledger.leaf import leaf_hash
from sharewell.ledger.note import LOG, Signer
from sharewell.ledger.proof import verify_receipt, write_receipt
from sharewell.ledger.tiles import WIDTH, Edge, Files, bundles, grow
from sharewell.ledger.trusting import Policy
from sharewell.ledger.verifying import breaks, verify_log

ENTRIES, RECEIPTS, ROUNDS = 1_000_000, 2_000, 3
AT_ONCE = 64 * WIDTH
KEY = Signer.named("sharewell.example/bench/2026", LOG, b"b" * 32)
POLICY = Policy((KEY.key,))
LEAF = {"act": "decided", "at": 1, "binds": "b" * 43, "by": "b" * 22, "of": "o" * 22, "v": 1}


def entry(number: int) -> bytes:
    """Write an entry as long as a real one."""
    held = LEAF | {"at": 1_795_000_000_000 + number, "id": f"{number:022}", "on": f"{-number:022}"}
    return json.dumps(held, sort_keys=True, separators=(",", ":")).encode()


def published(folder: Path) -> Checkpoint:
    """Write the log's files, and the signed checkpoint last."""
    edge = Edge()
    for start in range(0, ENTRIES, AT_ONCE):
        entries = [entry(number) for number in range(start, min(start + AT_ONCE, ENTRIES))]
        growth = grow(edge, [leaf_hash(each) for each in entries])
        _put(folder, growth.tiles | bundles(start, b"", entries))
        edge = growth.edge
    checkpoint = Checkpoint(KEY.key.name, edge.size, edge.root())
    _put(folder, {PATH: bytes(checkpoint.signed_by(KEY))})
    return checkpoint


def measured() -> Iterator[tuple[str, float]]:
    """Give what was done and the seconds it took: of verifying the best round, of receipts one."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        checkpoint = published(folder)
        yield (
            f"{ENTRIES:,} entries verified from disk",
            min(_verified(folder) for _ in range(ROUNDS)),
        )
        yield "A receipt made and verified", _receipts(folder, checkpoint)


def _verified(folder: Path) -> float:
    began = time.perf_counter()
    steps = verify_log(lambda path: _read(folder, path), KEY.key.name, POLICY)
    assert not list(breaks(steps))
    return time.perf_counter() - began


def _receipts(folder: Path, checkpoint: Checkpoint) -> float:
    note, dice = checkpoint.signed_by(KEY), random.Random(1)
    took = []
    for number in (dice.randrange(ENTRIES) for _ in range(RECEIPTS)):
        leaf = entry(number)
        began = time.perf_counter()
        files = Files(lambda path: _read(folder, path), ENTRIES)
        receipt = bytes(write_receipt(number, note, files.hashes()))
        verify_receipt(receipt, leaf, POLICY)
        took.append(time.perf_counter() - began)
    return sorted(took)[RECEIPTS // 2]


def _read(folder: Path, path: str) -> bytes | None:
    try:
        return (folder / path).read_bytes()
    except FileNotFoundError:
        return None


def _put(folder: Path, files: dict[str, bytes]) -> None:
    for path, held in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(held)
