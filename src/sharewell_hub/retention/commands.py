"""Retention in a terminal."""

import json

import click

from sharewell.terms.errors import NotFound
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.retention.queries import Record, records
from sharewell_hub.retention.retention import finish_what_was_ordered
from sharewell_hub.walls.seeing import seen_by


@click.group("retention")
def group() -> None:
    """Say what is due, and finish what somebody confirmed; nothing is erased from here."""


@group.command()
@click.option("--as", "email", required=True, help="The address of who keeps the periods.")
def due(email: str) -> None:
    """Print what is due for an agency's guardian: ids, days and codes, one record a line.

    For a lead information officer or Caldicott Guardian, of their own agency. Writes nothing to
    the log.
    """
    viewer = Practitioner.objects.filter(email=email.lower(), is_active=True).first()
    if viewer is None:
        raise NotFound(
            what="Nothing was listed.",
            why="Nobody works in the partnership under this address.",
            next="Give the address with which a lead information officer signs in.",
        )
    with seen_by(viewer.pk):
        for each in records(viewer):
            if each.due:
                click.echo(json.dumps(_line(each)))


@group.command()
def run() -> None:
    """Finish erasures that somebody confirmed and that were cut off; order none.

    For whoever runs the service. Each writes a line to the log.
    """
    click.echo(f"Finished: {finish_what_was_ordered():,}.")


def _line(record: Record) -> dict[str, object]:
    return {
        "record": str(record.subject),
        "kind": record.standing.kind,
        "due_on": str(record.standing.day),
        "for_ever": record.for_ever,
        "held": bool(record.holds),
    }
