"""`sharewell replay`: weigh recorded decisions again, and name the first that differs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

import click

from sharewell.cli.deciding import parsed, texts
from sharewell.cli.engines import local_packs, refusals, today
from sharewell.comparing.records import Recorded, read_recorded
from sharewell.comparing.replaying import Replayer, versions
from sharewell.comparing.shelf import Shelf
from sharewell.packs import load_library
from sharewell.terms.errors import SharewellError


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--kept",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with the bytes kept of stacks, one file each.",
)
def replay(file: IO[bytes], kept: Path | None) -> None:
    """Weigh recorded decisions again, each under the stack whose digest it names.

    FILE holds one decision a line: facts, pack_digest, result_digest, and as_at where packs have
    changed since. Exit code 1 at the first that does not come out as it was recorded.
    """
    with refusals():
        shelf = Shelf(load_library(local_packs()), today(), kept)
        replayers: dict[str, Replayer] = {}
        count = 0
        for number, text in texts(file):
            _replay(read_recorded(parsed(text, number), number), shelf, replayers)
            count += 1
    stacks = f"{len(replayers)} stack{'s' if len(replayers) != 1 else ''}"
    click.echo(f"{count:,} decisions weighed again under {stacks}: all as they were recorded.")


def _replay(recorded: Recorded, shelf: Shelf, replayers: dict[str, Replayer]) -> None:
    try:
        named = recorded.pack_digest
        if named not in replayers:
            replayers[named] = Replayer(shelf.engine(named, recorded.as_at))
        found = replayers[named].difference(recorded)
    except SharewellError as error:
        click.echo(f"Line {recorded.line} was not replayed. {error.what}", err=True)
        click.echo(error.why, err=True)
        click.echo(error.next, err=True)
        sys.exit(1)
    if found:
        click.echo(f"Line {recorded.line} does not come out as it was recorded.", err=True)
        click.echo(f"{found}.{versions(recorded)}", err=True)
        click.echo("Keep the line as it is, and look at it with sharewell decide.", err=True)
        sys.exit(1)
