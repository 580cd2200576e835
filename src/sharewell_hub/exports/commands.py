"""Files that leave, in a terminal."""

import os
from pathlib import Path
from uuid import UUID

import click

from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.decisions.queries import decision_for
from sharewell_hub.exports.actions import fetch, make_export
from sharewell_hub.exports.models import RecipientKey
from sharewell_hub.exports.queries import exports, fetched, usable_keys, waits
from sharewell_hub.walls.seeing import seen_by

AS = click.option("--as", "email", required=True, help="The practitioner's address at work.")


@click.group("export")
def group() -> None:
    """Take a record out as an encrypted file, and see which have left."""


@group.command()
@click.argument("decision", type=click.UUID)
@AS
@click.option(
    "--for", "service", default="", help="The service it is for, where there are several."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("."))
def record(decision: UUID, email: str, service: str, out: Path) -> None:
    """Write the record of a DECISION as one file that only the service named can open.

    For a practitioner whom the record is shown to, where their agency lets files leave. Writes
    "exported" and "export_fetched" to the log.
    """
    viewer = _practitioner(email)
    with seen_by(viewer.pk):
        found = decision_for(viewer, decision)
        made = make_export(viewer, found, _key(viewer, service))
        path, held = out / f"sharewell-{made.pk}.zip.age", fetch(viewer, made)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(held)
    click.echo(f"{path}\nSHA-256 {made.digest}")


@group.command("list")
@AS
def list_exports(email: str) -> None:
    """List what an agency made ready to leave, latest first.

    For a practitioner of that agency. Writes nothing to the log.
    """
    viewer = _practitioner(email)
    with seen_by(viewer.pk):
        for one in exports(viewer):
            state = "ready" if waits(viewer, one) else "fetched" if fetched(viewer, one) else "gone"
            click.echo(f"{one.pk}  {one.made_at:%Y-%m-%d %H:%M}  {state:<8} {one.digest}")


def _practitioner(email: str) -> Practitioner:
    found = Practitioner.objects.filter(email=email.lower(), is_active=True).first()
    if found is None:
        raise NotFound(
            what="Nothing was written.",
            why="Nobody works in the partnership under this address, or their account is closed.",
            next="Look their address up in the list of accounts.",
        )
    return found


def _key(viewer: Practitioner, service: str) -> RecipientKey:
    """Give the key of the service named, or of the only one."""
    keys = [key for key in usable_keys(viewer) if service in ("", key.destination.service)]
    if len(keys) != 1:
        raise NotAllowed(
            what="Nothing was written: it is not clear who the file is for.",
            why=f"{len(keys)} services of this agency fit, with a key that somebody made sure of.",
            next="Name one with --for, or have its key recorded in the directory.",
        )
    return keys[0]
