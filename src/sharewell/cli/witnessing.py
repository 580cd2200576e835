"""`sharewell witness`: watch over another agency's log, and sign only what grew from before."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from types import FrameType

import click

from sharewell.cli.engines import refusals
from sharewell.cli.remembering import Remembered
from sharewell.cli.serving import server
from sharewell.ledger.note import WITNESS, Signer
from sharewell.ledger.trusting import read_keys
from sharewell.ledger.witnessing import Witness
from sharewell.terms.errors import StartRefused

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)


@click.group()
def witness() -> None:
    """Watch over other agencies' logs, so that nobody can rewrite one unseen."""


@witness.command()
@click.argument("name")
@click.option("--out", type=NEW, required=True, help="Where the private key is put.")
def key(name: str, out: Path) -> None:
    """Make this witness's key, and print the public one for the partnership.

    NAME tells this witness from all others, such as witness.oak.example/1.
    """
    with refusals():
        signer = Signer.named(name, WITNESS, os.urandom(32))
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.UsageError(
            f"{out} is there already, and a key is never written over."
        ) from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{signer.secret()}\n")
    click.echo(signer.key)


@witness.command()
@click.option("--key", "key_file", type=FILE, required=True, help="This witness's private key.")
@click.option("--logs", type=FILE, required=True, help="The keys of the logs, one a line.")
@click.option("--state", type=NEW, required=True, help="What was signed last; made if missing.")
@click.option("--port", type=click.IntRange(0, 65535), required=True, help="0 for any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
def serve(key_file: Path, logs: Path, state: Path, port: int, host: str) -> None:
    """Answer the logs that ask for this witness's signature, until stopped.

    Before an answer leaves, what was signed is on the disk. Never run two with one key.
    """
    with refusals():
        signer = Signer.parse(key_file.read_text(errors="replace").strip())
        known = Witness(signer, read_keys(logs.read_text(errors="replace")).logs)
        try:
            _answer(known, state, (host, port))
        except OSError as fault:
            raise StartRefused(
                what="The witness did not start, or stopped.",
                why=f"The system said: {fault.strerror}.",
                next="Look at --state, --host and --port, and start it again.",
            ) from None


def _answer(known: Witness, state: Path, at: tuple[str, int]) -> None:
    with (
        Remembered.at(state) as memory,
        server(at, known, memory, lambda: int(time.time())) as listening,
    ):
        click.echo(f"{known.signer.key.name} answers on http://{at[0]}:{listening.server_port}")
        click.echo(f"It remembers {len(memory)} of {len(known.logs)} logs.", err=True)
        signal.signal(signal.SIGTERM, _stop)
        try:
            listening.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
