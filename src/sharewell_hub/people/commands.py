"""People in a terminal."""

import click

from sharewell_hub.people.indexing import index_people, waiting


@click.group("people")
def group() -> None:
    """Look after agencies' records of people; no name is shown here."""


@group.command()
def index() -> None:
    """Index records made before there was an index, so that an emergency finds their child.

    For whoever runs the service; it is done each night as well. Cut off, the same command goes on.
    Writes a line to the log where anything was indexed.
    """
    with click.progressbar(range(waiting()), label="Indexing") as bar:
        for many in index_people():
            bar.update(many)
    click.echo(f"Indexed. Without words to index: {waiting():,}.")
