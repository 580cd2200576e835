"""The log in a terminal."""

import json
import sys
from pathlib import Path
from uuid import UUID

import click

from sharewell_hub.logbook.queries import entries, keys_file, last_checkpoint, note_of, receipt_of
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.logbook.verifying import total
from sharewell_hub.logbook.verifying import verify as verified

MOST_SHOWN = 20


@click.group("log")
def group() -> None:
    """Read the log, verify it, and hand out what proves it."""


@group.command("entries")
def list_entries() -> None:
    """Print every entry as it is hashed, one a line, oldest first.

    For whoever runs the service: it holds ids and digests only. Writes nothing to the log.
    """
    for entry in entries().iterator():
        line = json.loads(bytes(entry.leaf)) | {"leaf_hash": bytes(entry.leaf_hash).hex()}
        click.echo(json.dumps(line, sort_keys=True))


@group.command()
def verify() -> None:
    """Check that no entry was changed, dropped or put elsewhere: every one is hashed again.

    For whoever runs the service. Writes nothing to the log. Exit code 0 if the log is whole.
    """
    found: list[str] = []
    with click.progressbar(
        length=total(), label="Checking the log", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        for done in verified():
            bar.update(done.entries)
            found += done.breaks
    if not found:
        click.echo(f"Whole: {total():,} entries, none changed.")
        return
    for each in found[:MOST_SHOWN]:
        click.echo(each)
    click.echo(
        f"Broken at {len(found):,} places of {total():,} entries; the first is: {found[0]}.\n"
        "What stands before it still holds together. Change nothing in this database, and\n"
        "tell your lead information officer (guide: docs/guides/broken-log.md).",
        err=True,
    )
    raise SystemExit(1)


@group.command()
def checkpoint() -> None:
    """Place what waits, and print the last checkpoint with every signature under it.

    For whoever runs the service. It places entries; it writes none.
    """
    integrate()
    last = last_checkpoint()
    if last:
        click.echo(bytes(note_of(last)).decode(), nl=False)


@group.command()
def keys() -> None:
    """Print the file of keys that everybody needs who verifies a receipt.

    For whoever runs the service. Writes nothing to the log.
    """
    click.echo(keys_file(), nl=False)


@group.command()
@click.argument("entry", type=click.UUID)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("."))
def receipt(entry: UUID, out: Path) -> None:
    """Write the receipt of an entry, and the entry, as two files for `sharewell verify`.

    For whoever runs the service: it holds ids and digests only. Writes nothing to the log.
    """
    found = receipt_of(entry)
    if found is None:
        click.echo(
            "No receipt was written: this entry has no place in the log.\n"
            "It waits for its place, or there is no such entry.\n"
            "Try again in a moment; list what there is with sharewell-hub log entries.",
            err=True,
        )
        raise SystemExit(1)
    for name, held in (("tlog-proof", found.receipt), ("entry", found.leaf)):
        path = out / f"{entry}.{name}"
        path.write_bytes(held)
        click.echo(path)
