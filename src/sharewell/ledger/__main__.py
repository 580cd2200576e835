"""Verifies a receipt with `python -m sharewell.ledger`: nothing but Python and cryptography."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sharewell.ledger.proof import verify_receipt
from sharewell.ledger.trusting import read_keys
from sharewell.terms.errors import SharewellError


def main(words: Sequence[str] | None = None) -> int:
    """Say what a receipt proves of an entry, or in three lines why it does not; 0 or 1."""
    parser = argparse.ArgumentParser(
        prog="sharewell verify", description="Verify, offline, that an entry stands in the log."
    )
    parser.add_argument("receipt", type=_held, help="the .tlog-proof file")
    parser.add_argument("--entry", type=_held, required=True, help="the entry, byte for byte")
    parser.add_argument("--keys", type=_held, required=True, help="the partnership's keys")
    given = parser.parse_args(words)
    try:
        policy = read_keys(given.keys.decode(errors="replace"))
        proved = verify_receipt(given.receipt, given.entry, policy)
    except SharewellError as refusal:
        print(refusal.what, refusal.why, refusal.next, sep="\n", file=sys.stderr)
        return 1
    print(*proved.sentences(), sep="\n")
    return 0


def _held(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        raise argparse.ArgumentTypeError(f"{path} cannot be read: {fault.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
