"""Backing up and bringing back, in a terminal."""

from pathlib import Path

import click

from sharewell.ledger.note import Note
from sharewell.terms.errors import NotFound
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.retention import opening
from sharewell_hub.site import backing_up
from sharewell_hub.site.serving import alone

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_SHOWN = 20


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--keys", type=FOLDER, help="Where the wrapped keys go, apart from the records.")
def backup(folder: Path, keys: Path | None) -> None:
    """Back up the records and their log, and apart from them the wrapped keys.

    For whoever runs the service; it may go on meanwhile. Writes a line to the log.
    """
    for each in backing_up.backup(folder, keys=keys):
        click.echo(each)
    for each in backing_up.drop_expired((keys or folder).parent):
        click.echo(f"Expired, and destroyed: {each}")
    if keys is None:
        click.echo("Take the keys apart from the records: together they open everything.", err=True)


@click.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option("--keys", type=FOLDER, help="Bring these keys back too; without, the keystore stays.")
@click.option("--replace", is_flag=True, help="Throw away what stands in the embedded database.")
@click.option("--check", is_flag=True, help="Compare, erase again and verify what came back.")
@click.option("--checkpoint", type=FILE, multiple=True, help="One that a witness has kept.")
@click.option("--open", is_flag=True, help="Open the service after the check.")
@click.option("--as", "email", default="", help="Who opens it: the address of a guardian.")
@click.option("--lost", default=0, help="How many entries of the log are known to be missing.")
@click.pass_context
def restore(context: click.Context, /, **_said: object) -> None:
    """Bring records back into quarantine; check them; open them in the name of a person.

    For whoever runs the service, which must be stopped. The check writes a line to the log for each
    record that it erases again; opening writes one.
    """
    said = context.params
    if not (said["folder"] or said["check"] or said["open"]):
        raise click.UsageError("Name the folder of a backup, or add --check or --open.")
    with alone():
        if said["folder"]:
            _bring_back(said["folder"], keys=said["keys"], replace=said["replace"])
        if said["check"]:
            _check(said["checkpoint"])
        if said["open"]:
            opening.open_again(_person(said["email"]), lost=said["lost"])
            click.echo("Opened. Start the service, and tell the partnership.")


def _bring_back(folder: Path, *, keys: Path | None, replace: bool) -> None:
    row = backing_up.restore(folder, keys=keys, replace=replace)
    click.echo(f"Brought back as of {row.backup_made_at:%d %B %Y, %H:%M} UTC.")
    click.echo("Nothing is served until this is checked and opened: run --check, then --open.")


def _check(files: tuple[Path, ...]) -> None:
    found = opening.check(Note.parse(path.read_bytes()) for path in files)
    click.echo(f"Taken in from the log's files: {found.taken_in:,} entries.")
    click.echo(f"Erased again: {found.erased_again:,} records.")
    click.echo(f"Verified: {found.entries:,} entries; missing: {found.lost:,}.")
    for each in found.faults[:MOST_SHOWN]:
        click.echo(each)
    if found.faults:
        click.echo(
            f"The check failed at {len(found.faults):,} places; the service stays closed.\n"
            f"The first is: {found.faults[0]}.\n"
            "Follow docs/guides/back-up-and-restore.md, and check again.",
            err=True,
        )
        raise SystemExit(1)


def _person(email: str) -> Practitioner:
    found = Practitioner.objects.filter(email=email.lower(), is_active=True).first()
    if found is None:
        raise NotFound(
            what="The service was not opened: nobody was named who opens it.",
            why="Nobody works in the partnership under this address.",
            next="Add --as with the address of a lead information officer or Caldicott Guardian.",
        )
    return found
