"""Keys in a terminal."""

from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import UUID

import click

from sharewell_hub.custody import actions
from sharewell_hub.custody.queries import indexed, sealed_under, standing
from sharewell_hub.keystore.models import AgencyKey, ServiceKey, SubjectKey

SHARE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("keys")
def group() -> None:
    """Rotate keys, split the root key, and rehearse its loss."""


@group.group()
def rotate() -> None:
    """Put a new key in the place of one; cut off, the same command goes on.

    For whoever runs the service. Writes a line to the log.
    """


@rotate.command("root")
@click.option("--from", "before", default="", help="The SHAREWELL_ROOT_KEY that wrapped till now.")
def rotate_root(before: str) -> None:
    """Make a new root key and re-wrap every agency's key.

    For whoever runs the service. Writes a line to the log.
    """
    total = AgencyKey.objects.count() + ServiceKey.objects.count()
    _told(total, lambda told: actions.rotate_root_key(told, before=before))


@rotate.command("agency")
@click.argument("agency", type=click.UUID)
def rotate_agency(agency: UUID) -> None:
    """Make a new key for an agency and re-wrap the keys of whom it knows.

    For whoever runs the service. Writes a line to the log.
    """
    total = SubjectKey.objects.filter(agency=agency).count()
    _told(total, lambda told: actions.rotate_agency_key(agency, told))


@rotate.command("index")
@click.argument("agency", type=click.UUID)
def rotate_index(agency: UUID) -> None:
    """Make a new index key for an agency; old backups can then not be searched.

    For whoever runs the service. Writes a line to the log.
    """
    total = indexed(agency)
    _told(total, lambda told: actions.rotate_index_key(agency, told))


@rotate.command("subject")
@click.argument("agency", type=click.UUID)
@click.argument("subject", type=click.UUID)
def rotate_subject(agency: UUID, subject: UUID) -> None:
    """Seal what an agency holds about one subject anew.

    For whoever runs the service. Writes a line for each content to the log.
    """
    total = sealed_under(agency, subject)
    _told(total, lambda told: actions.rotate_subject_key(agency, subject, told))


@group.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def split(folder: Path) -> None:
    """Write three shares of the root key into FOLDER; any two of them give it back.

    For whoever runs the service. Writes a line to the log.
    """
    for path in actions.split_root_key(folder):
        click.echo(path)
    click.echo("Give them to three people, and delete them here. One alone says nothing.")


@group.command()
@click.argument("first", type=SHARE)
@click.argument("second", type=SHARE)
def recover(first: Path, second: Path) -> None:
    """Put the lost root key back from two shares.

    For whoever runs the service. Writes a line to the log.
    """
    click.echo(f"The root key is back at {actions.recover_root_key(first, second)}.")


@group.command()
@click.argument("first", type=SHARE)
@click.argument("second", type=SHARE)
def drill(first: Path, second: Path) -> None:
    """Rehearse the loss of the root key: open a canary by two shares, and write nothing down.

    For whoever runs the service. Writes to the log whether it succeeded; exit code 1 if not.
    """
    if not actions.hold_drill(first, second):
        click.echo(
            "The drill failed: these two shares do not open what lies sealed.\n"
            "They are shares of another root key, or one of them was changed.\n"
            "Run sharewell-hub keys split, and give out the new shares.",
            err=True,
        )
        raise SystemExit(1)
    click.echo("The drill succeeded: these two shares open what lies sealed.")


@group.command()
def status() -> None:
    """Say how the keys stand, and when the last drill was.

    For whoever runs the service. Writes nothing to the log.
    """
    now = standing()
    held = f"{now.drill_held_at:%d %B %Y}" if now.drill_held_at else "never"
    click.echo(f"Root key: {now.root}{', being rotated' if now.rotating else ''}")
    click.echo(f"Keys under an older root key: {now.left_under_old_root}")
    click.echo(f"Keys: {now.agencies} agencies, {now.subjects} subjects, {now.destroyed} destroyed")
    click.echo(f"Last drill: {held}")


def _told(total: int, act: Callable[[actions.Told], int]) -> None:
    """Do it under a bar that grows, which is silent where nobody looks."""
    steps: Iterable[int] = range(total)
    with click.progressbar(steps, label="Re-wrapping") as bar:
        many = act(bar.update)
    click.echo(f"Done: {many:,}.")
