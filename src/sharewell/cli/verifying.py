"""`sharewell verify`: what a receipt proves of an entry, offline."""

from __future__ import annotations

from typing import IO

import click

from sharewell.cli.engines import refusals
from sharewell.ledger.proof import verify_receipt
from sharewell.ledger.trusting import read_keys

FILE = click.File("rb")


@click.command()
@click.argument("receipt", type=FILE)
@click.option("--entry", type=FILE, required=True, help="The entry, byte for byte.")
@click.option("--keys", type=FILE, required=True, help="The partnership's keys, one a line.")
def verify(receipt: IO[bytes], entry: IO[bytes], keys: IO[bytes]) -> None:
    """Verify, offline, that an entry stands in the log.

    RECEIPT is a .tlog-proof file. Says what it proves; exit code 1 if it does not prove this entry.
    `python -m sharewell.ledger` does the same with nothing but Python and cryptography.
    """
    with refusals():
        policy = read_keys(keys.read().decode(errors="replace"))
        proved = verify_receipt(receipt.read(), entry.read(), policy)
    for sentence in proved.sentences():
        click.echo(sentence)
