"""A log for each year, each bound to the one before."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.leaf import leaf_bytes

OPENED = "shard_opened"


def origin_of(log: str, at: int) -> str:
    """Name the log of the year in which a time falls, such as `sharewell.example/borough/2026`.

    Units:   at is in milliseconds since 1970, UTC, as an entry has it; the year is UTC's.
    """
    return f"{log}/{datetime.fromtimestamp(at / 1000, UTC).year}"


def opening_leaf(at: int, final: Checkpoint) -> bytes:
    """Write the first entry of a new year, which binds the last checkpoint of the old.

    Units:   at is in milliseconds since 1970, UTC.
    """
    return leaf_bytes(v=1, act=OPENED, at=at, binds=_bound(final))


def follows(first: bytes, final: Checkpoint) -> bool:
    """Say whether the first entry of a log binds this last checkpoint of the log before."""
    ending = f'"binds":"{_bound(final)}"'.encode()
    return f'"act":"{OPENED}"'.encode() in first and ending in first


def _bound(final: Checkpoint) -> str:
    return base64.urlsafe_b64encode(final.digest).rstrip(b"=").decode()
