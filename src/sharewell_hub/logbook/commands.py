"""The log in a terminal."""

import json

import click

from sharewell_hub.logbook.queries import entries


@click.group("log")
def group() -> None:
    """Read the log."""


@group.command("entries")
def list_entries() -> None:
    """Print every entry as it is hashed, one a line, oldest first.

    For whoever runs the service: it holds ids and digests only. Writes nothing to the log.
    """
    for entry in entries().iterator():
        line = json.loads(bytes(entry.leaf)) | {"leaf_hash": bytes(entry.leaf_hash).hex()}
        click.echo(json.dumps(line, sort_keys=True))
